"""How many mails strangers can make the site send to one address: three an hour, whoever asks for them.

What people ask for at their own address is none of it: `asked_by_visitor` says whether a stranger may have.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q
from django.utils.timezone import now

from outbox.addresses import key_of
from outbox.models import MailState, OutgoingMail, OutgoingMailQuerySet

MOST_AN_HOUR = 3
MOST_HELD = 3  # more of them would go for hours
HOUR = timedelta(hours=1)


def hold_others(address_key: str) -> None:
    """Let one transaction at a time decide about an address, until it ends.

    On SQLite every transaction that may write is alone already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"outbox {address_key}"])


def when_to_send(address_key: str, moment: datetime) -> datetime:
    """Return when a new mail to an address may go: now, or when the oldest of the last three is an hour old."""
    found = _asked(address_key).filter(Q(state=MailState.WAITING) | Q(sent_at__gt=moment - HOUR))
    times = (
        sent_at or max(next_try_at, moment) for sent_at, next_try_at in found.values_list("sent_at", "next_try_at")
    )
    return _after(times, moment)


def when_to_hand_over(mail: OutgoingMail, moment: datetime) -> datetime:
    """Return when a mail that is about to be sent may go: mails may have piled up while the server was away."""
    others = _asked(mail.to_key).filter(
        Q(sent_at__gt=moment - HOUR) | Q(state=MailState.WAITING, taken_until__gt=moment, pk__lt=mail.pk)
    )
    return _after((sent_at or moment for sent_at in others.values_list("sent_at", flat=True)), moment)


def held(address_key: str, moment: datetime) -> OutgoingMailQuerySet:
    """Return the mails to an address that wait for their turn and were never tried."""
    return _asked(address_key).waiting().filter(next_try_at__gt=moment, attempts=0)


def written_within_hour(addresses: Collection[str], codes: Collection[str]) -> dict[str, int]:
    """Return for each address how many mails of these kinds were written to it in the last hour. One query."""
    found = OutgoingMail.objects.filter(
        to_key__in={key_of(address) for address in addresses}, code__in=codes, created_at__gt=now() - HOUR
    )
    counts = dict(found.order_by().values_list("to_key").annotate(Count("pk")))
    return {address: counts.get(key_of(address), 0) for address in addresses}


def _asked(address_key: str) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.filter(to_key=address_key, asked_by_visitor=True)


def _after(times: Iterable[datetime], moment: datetime) -> datetime:
    latest = sorted(times)[-MOST_AN_HOUR:]
    return moment if len(latest) < MOST_AN_HOUR else max(moment, latest[0] + HOUR)
