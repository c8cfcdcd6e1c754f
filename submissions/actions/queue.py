"""Reaching the moderators."""

from django.utils import timezone

from submissions import mails
from submissions.actions.claims import accept_proven_claim, is_from_contact
from submissions.actions.flagging import flag
from submissions.actions.telling import tell_it_arrived
from submissions.models import LogEntry, Submission, SubmissionSettings
from submissions.models.thread import Done, MessageKind
from submissions.states import State
from submissions.working_days import days_later


def enqueue(submission: Submission) -> None:
    """Put a sent submission whose e-mail address is confirmed before the moderators, and promise a date to its sender.

    A claim that the address proves is accepted at once. The caller holds the row's lock.
    """
    LogEntry.objects.create(submission=submission, done=Done.CONFIRMED)
    submission.from_contact = is_from_contact(submission)
    submission.save(update_fields=["from_contact"])
    if accept_proven_claim(submission):
        return
    last = submission.thread.exclude(kind=MessageKind.NOTE).last()
    submission.state = State.ASKED if last and last.kind == MessageKind.QUESTION else State.WAITING
    is_new = not submission.queued_at
    # Who corrects the address later keeps the place in the queue and the promised day.
    submission.queued_at = submission.queued_at or timezone.now()
    submission.due_on = submission.due_on or days_later(timezone.localdate(), SubmissionSettings.load().days_to_decide)
    submission.save(update_fields=["state", "queued_at", "due_on"])
    flag(submission)
    mails.say_it_arrived(submission)
    if is_new:
        tell_it_arrived(submission)
