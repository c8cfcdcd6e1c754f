"""Reaching the moderators."""

import datetime

from django.utils import timezone

from submissions import mails
from submissions.actions.flagging import flag
from submissions.models import LogEntry, Submission, SubmissionSettings
from submissions.models.thread import Done
from submissions.states import State

SATURDAY = 5


def enqueue(submission: Submission) -> None:
    """Put a sent submission whose e-mail address is confirmed before the moderators, and promise a date to its sender.

    The caller holds the row's lock.
    """
    submission.state = State.WAITING
    # Who corrects the address later keeps the place in the queue and the promised day.
    submission.queued_at = submission.queued_at or timezone.now()
    submission.due_on = submission.due_on or days_later(timezone.localdate(), SubmissionSettings.load().days_to_decide)
    submission.save(update_fields=["state", "queued_at", "due_on"])
    flag(submission)
    LogEntry.objects.create(submission=submission, done=Done.CONFIRMED)
    mails.say_it_arrived(submission)


def days_later(day: datetime.date, working_days: int) -> datetime.date:
    """Return the day so many working days later. Saturdays and Sundays do not count; bank holidays do."""
    while working_days:
        day += datetime.timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day
