"""What the sender does once it is with the moderators: answering a question, correcting."""

from django.db import transaction
from django.utils import timezone

from submissions.actions.telling import tell_it_was_answered
from submissions.forms.base import tidy_text
from submissions.models import LogEntry, Message, Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import ClosedError, State


@transaction.atomic
def answer_question(submission: Submission, text: str, *, after: int) -> Message:
    """Add the sender's answer to the thread; the submission waits for a decision again.

    Args:
        after: the number of the last message that the page showed. The same answer sent again below it is one answer.

    Raises:
        ClosedError: when it was decided meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    text = tidy_text(text)
    sent_before = locked.thread.filter(kind=MessageKind.ANSWER, text=text, pk__gt=after).first()
    if sent_before:
        return sent_before
    if not locked.is_in_queue:
        raise ClosedError(locked.reference)
    message = Message.objects.create(submission=locked, kind=MessageKind.ANSWER, text=text)
    locked.state, locked.updated_at = State.WAITING, timezone.now()
    locked.save(update_fields=["state", "updated_at"])
    LogEntry.objects.create(submission=locked, done=Done.ANSWERED)
    tell_it_was_answered(locked)
    return message


def note_change(submission: Submission) -> None:
    """Let moderators see that the sender corrected what waits for them: one line for corrections in a row.

    The caller holds the row's lock.
    """
    if not submission.is_in_queue:
        return
    last = submission.log.last()
    if last and last.done == Done.CHANGED:
        last.at = timezone.now()
        last.save(update_fields=["at"])
    else:
        LogEntry.objects.create(submission=submission, done=Done.CHANGED)
