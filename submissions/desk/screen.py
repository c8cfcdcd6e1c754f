"""One submission at a glance: what was sent, by whom, what is odd about it, what was said and done."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from connectors.models import DirectoryPage, EntryPage
from submissions.actions.undoing import can_take_back
from submissions.building import entry_from
from submissions.changes import changes_of
from submissions.decision_mails import HOLD_FOR
from submissions.desk.forms import NoteForm
from submissions.desk.labels import due_in_words, kind_in_short
from submissions.desk.rights import may_decide, may_view
from submissions.duplicates import duplicates_of
from submissions.marks import mark_of
from submissions.models import Submission
from submissions.moderation import (
    find_submission,
    history_of,
    last_look,
    remember_look,
    sections_since,
    thread_since,
)
from submissions.photos import photo_response
from submissions.states import NEW_ENTRIES


def for_moderation(allowed: Callable[..., bool]) -> Callable:
    """Give the view the submission in place of its reference, to those whom `allowed` lets in. Nobody keeps its answer."""

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, reference: str, **kwargs) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            submission = find_submission(reference)
            if submission is None:
                raise Http404(
                    _("There is no submission with this reference. It may have been erased at its sender’s wish.")
                )
            response = view(request, submission, **kwargs)
            add_never_cache_headers(response)
            return response

        return checked

    return decorated


def breadcrumbs(submission: Submission, here: str = "") -> list[dict[str, str]]:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("submission_queue"), "label": _("Submissions")},
        {"url": reverse("submission_screen", args=[submission.reference]), "label": submission.reference},
    ]
    return [*trail, {"url": "", "label": here}] if here else [*trail[:-1], {"url": "", "label": submission.reference}]


def is_new_entry(submission: Submission) -> bool:
    """Tell a new entry from what is about one that is there."""
    return submission.journey in NEW_ENTRIES


@require_safe
@for_moderation(may_view)
def screen(request: HttpRequest, submission: Submission) -> HttpResponse:
    began, looked_at = timezone.now(), last_look(submission, request.user)
    decides = may_decide(request.user)
    context = {
        "submission": submission,
        "breadcrumbs_items": breadcrumbs(submission),
        "header_title": f"{submission.name} ({submission.reference})",
        "kind": kind_in_short(submission),
        "due": due_in_words(submission),
        "decides": decides,
        "can_undo": decides and can_take_back(submission),
        "undo_until": submission.decided_at and submission.decided_at + HOLD_FOR,
        "is_new_entry": is_new_entry(submission),
        "suggested": changes_of(submission) if submission.is_in_queue else [],
        "sections": sections_since(submission, looked_at),
        "thread": thread_since(submission, looked_at) if decides else [],
        "history": history_of(submission),
        "photos": list(submission.photos.all()),
        "likenesses": duplicates_of(submission) if submission.is_in_queue else [],
        "mark": mark_of(submission),
        "note_form": NoteForm(),
    }
    if not _is_fetched_ahead(request):
        remember_look(submission, request.user, began)
    return TemplateResponse(request, "submissions/admin/screen.html", context)


def _is_fetched_ahead(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or "preview" in purpose


@require_safe
@for_moderation(may_view)
def photo(request: HttpRequest, submission: Submission, pk: int) -> HttpResponse:
    """Show a photo before it is published; large with `?large=1`."""
    return photo_response(get_object_or_404(submission.photos, pk=pk), is_small="large" not in request.GET)


@require_safe
@xframe_options_sameorigin
@for_moderation(may_view)
def preview(request: HttpRequest, submission: Submission, mode: str) -> HttpResponse:
    """Show the public page, or the card, that these answers would make."""
    if not is_new_entry(submission):
        raise Http404
    entry = unsaved_page(submission)
    return entry.make_preview_request(request, "card" if mode == "card" else entry.default_preview_mode)


def unsaved_page(submission: Submission) -> EntryPage:
    """Return the entry with the place in the tree that its templates ask about. Nothing is saved."""
    entry = entry_from(submission)
    directory = DirectoryPage.objects.get()
    entry.depth, entry.slug = directory.depth + 1, "preview"
    entry.path = EntryPage._get_children_path_interval(directory.path)[1]
    entry.set_url_path(directory)
    return entry
