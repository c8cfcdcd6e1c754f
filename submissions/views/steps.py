"""The pages with questions: the first, which begins a draft, and every other. What is typed is kept, right or not."""

import secrets

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from submissions.access import device_for, device_of, for_owner, give_cookie, private
from submissions.actions.arrivals import note_arrival
from submissions.actions.drafts import ClosedError, Kept, begin, has_begun, keep_answer
from submissions.answers import differences
from submissions.arrivals import has_to_confirm_first
from submissions.forms.base import StepForm
from submissions.journeys import CHECK, Step, bound_form, first_step, step_after, step_before, step_of, steps_of
from submissions.models import Submission, SubmissionSettings
from submissions.models.arrivals import ArrivalKind
from submissions.placing import settle
from submissions.secrets import new_secret
from submissions.views.first_mail import ask_for_email
from submissions.views.redirecting import see_other

KEEP, LATER, FIND = "keep", "later", "find"
PLACE_BUTTONS = {"remove", "first"}
ABOUT_ENTRY = "submissions/about_entry.html"
OWN_TEMPLATES = {
    "where": "submissions/where.html",
    "sources": "submissions/sources.html",
    "reason": ABOUT_ENTRY,
    "claim": ABOUT_ENTRY,
    "you": "submissions/you.html",
}
SHORTEST_ONCE = 40  # letters of a number that this site gave out


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, journey: str) -> HttpResponse:
    """The first page of a new entry."""
    return first_page(request, Submission(journey=journey))


def first_page(request: HttpRequest, unsaved: Submission) -> HttpResponse:
    """The first page of any journey. A draft exists from its first answer on; the same page sent again finds it.

    Args:
        unsaved: what is to be begun, with its journey and the entry it is about.
    """
    step, once = first_step(unsaved.journey), request.POST.get("once", "")
    if not SubmissionSettings.load().is_open and not has_begun(once):
        return private(_paused(request, unsaved, step))
    if request.method != "POST" or len(once) < SHORTEST_ONCE:
        form = step.form(step.form.raw_from(request.POST) if request.POST else None, submission=unsaved)
        form.show_errors_of()
        return private(_page(request, unsaved, step, form, once=new_secret()))
    if not has_begun(once) and has_to_confirm_first(request):
        return private(ask_for_email(request, unsaved))
    device, secret = device_for(request)
    with transaction.atomic():
        submission = begin(unsaved.journey, once=once, device=device, target=unsaved.target)
        note_arrival(ArrivalKind.BEGUN, submission, request)
        response = _answered(request, submission, step)
    return give_cookie(private(response), secret)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def step(request: HttpRequest, submission: Submission, slug: str) -> HttpResponse:
    """One page of a draft, or of what was sent and may still be corrected."""
    found = step_of(submission, slug)
    if not found or not found.form:
        raise Http404
    if request.method == "POST":
        return _answered(request, submission, found)
    if not submission.can_change:
        return see_other("submit_status", submission.reference)
    answer = submission.answer_set.filter(step=slug).first()
    form = bound_form(submission, found)
    if not (answer and answer.is_done) and request.GET.get("from") != CHECK:
        form.show_errors_of(*form.open_questions)
    return _page(request, submission, found, form, version=answer.version if answer else 0)


def _answered(request: HttpRequest, submission: Submission, step: Step) -> HttpResponse:
    """Keep what was typed, whatever button was pressed; then do what the button says."""
    is_typing = request.POST.get("do") == KEEP
    raw = step.form.raw_from(request.POST)
    if step.slug == "where" and not is_typing:
        raw = settle(raw, request.POST)
    version, window = _version(request), request.POST.get("window", "")[:32]
    is_done = request.POST.get("do", "") in {"", FIND} and not _presses_place(request)
    try:
        kept = keep_answer(
            submission, step.slug, raw, version=version, window=window, is_done=is_done, by=device_of(request)
        )
    except ClosedError:
        said = {"stopped": _("We have decided meanwhile: nothing more can be changed here.")}
        return JsonResponse(said) if is_typing else see_other("submit_status", submission.reference)
    if is_typing:
        return JsonResponse(_kept_in_words(submission, step, kept))
    form = bound_form(submission, step, raw)
    if kept.other is None:
        return _next_page(request, submission, step, form, kept)
    form.show_errors_of()
    other = differences(submission, step, kept.other, raw)
    return _page(request, submission, step, form, version=kept.version, other=other)


