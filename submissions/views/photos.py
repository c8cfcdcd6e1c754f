"""The page of photos: each file stands alone, and whatever button is pressed, what was typed about the others is kept."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from submissions.access import for_owner
from submissions.actions.photos import MOST_PHOTOS, add_photo, describe_photos, remove_photo
from submissions.forms.base import tidy_line
from submissions.forms.photos import PhotoForm
from submissions.journeys import CHECK, PHOTOS, step_after, step_before, step_of, steps_of
from submissions.models import Submission
from submissions.photos import photo_forms, photo_response
from submissions.states import ClosedError
from submissions.views.redirecting import see_other

MOST_FILES = 20  # looked at in one request; further ones are named in the answer as not taken


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def photos(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Add, describe and remove photos."""
    if not step_of(submission, PHOTOS):
        raise Http404
    if request.method == "POST":
        try:
            return _one_file(request, submission) if _wants_json(request) else _posted(request, submission)
        except ClosedError:
            address = reverse("submit_status", args=[submission.reference])
            return JsonResponse({"closed": address}) if _wants_json(request) else see_other(address)
    if not submission.can_change:
        return see_other("submit_status", submission.reference)
    return _page(request, submission, photo_forms(submission, is_checked=_came_from(request) == CHECK))


@require_safe
@for_owner
def photo(request: HttpRequest, submission: Submission, pk: int) -> FileResponse:
    """The small copy of a photo."""
    return photo_response(get_object_or_404(submission.photos, pk=pk))


def _posted(request: HttpRequest, submission: Submission) -> HttpResponse:
    do, removed = request.POST.get("do", ""), request.POST.get("remove", "")
    describe_photos(submission, _typed(request, submission), is_done=not do and not removed)
    if removed.isdecimal():
        remove_photo(submission, int(removed[:18]))
    files = request.FILES.getlist("photos")
    refused = [said for file in files[:MOST_FILES] if (said := _refusal(submission, file))]
    refused += [_in_words(file.name, _("Send fewer at a time.")) for file in files[MOST_FILES:]]
    if refused:
        return _page(request, submission, photo_forms(submission), refused)
    if do == "later":
        return see_other("submit_later", submission.reference)
    if do or removed or files:
        return see_other(_address(request, submission))
    forms = photo_forms(submission, is_checked=True)
    if all(form.is_valid() for form in forms):
        following = CHECK if _came_from(request) == CHECK else step_after(submission, PHOTOS)
        return see_other(_address_of(submission, following))
    return _page(request, submission, forms)


def _one_file(request: HttpRequest, submission: Submission) -> JsonResponse:
    """Answer the script of the page: it sends one file at a time, or what was typed."""
    if typed := _typed(request, submission):
        describe_photos(submission, typed)
    if not (file := request.FILES.get("photos")):
        return JsonResponse({"kept": True})
    try:
        added = add_photo(submission, file)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    forms = photo_forms(submission)
    context = {"submission": submission, "form": next((form for form in forms if form.photo == added), None)}
    html = render_to_string("submissions/photo.html", context, request) if context["form"] else ""
    return JsonResponse({"id": added.pk, "html": html, "room": _room(forms)})


def _room(forms: list[PhotoForm]) -> str:
    """Say how many more there is room for."""
    room = max(0, MOST_PHOTOS - len(forms))
    if not room:
        return _("These are six, which is as many as an entry shows. Remove one to make room for another.")
    if room == MOST_PHOTOS:
        return _("Up to six.")
    return ngettext("You can add %(room)d more.", "You can add %(room)d more.", room) % {"room": room}


def _typed(request: HttpRequest, submission: Submission) -> dict[str, list[str]]:
    raw = {}
    for form in photo_forms(submission):
        raw |= form.raw_from(request.POST)
    return raw


def _refusal(submission: Submission, file) -> str:
    """Add a file. Return why it was not taken, empty when it was."""
    try:
        add_photo(submission, file)
    except ValidationError as error:
        return _in_words(file.name, " ".join(error.messages))
    return ""


def _in_words(name: str, why: str) -> str:
    return f"{tidy_line(name)[:60]}: {why}"


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _came_from(request: HttpRequest) -> str:
    return CHECK if CHECK in {request.GET.get("from"), request.POST.get("from")} else ""


def _address(request: HttpRequest, submission: Submission) -> str:
    address = reverse("submit_photos", args=[submission.reference])
    return f"{address}?from={CHECK}" if _came_from(request) else address


def _address_of(submission: Submission, slug: str) -> str:
    return reverse("submit_step", args=[submission.reference, slug])


def _page(
    request: HttpRequest, submission: Submission, forms: list[PhotoForm], refused: list[str] | None = None
) -> HttpResponse:
    steps = steps_of(submission)
    step, came_from = step_of(submission, PHOTOS), _came_from(request)
    context = {
        "submission": submission,
        "reference": submission.reference,
        "heading": _("Do you have photos of it?"),
        "forms": forms,
        "refused": refused or [],
        "errors": bool(refused) or any(form.errors for form in forms),
        "has_room": len(forms) < MOST_PHOTOS,
        "room": _room(forms),
        "steps": steps,
        "step": step,
        "number": steps.index(step) + 1,
        "came_from": came_from,
        "back": _address_of(submission, came_from or step_before(submission, PHOTOS)),
    }
    return render(request, "submissions/photos.html", context)
