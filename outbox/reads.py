"""What the desk asks about mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils.timezone import now

from outbox.models import OutgoingMail

DAYS_OF_INTEREST = 14


@dataclass(frozen=True)
class Undelivered:
    """How many mails failed or came back lately, and when the first of them was written."""

    number: int
    first: datetime | None


def failed_mails() -> Undelivered:
    """Return which mails of the last two weeks failed or came back. Erased people's are not among them."""
    recent = now() - timedelta(days=DAYS_OF_INTEREST)
    failed = OutgoingMail.objects.undelivered().filter(created_at__gt=recent).exclude(to="")
    return Undelivered(**failed.aggregate(number=Count("pk"), first=Min("created_at")))