def _presses_place(request: HttpRequest) -> bool:
    """Tell whether a button of the list of places was pressed. "Add" with an empty box is Enter pressed elsewhere: "Continue"."""
    adds = request.POST.get("do") == FIND and request.POST.get("find", "").strip()
    return bool(adds or PLACE_BUTTONS & request.POST.keys())


def _next_page(request: HttpRequest, submission: Submission, step: Step, form: StepForm, kept: Kept) -> HttpResponse:
    """Go where the button leads, or show what has to be corrected first."""
    if request.POST.get("do") == LATER:
        return see_other("submit_later", submission.reference)
    if not _presses_place(request) and form.is_valid():
        return see_other(_address_after(request, submission, step))
    if _presses_place(request) or not bound_form(submission, step).is_valid():
        # Fetched, not drawn here: the back button leads to such a page without asking whether to send it again.
        came_from = f"?from={CHECK}" if request.POST.get("from") == CHECK else ""
        target = "" if form.open_questions or not _presses_place(request) else "#chosen"
        return see_other(f"{reverse('submit_step', args=[submission.reference, step.slug])}{came_from}{target}")
    # What was too long for its column is kept shortened, which would be right.
    return _page(request, submission, step, form, version=kept.version)


def _kept_in_words(submission: Submission, step: Step, kept: Kept) -> dict:
    """What the script on the page is told: when it was kept, and where it goes on."""
    if kept.other is not None:
        return {"stopped": _("You wrote something else here in another window. Press “Continue” to see both.")}
    time = formats.time_format(timezone.localtime(), "H:i")
    return {
        "saved": _("Saved at %(time)s") % {"time": time},
        "version": kept.version,
        "address": reverse("submit_step", args=[submission.reference, step.slug]),
    }


def _address_after(request: HttpRequest, submission: Submission, step: Step) -> str:
    if request.POST.get("from") == CHECK:
        return reverse("submit_check", args=[submission.reference])
    following = step_after(submission, step.slug)
    if following == CHECK:
        return reverse("submit_check", args=[submission.reference])
    return reverse("submit_step", args=[submission.reference, following])


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None  # noqa: PLR2004 - as the column


def _paused(request: HttpRequest, unsaved: Submission, step: Step) -> HttpResponse:
    """Say that nothing new can be begun; who sent the page just then finds the text still there."""
    form = step.form(step.form.raw_from(request.POST) if request.POST else None, submission=unsaved)
    form.show_errors_of()
    return _page(request, unsaved, step, form, is_paused=True)


def _page(
    request: HttpRequest, submission: Submission, step: Step, form: StepForm, *, version: int = 0, **context
) -> HttpResponse:
    steps = steps_of(submission)
    reference = submission.reference if submission.pk else ""
    came_from = CHECK if CHECK in {request.GET.get("from"), request.POST.get("from")} else ""
    context |= {
        "submission": submission,
        "step": step,
        "form": form,
        "heading": step.form.question,
        "promises": SubmissionSettings.load(),
        "lead": step.form.lead,
        "steps": steps,
        "number": steps.index(step) + 1,
        "version": version,
        "window": request.POST.get("window", "")[:32] or secrets.token_hex(8),
        "came_from": came_from,
        "reference": reference,
        "action": reverse("submit_step", args=[reference, step.slug]) if reference else request.path,
        "back": _address_before(submission, step, came_from),
    }
    return render(request, OWN_TEMPLATES.get(step.slug, "submissions/step.html"), context)


def _address_before(submission: Submission, step: Step, came_from: str) -> str:
    if not submission.pk or (submission.target and step == steps_of(submission)[0]):
        return submission.target.url if submission.target else reverse("submit")
    if came_from == CHECK:
        return reverse("submit_check", args=[submission.reference])
    previous = step_before(submission, step.slug)
    if previous == CHECK:
        return reverse("submit_check", args=[submission.reference])
    return reverse("submit_step", args=[submission.reference, previous]) if previous else reverse("submit")
