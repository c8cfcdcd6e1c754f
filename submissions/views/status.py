"""How it stands: for who sent something, until and after the decision."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from submissions.access import elsewhere, find_own, for_owner, private
from submissions.actions.drafts import delete_draft
from submissions.actions.thread import answer_question
from submissions.actions.undoing import was_taken_back
from submissions.forms.thread import AnswerForm
from submissions.mails import waits_until
from submissions.models import Submission, SubmissionSettings
from submissions.models.thread import MessageKind
from submissions.secrets import tidy_reference
from submissions.states import ClosedError, State
from submissions.views.checking import checked_sections
from submissions.views.links import address_to_go_on
from submissions.views.redirecting import see_other

DELETION = "submission deletion"  # what the mark on the page is for, so that no other signature passes


@require_safe
@for_owner
def status(request: HttpRequest, submission: Submission) -> HttpResponse:
    """State, what happens next and by when, and all that was said."""
    return _status_page(request, submission, AnswerForm())


@require_POST
@for_owner
def answer(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take the answer to a question. What was typed too late is shown, to be copied."""
    form = AnswerForm(AnswerForm.raw_from(request.POST))
    if form.is_valid():
        try:
            answer_question(submission, form.cleaned_data["text"], after=form.cleaned_data["after"])
        except ClosedError:
            submission.refresh_from_db()
            form.add_error(
                None,
                _("We had decided before your answer came. It was not kept; copy it from here if you still need it."),
            )
        else:
            return see_other("submit_status", submission.reference)
    return _status_page(request, submission, form)


def _status_page(request: HttpRequest, submission: Submission, form: AnswerForm) -> HttpResponse:
    thread = list(submission.thread.exclude(kind=MessageKind.NOTE))
    if not form.is_bound:
        form.initial["after"] = thread[-1].pk if thread else 0
    context = {
        "submission": submission,
        "states": State,
        "kinds": MessageKind,
        "thread": thread,
        "form": form,
        "entry": _published(submission),
        "is_taken_back": submission.is_in_queue and was_taken_back(submission),
        "sections": checked_sections(submission) if submission.is_sent else [],
        "photos": submission.photos.all(),
        "reviewers": SubmissionSettings.load().reviewers,
        "go_on": address_to_go_on(submission),
        "goes_at": waits_until(submission, submission.contact_email) if submission.state == State.UNCONFIRMED else None,
    }
    return render(request, "submissions/status.html", context)


def _published(submission: Submission):
    """Return the entry that visitors can see now, if there is one."""
    entry = submission.page or submission.target
    return entry if entry and entry.live else None


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether to delete or withdraw, then do it. The button pressed twice ends on the same page as once."""
    submission = find_own(request, reference)
    if submission is None:
        was_here = request.method == "POST" and _is_marked(request.POST.get("mark", ""), reference)
        return private(see_other("submit_deleted") if was_here else elsewhere(request, reference))
    if request.method == "POST" and submission.can_change:
        try:
            delete_draft(submission)
        except ClosedError:
            submission.refresh_from_db()
        except Submission.DoesNotExist:  # in another window, just now
            return private(see_other("submit_deleted"))
        else:
            is_gone = not submission.queued_at
            return private(see_other("submit_deleted") if is_gone else see_other("submit_status", submission.reference))
    context = {
        "submission": submission,
        "mark": signing.dumps(submission.reference, salt=DELETION),
        "back": address_to_go_on(submission),
    }
    return private(render(request, "submissions/delete.html", context))


def _is_marked(mark: str, reference: str) -> bool:
    """Say whether the page with the button was made for this reference: only then was there something to delete."""
    try:
        is_same = signing.loads(mark, salt=DELETION) == tidy_reference(reference)
    except signing.BadSignature:
        return False
    return is_same and not Submission.objects.filter(reference=tidy_reference(reference)).exists()


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return private(render(request, "submissions/deleted.html"))
