"""Taking decisions back: spam for a month, as nobody was told; what is mailed for as long as the mail has not gone."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from connectors.actions.removing import forget_gone
from connectors.models import EntryPage
from outbox.actions import withdraw
from submissions import decision_mails
from submissions.actions.decisions import AlreadyDecidedError
from submissions.models import LogEntry, Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import NEW_ENTRIES, State

UNDO_SPAM_FOR = timedelta(days=30)


class NotUndoableError(Exception):
    """A decision stays. Its text says why and what can be done instead."""


def can_take_back(submission: Submission) -> bool:
    """Tell whether there is still time to take a decision back; whether its page or mail forbids it shows only then."""
    if not submission.decided_at:
        return False
    since = timezone.now() - submission.decided_at
    if submission.state == State.SPAM:
        return since < UNDO_SPAM_FOR
    return _is_of_a_kind_to_take_back(submission) and since < decision_mails.HOLD_FOR


@transaction.atomic
def take_back(submission: Submission, user) -> None:
    """Put a submission back into the queue as it was before the decision. Doing it twice changes nothing.

    The mail is withdrawn before it goes. A page that was published leaves the site and stays as the submission's draft, so
    publishing that later decides it again.

    Raises:
        AlreadyDecidedError: it was decided otherwise, in a way that is not taken back.
        NotUndoableError: too late, the mail has gone, or the page was changed.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.is_in_queue:
        return
    if locked.state != State.SPAM and not _is_of_a_kind_to_take_back(locked):
        raise AlreadyDecidedError(locked)
    if not can_take_back(locked):
        raise NotUndoableError(_too_late(locked))
    if locked.state != State.SPAM:
        _take_page_off(locked, user)
        _withdraw_mail(locked)
    locked.state, locked.decided_at, locked.decided_by = _state_before(locked), None, None
    locked.save(update_fields=["state", "decided_at", "decided_by"])
    LogEntry.objects.create(submission=locked, done=Done.UNDONE, user=user)


def was_taken_back(submission: Submission) -> bool:
    """Tell whether its sender may have read a decision that does not hold any more. Of spam they were never told."""
    decisions = [Done.PUBLISHED, Done.DECLINED, Done.MARKED_SPAM, Done.UNDONE]
    last = submission.log.filter(done__in=decisions).order_by("-pk").values_list("done", flat=True)[:2]
    return list(last) in ([Done.UNDONE, Done.PUBLISHED], [Done.UNDONE, Done.DECLINED])


def _is_of_a_kind_to_take_back(submission: Submission) -> bool:
    """A suggestion that was taken over is part of its entry at once, and its mail has gone."""
    is_new = submission.journey in NEW_ENTRIES
    return submission.state == State.DECLINED or (submission.state == State.PUBLISHED and is_new)


def _too_late(submission: Submission) -> str:
    if submission.state == State.SPAM:
        return _("It was marked as spam more than 30 days ago. That cannot be undone any more.")
    return _("Not undone: this was decided more than ten minutes ago, and its sender has the mail.")


def _take_page_off(submission: Submission, user) -> None:
    if submission.state != State.PUBLISHED or not submission.page_id:
        return
    Page.objects.select_for_update().get(pk=submission.page_id)
    page = EntryPage.objects.get(pk=submission.page_id).specific
    newest = page.latest_revision
    if not page.live or (newest and newest.created_at > submission.decided_at):
        raise NotUndoableError(
            _(
                "Not undone: the page was changed since it was published. Open it to change it further, or to unpublish it."
            )
        )
    page.unpublish(user=user)
    # Visitors were never told of it: its address is as unknown as that of any draft.
    forget_gone(page)


def _withdraw_mail(submission: Submission) -> None:
    """Take the mail back, and keep its words where only moderators see them."""
    codes = [decision_mails.PUBLISHED, decision_mails.declined_code(submission)]
    if not withdraw(codes, about=submission.reference, since=submission.decided_at):
        raise NotUndoableError(_("Not undone: the mail to its sender has just gone out."))
    for message in submission.thread.filter(kind=MessageKind.DECISION, created_at__gte=submission.decided_at):
        message.kind, message.text = MessageKind.NOTE, _("Taken back before it was mailed:") + "\n\n" + message.text
        message.save(update_fields=["kind", "text"])


def _state_before(submission: Submission) -> str:
    """Return the state in the queue that the decision ended: a question may still wait for its answer."""
    talk = submission.log.filter(done__in=[Done.ASKED, Done.ANSWERED]).order_by("-pk").first()
    return State.ASKED if talk and talk.done == Done.ASKED else State.WAITING
