"""What moderators do with a submission. Each decision is one transaction: state, log, thread and mail, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox.actions import post_words
from submissions import decision_mails
from submissions.marks import mark_of
from submissions.models import LogEntry, Message, Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import State


class AlreadyDecidedError(Exception):
    """Somebody else was faster.

    Attributes:
        by: her name; empty when it was the sender or nobody is known.
        what: the state that she gave it, in words.
    """

    def __init__(self, submission: Submission):
        self.by = name_of(submission.decided_by)
        self.when: datetime | None = submission.decided_at
        self.what = submission.get_state_display()
        super().__init__(submission.reference)


class ChangedMeanwhileError(Exception):
    """The sender corrected something, or another moderator asked, since the page was drawn on which this was decided."""


class NotPublishableError(Exception):
    """The page cannot be made or changed like this. Its text says what is missing."""


def name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


@contextmanager
def undecided(submission: Submission, *, mark: str | None = None) -> Iterator[Submission]:
    """Give the locked row of a submission in the queue, in a transaction.

    Args:
        mark: what the moderator saw (`mark_of`); None does not compare.

    Raises:
        AlreadyDecidedError: it is not in the queue any more.
        ChangedMeanwhileError: it is not what she saw.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if not locked.is_in_queue:
            raise AlreadyDecidedError(locked)
        if mark is not None and mark != mark_of(locked):
            raise ChangedMeanwhileError(locked.reference)
        yield locked


def close(submission: Submission, user, state: str, done: str, *, note: str = "") -> None:
    """Write down a decision. The caller holds the row's lock."""
    submission.state, submission.decided_at, submission.decided_by = state, timezone.now(), user
    submission.save(update_fields=["state", "decided_at", "decided_by", "page"])
    LogEntry.objects.create(submission=submission, done=done, user=user, note=note)


def ask(submission: Submission, user, *, subject: str, text: str, mark: str | None = None) -> None:
    """Mail a question to the sender, in the words the moderator left standing; answers to the mail go to her.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
    """
    with undecided(submission, mark=mark) as locked:
        locked.state = State.ASKED
        locked.save(update_fields=["state"])
        LogEntry.objects.create(submission=locked, done=Done.ASKED, user=user)
        _say(locked, user, kind=MessageKind.QUESTION, code=decision_mails.QUESTION, subject=subject, text=text)


def decline(submission: Submission, user, *, subject: str, text: str, reason: str, mark: str | None = None) -> None:
    """Decline, and mail the moderator's words.

    Args:
        reason: in a few words, for the log and the report; nothing of the sender.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
    """
    with undecided(submission, mark=mark) as locked:
        close(locked, user, State.DECLINED, Done.DECLINED, note=reason)
        words = {"subject": subject, "text": text, "hold": decision_mails.HOLD_FOR}
        _say(locked, user, kind=MessageKind.DECISION, code=decision_mails.declined_code(locked), **words)


def mark_as_spam(submission: Submission, user, *, mark: str | None = None) -> None:
    """Take it out of the queue without a word to its sender. `take_back` undoes it.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
    """
    with undecided(submission, mark=mark) as locked:
        close(locked, user, State.SPAM, Done.MARKED_SPAM)


def add_note(submission: Submission, user, text: str) -> Message:
    """Keep a note among moderators. The sender never sees it; it can be added after the decision, too."""
    return Message.objects.create(submission=submission, kind=MessageKind.NOTE, author=user, text=text)


def _say(
    submission: Submission, user, *, kind: str, code: str, subject: str, text: str, hold: timedelta = timedelta()
) -> None:
    """Keep words in the thread and mail them. Who asked to be erased has no address any more.

    Args:
        hold: how long the mail waits, so that the decision can be taken back.
    """
    Message.objects.create(submission=submission, kind=kind, author=user, text=text)
    if not submission.contact_email:
        return
    post_words(
        code,
        submission.contact_email,
        subject or _("About %(reference)s") % {"reference": submission.reference},
        text,
        reply_to=user.email,
        about=submission.reference,
        not_before=timezone.now() + hold,
    )


def decided_in_words(error: AlreadyDecidedError) -> str:
    """Return who decided what and when, as one sentence."""
    values = {"who": error.by or _("The sender"), "what": error.what, "when": _when(error.when)}
    return _("%(who)s was faster: “%(what)s”, %(when)s. What you wrote was not sent.") % values


def _when(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d %B, %H:%M}" if moment else _("just now")
