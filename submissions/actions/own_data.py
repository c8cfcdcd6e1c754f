"""Asking for one's own data."""

from django.db import transaction

from submissions import mails_data
from submissions.actions.links import make_link
from submissions.models.keys import Purpose
from submissions.people import is_known


@transaction.atomic
def mail_link_to_data(email: str) -> None:
    """Mail a link to what is held under an address, if anything is. Whoever asks is not told which."""
    if is_known(email):
        mails_data.send_link_to_data(email, make_link(Purpose.MY_DATA, email))
