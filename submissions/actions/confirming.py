"""Writing down that an entry is still right."""

from django.utils import timezone
from django.utils.translation import gettext as _

from connectors.models import EntryPage
from search.retention import months_before
from submissions.actions.revising import Edit

CONFIRMATION = ("last_confirmed_at", "last_confirmed_by", "review_due")


def confirmation() -> Edit:
    """Return what is written into an entry that its contact confirms today. It wins over an older date in a draft."""
    return Edit("confirmed", put_confirmation, touches=CONFIRMATION)


def put_confirmation(entry: EntryPage) -> None:
    today = timezone.localdate()
    entry.last_confirmed_at, entry.last_confirmed_by = today, _("the group")
    entry.review_due = months_before(today, -entry.check_every)
