"""Asking contacts whether their entries are still right, and writing down what they answer."""

import datetime
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from connectors.choices import Stage
from connectors.models import EntryPage
from submissions import entry_mails
from submissions.actions.confirming import CONFIRMATION, confirmation, put_confirmation
from submissions.actions.drafts import begin
from submissions.actions.revising import Edit, revise
from submissions.asking import askings_to_remind, entries_to_ask, is_asked, is_open, is_to_remind, whom
from submissions.log_actions import CONFIRMED, ENDED
from submissions.models import Asking, AskingLink, DeviceKey, StillRight, Submission
from submissions.secrets import hashed, new_secret
from submissions.states import DECIDED, Journey


class AskingEndedError(Exception):
    """The link works no longer: a newer mail was sent, the entry has another contact, or it is not on the site any more."""


@dataclass(frozen=True)
class Asked:
    """How many mails were written."""

    asked: int = 0
    reminded: int = 0


def ask_contacts(*, limit: int, dry_run: bool = False) -> Asked:
    """Ask the contacts of entries that are due, and remind those who were asked and said nothing; reminders first.

    Each entry is a transaction of its own, with its row locked: a run that is cut off, repeated or doubled writes no mail
    twice and leaves none out.

    Args:
        limit: at most so many mails; the next run goes on.
        dry_run: only count.
    """
    now = timezone.now()
    silent = list(islice(askings_to_remind(now), limit))
    due = [entry.pk for entry in islice(entries_to_ask(now), limit - len(silent))]
    if dry_run:
        return Asked(len(due), len(silent))
    return Asked(
        reminded=sum(_remind(asking.pk, now) for asking in silent),
        asked=sum(_ask(key, now) for key in due),
    )


@transaction.atomic
def _ask(key: int, now: datetime.datetime) -> bool:
    entry = (
        EntryPage.objects.select_for_update(of=("self",)).filter(pk=key, live=True).exclude(contact_email="").first()
    )
    if entry is None:
        return False
    latest = Asking.objects.filter(entry=entry).order_by("-pk").first()
    # Another run may have been here since the list was made.
    if latest and is_asked(entry, latest.asked_at, latest.asked_whom, timezone.localdate(now)):
        return False
    asking = Asking.objects.create(entry=entry, asked_whom=whom(entry.contact_email), asked_at=now, mailed_at=now)
    entry_mails.ask_still_right(entry, _new_link(asking))
    return True


@transaction.atomic
def _remind(key: int, now: datetime.datetime) -> bool:
    asking = Asking.objects.select_for_update(of=("self",)).select_related("entry").filter(pk=key).first()
    if asking is None or not is_to_remind(asking, now):
        return False
    asking.reminders, asking.mailed_at = asking.reminders + 1, now
    asking.save(update_fields=["reminders", "mailed_at"])
    entry_mails.ask_still_right(asking.entry, _new_link(asking), is_reminder=True)
    return True


def _new_link(asking: Asking) -> str:
    secret = new_secret()
    AskingLink.objects.create(asking=asking, secret_hash=hashed(secret))
    return secret


@transaction.atomic
def say_yes(asking: Asking) -> None:
    """Write down that the entry is still right today. Saying it again the same day changes nothing.

    Raises:
        AskingEndedError: the link works no longer.
    """
    locked = _locked(asking)
    if locked.answer == StillRight.YES and timezone.localdate(locked.answered_at) == timezone.localdate():
        return
    revise(locked.entry_id, [confirmation()], action=CONFIRMED)
    _note(locked, StillRight.YES)


@transaction.atomic
def say_it_ended(asking: Asking, ended: str) -> None:
    """Write down that what the entry tells about has ended. Nobody is asked about it any more.

    Args:
        ended: a partial date as it is stored.

    Raises:
        AskingEndedError: the link works no longer.
        ValidationError: it ended before it started.
    """
    locked = _locked(asking)
    if locked.answer == StillRight.ENDED and locked.entry.ended == ended:
        return

    def put(entry: EntryPage) -> None:
        entry.stage, entry.ended = Stage.ENDED, ended
        put_confirmation(entry)

    revise(locked.entry_id, [Edit("ended", put, touches=("stage", "ended", *CONFIRMATION))], action=ENDED)
    _note(locked, StillRight.ENDED)


@transaction.atomic
def begin_change(asking: Asking, device: DeviceKey) -> Submission:
    """Begin a suggested change in the contact's name, whose address the mail has proved. Clicking again gives the same draft.

    Raises:
        AskingEndedError: the link works no longer.
    """
    locked = _locked(asking)
    entry = locked.entry
    decided = Submission.objects.filter(
        target=entry, from_contact=True, state__in=DECIDED, created_at__gte=locked.asked_at
    )
    # As unguessable as a secret, and the same in all mails of the round. What was decided is followed by a new one.
    once = f"{locked.mailed_links.order_by('pk').first().secret_hash} {decided.count()}"
    submission = begin(Journey.CHANGE, once=once, device=device, target=entry)
    if not submission.from_contact:
        submission.contact_name, submission.contact_email = entry.contact_name, entry.contact_email
        submission.email_confirmed_at, submission.from_contact = timezone.now(), True
        submission.save(update_fields=["contact_name", "contact_email", "email_confirmed_at", "from_contact"])
    _note(locked, StillRight.CHANGE)
    return submission


def _locked(asking: Asking) -> Asking:
    locked = Asking.objects.select_for_update(of=("self",)).select_related("entry").get(pk=asking.pk)
    if not is_open(locked):
        raise AskingEndedError(locked.pk)
    return locked


def _note(asking: Asking, answer: str) -> None:
    asking.answer, asking.answered_at = answer, timezone.now()
    asking.save(update_fields=["answer", "answered_at"])
