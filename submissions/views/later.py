"""Save and finish later, and sending the link that confirms an address once more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from submissions.access import device_of, for_owner
from submissions.actions.drafts import confirm_again, save_for_later
from submissions.forms.links import EmailForm
from submissions.mails import waits_until
from submissions.models import Submission
from submissions.models.keys import Purpose
from submissions.states import ClosedError, State
from submissions.views.links import address_to_go_on
from submissions.views.redirecting import see_other


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def later(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask where to send the link. All answers are kept already, whether an address is given or not."""
    if submission.state != State.DRAFT:
        return see_other("submit_status", submission.reference)
    form = _form(request, submission)
    if request.method == "POST" and form.is_valid():
        try:
            save_for_later(submission, form.cleaned_data["email"], by=device_of(request))
        except ClosedError:
            return see_other("submit_status", submission.reference)
        return see_other("submit_later_sent", submission.reference)
    context = {"submission": submission, "form": form, "back": address_to_go_on(submission)}
    return render(request, "submissions/later.html", context)


@require_safe
@for_owner
def later_sent(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Say where the link went and that the window can be closed."""
    link = submission.mailed_links.filter(purpose=Purpose.RETURN, superseded_at=None).last()
    if not link:
        return see_other("submit_later", submission.reference)
    context = {
        "submission": submission,
        "link": link,
        "goes_at": waits_until(submission, link.email),
        "go_on": address_to_go_on(submission),
    }
    return render(request, "submissions/later_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def resend(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Mail the link again that confirms the address, to another one when that was wrong."""
    if submission.state != State.UNCONFIRMED:
        return see_other("submit_status", submission.reference)
    form = _form(request, submission)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_again(submission, form.cleaned_data["email"], by=device_of(request))
        except ClosedError:
            return see_other("submit_status", submission.reference)
        return see_other("submit_sent", submission.reference)
    return render(request, "submissions/resend.html", {"submission": submission, "form": form})


def _form(request: HttpRequest, submission: Submission) -> EmailForm:
    if request.method == "POST":
        return EmailForm(EmailForm.raw_from(request.POST))
    form = EmailForm()
    form.initial["email"] = submission.contact_email
    return form
