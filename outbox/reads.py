"""What the desk asks about mail."""

from datetime import timedelta

from django.utils.timezone import now

from outbox.models import OutgoingMail

DAYS_OF_INTEREST = 14


def failed_mails() -> int:
    """Return how many mails of the last two weeks failed or came back. Erased people's are not among them."""
    recent = now() - timedelta(days=DAYS_OF_INTEREST)
    return OutgoingMail.objects.undelivered().filter(created_at__gt=recent).exclude(to="").count()
