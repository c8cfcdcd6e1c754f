"""Before the first answer: what is needed, who reads it and by when, and all questions on paper."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from submissions.access import cookie_name, device_of, private
from submissions.forms.about import ConnectorAboutForm, LinksForm
from submissions.journeys import INITIATIVE
from submissions.models import Submission, SubmissionSettings
from submissions.views.links import address_to_go_on
from submissions.working_days import days_later

MINUTES = 10  # to fill it in, in words at the top of the start page
MOST_SHOWN = 20


@dataclass(frozen=True)
class OwnSubmission:
    """What this browser may open, and where it goes on."""

    submission: Submission
    url: str


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The page before the first question. Without a key in the browser it is the same for everybody, and sets no cookie."""
    promises = SubmissionSettings.load()
    own = _own(request) if cookie_name() in request.COOKIES else []
    context = {
        "minutes": MINUTES,
        "promises": promises,
        "due": days_later(timezone.localdate(), promises.days_to_decide),
        "own": own,
    }
    response = render(request, "submissions/start.html", context)
    patch_vary_headers(response, ["Cookie"])
    return private(response) if own else response


def _own(request: HttpRequest) -> list[OwnSubmission]:
    device = device_of(request)
    if not device:
        return []
    found = device.submissions.select_related("target").prefetch_related("answer_set").order_by("-updated_at")
    return [OwnSubmission(submission, address_to_go_on(submission)) for submission in found[:MOST_SHOWN]]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions on one page, with lines to write on."""
    kind = ConnectorAboutForm()["kind"]
    pages = [step.form() for step in INITIATIVE if step.form]
    for form in pages:
        form.asked = [field for field in form if not field.is_hidden]
    context = {"pages": pages, "kind": kind, "links": LinksForm(), "promises": SubmissionSettings.load()}
    return render(request, "submissions/questions.html", context)
