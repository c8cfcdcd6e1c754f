"""Asking for one's own data."""

from django.db import transaction

from submissions import mails_data
from submissions.actions.links import has_confirmed, make_link
from submissions.models import DeviceKey
from submissions.models.keys import Purpose
from submissions.people import is_known


@transaction.atomic
def mail_link_to_data(email: str, *, by: DeviceKey | None = None) -> None:
    """Mail a link to what is held under an address, if anything is. Whoever asks is not told which.

    Args:
        by: the browser that asked.
    """
    if is_known(email):
        secret = make_link(Purpose.MY_DATA, email)
        mails_data.send_link_to_data(email, secret, by_stranger=not has_confirmed(by, email))
