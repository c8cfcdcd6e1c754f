"""After the last question: all answers beside the card, the whole page as it will look, and sending."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from submissions.access import device_of, for_owner
from submissions.actions.arrivals import note_arrival
from submissions.actions.drafts import NotFinishedError, send
from submissions.answers import Row, Section, sections_of
from submissions.building import entry_from
from submissions.changes import changes_of
from submissions.duplicates import published_duplicates_of
from submissions.journeys import CHECK, PHOTOS, SOURCES, Step, step_before, step_of, unfinished
from submissions.mails import waits_until
from submissions.models import Submission, SubmissionPhoto, SubmissionSettings
from submissions.models.arrivals import ArrivalKind
from submissions.public_texts import with_warnings
from submissions.states import Journey, State
from submissions.views.redirecting import see_other

NEW_ENTRIES = frozenset({Journey.INITIATIVE, Journey.CONNECTOR})
SEND = {
    Journey.INITIATIVE: gettext_lazy("Send this initiative"),
    Journey.CONNECTOR: gettext_lazy("Send this connector"),
    Journey.CHANGE: gettext_lazy("Send this change"),
    Journey.CLAIM: gettext_lazy("Send this"),
}


@dataclass(frozen=True)
class Todo:
    """What a page still needs, and its address."""

    text: str
    url: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_owner
def check(request: HttpRequest, submission: Submission) -> HttpResponse:
    """All answers before they are sent. Sent twice is sent once."""
    if request.method != "POST":
        return _page(request, submission) if submission.can_change else see_other("submit_status", submission.reference)
    if not (submission.is_sent or SubmissionSettings.load().is_open):
        return _page(request, submission, is_paused=True)
    try:
        with transaction.atomic():
            note_arrival(ArrivalKind.SENT, submission, request)
            send(submission, by=device_of(request))
    except NotFinishedError:
        return _page(request, submission, is_refused=True)
    return see_other("submit_sent", submission.reference)


def _page(
    request: HttpRequest, submission: Submission, *, is_paused: bool = False, is_refused: bool = False
) -> HttpResponse:
    sections = with_warnings(checked_sections(submission), submission)
    is_new = submission.journey in NEW_ENTRIES
    context = {
        "submission": submission,
        "reference": submission.reference,
        "sections": sections,
        "todo": _todo(submission, sections),
        "is_refused": is_refused,
        "is_paused": is_paused or not (submission.is_sent or SubmissionSettings.load().is_open),
        "suggested": changes_of(submission),
        "photos": list(submission.photos.all()),
        "entry": entry_from(submission) if is_new else None,
        # Of other people's submissions nobody but the moderators may learn.
        "likely": published_duplicates_of(submission),
        "send": SEND[Journey(submission.journey)],
        "back": reverse("submit_step", args=[submission.reference, step_before(submission, CHECK)]),
    }
    return render(request, "submissions/check.html", context)


def checked_sections(submission: Submission) -> list[Section]:
    """Return all pages with their answers, that of the photos among them, before what is said about the sender."""
    sections = [_without_empty_links(section) for section in sections_of(submission)]
    photos = step_of(submission, PHOTOS)
    if photos:
        sections.insert(len(sections) - 1, _photos(submission, photos))
    return sections


def _without_empty_links(section: Section) -> Section:
    """Six links that nobody gave are said once."""
    if section.step.slug != SOURCES:
        return section
    given = [row for row in section.rows if row.text]
    return replace(section, rows=given or [Row(SOURCES, section.heading, "")])


def _photos(submission: Submission, step: Step) -> Section:
    photos = list(submission.photos.all())
    rows = [row for number, photo in enumerate(photos, start=1) for row in _of_photo(photo, number)]
    errors = [
        _("Say what photo %(number)d shows, and whether people can be recognised") % {"number": number}
        for number, photo in enumerate(photos, start=1)
        if not (photo.alt and photo.people)
    ]
    return Section(step, _("Photos"), rows or [Row("photos", _("Photos"), "")], errors)


def _of_photo(photo: SubmissionPhoto, number: int) -> list[Row]:
    """Return what was said of a photo. Consent is what must be right, so it has its own way to change it."""
    prefix, there = f"photo-{photo.pk}", {"number": number}
    credit = Row(f"{prefix}-credit", _("Photo %(number)d: who took it") % there, photo.credit)
    return [
        Row(f"{prefix}-alt", _("Photo %(number)d: what it shows") % there, photo.alt),
        Row(
            f"{prefix}-people",
            _("Photo %(number)d: can people be recognised?") % there,
            photo.get_people_display(),
            change=prefix,
        ),
        *([credit] if photo.credit else []),
    ]


def _todo(submission: Submission, sections: list[Section]) -> list[Todo]:
    """Return what is still needed, page by page, in the words that stand at the fields."""
    needed = {step.slug for step in unfinished(submission)}
    todo = []
    for section in sections:
        if section.step.slug in needed:
            url = f"{reverse('submit_step', args=[submission.reference, section.step.slug])}?from={CHECK}"
            errors = section.errors or [_("Answer “%(page)s”") % {"page": section.heading}]
            todo += [Todo(error, url) for error in errors]
    return todo


@require_safe
@for_owner
def preview(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The page as visitors would see it."""
    if submission.journey not in NEW_ENTRIES:
        raise Http404
    request.is_preview = True
    entry = entry_from(submission)
    context = entry.get_context(request) | {"answers_url": _address_of_answers(submission)}
    return render(request, entry.get_template(request), context)


def _address_of_answers(submission: Submission) -> str:
    return reverse("submit_status" if submission.is_sent else "submit_check", args=[submission.reference])


@require_safe
@for_owner
def sent(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What happens next, and by when. The same page before and after the address is confirmed; it can be kept."""
    if submission.state == State.DRAFT:
        return see_other("submit_check", submission.reference)
    if submission.state not in {State.UNCONFIRMED, State.WAITING}:
        return see_other("submit_status", submission.reference)
    context = {
        "submission": submission,
        "is_confirmed": submission.state == State.WAITING,
        "goes_at": waits_until(submission, submission.contact_email),
        "promises": SubmissionSettings.load(),
        "sections": checked_sections(submission),
        "photos": list(submission.photos.all()),
    }
    return render(request, "submissions/sent.html", context)
