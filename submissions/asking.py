"""Whom to ask whether an entry is still right, and what a link in such a mail leads to."""

import datetime
from collections import Counter
from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from connectors.checking import due_before, due_on
from connectors.choices import Stage
from connectors.models import EntryPage
from search.retention import months_before
from submissions.models import Asking, AskingLink
from submissions.secrets import hashed

REMIND_AFTER = (datetime.timedelta(days=14), datetime.timedelta(days=30))
# When the command did not run for a while, reminders still come apart from each other.
APART = datetime.timedelta(days=7)
MOST_TO_ONE = 3  # mails to one address in a run: who looks after forty entries is not sent forty mails in a morning


def whom(email: str) -> str:
    """Return what is kept of an address that was asked."""
    return hashed(email.strip().casefold())


def entries_to_ask(now: datetime.datetime) -> Iterator[EntryPage]:
    """Yield entries whose contact is to be asked, those that are due longest first."""
    today = timezone.localdate(now)
    latest = Asking.objects.filter(entry=OuterRef("pk")).order_by("-pk")
    due = (
        EntryPage.objects.listed()
        .filter(due_before(today + datetime.timedelta(days=1)))
        .exclude(contact_email="")
        .exclude(stage=Stage.ENDED)
        .annotate(
            asked_at=Subquery(latest.values("asked_at")[:1]), asked_whom=Subquery(latest.values("asked_whom")[:1])
        )
        .order_by(F("review_due").asc(nulls_last=True), F("last_confirmed_at").asc(nulls_first=True), "pk")
    )
    asked = Counter()
    for entry in due.iterator():
        if (
            is_asked(entry, entry.asked_at, entry.asked_whom, today)
            or asked[entry.contact_email.casefold()] >= MOST_TO_ONE
        ):
            continue
        asked[entry.contact_email.casefold()] += 1
        yield entry


def is_asked(
    entry: EntryPage, asked_at: datetime.datetime | None, asked_whom: str | None, today: datetime.date
) -> bool:
    """Tell whether its contact was asked already: since it is due, and within its time between two checks."""
    if asked_at is None or asked_whom != whom(entry.contact_email):
        return False
    asked_on, due = timezone.localtime(asked_at).date(), due_on(entry)
    return bool(due and asked_on >= due and asked_on > months_before(today, entry.check_every))


def askings_to_remind(now: datetime.datetime) -> Iterator[Asking]:
    """Yield open rounds whose contact gets a reminder, the oldest first. Rounds that a newer one replaced get none."""
    newest = Asking.objects.filter(entry=OuterRef("entry")).order_by("-pk").values("pk")[:1]
    silent = Asking.objects.filter(answered_at=None, pk=Subquery(newest), reminders__lt=len(REMIND_AFTER))
    for asking in silent.filter(asked_at__lte=now - REMIND_AFTER[0]).select_related("entry").order_by("asked_at"):
        if is_to_remind(asking, now):
            yield asking


def is_to_remind(asking: Asking, now: datetime.datetime) -> bool:
    entry = asking.entry
    return bool(
        not asking.answered_at
        and asking.reminders < len(REMIND_AFTER)
        and now >= asking.asked_at + REMIND_AFTER[asking.reminders]
        and (asking.reminders == 0 or now >= asking.mailed_at + APART)
        and entry.live
        and entry.stage != Stage.ENDED
        and entry.contact_email
        and whom(entry.contact_email) == asking.asked_whom
        and not _is_confirmed_since(asking)
    )


def _is_confirmed_since(asking: Asking) -> bool:
    """Tell whether editors, or a change that was taken over, confirmed the entry since it was asked about."""
    confirmed = asking.entry.last_confirmed_at
    return bool(confirmed and confirmed >= timezone.localtime(asking.asked_at).date())


def find_asking(secret: str) -> Asking | None:
    """Return the round that a link belongs to while it works: until the next one, for an entry on the site, for its contact."""
    link = AskingLink.objects.filter(secret_hash=hashed(secret)).select_related("asking__entry").first()
    return link.asking if link and is_open(link.asking) else None


def is_open(asking: Asking) -> bool:
    newest = Asking.objects.filter(entry=asking.entry_id).order_by("-pk").values_list("pk", flat=True).first()
    entry = asking.entry
    return newest == asking.pk and entry.live and whom(entry.contact_email) == asking.asked_whom
