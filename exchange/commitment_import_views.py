"""The desk's page to import commitments: send a file, see line by line what it would add, confirm."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments.actions import PROPOSE
from commitments.models import CommitmentIndexPage
from exchange.commitment_jobs import CommitmentJob
from exchange.forms import FileForm
from exchange.importing.commitment_rows import COLUMNS, NEEDED_OF_UPDATE, REQUIRED
from exchange.importing.report import NEW
from exchange.jobs import forget_old_jobs, new_job
from exchange.views import find_or_404, go_on, page_of


def may_import_commitments(user: AbstractUser) -> bool:
    """Whoever may add one commitment and propose one status may do so by a file: all of it still waits for approval."""
    tracker = CommitmentIndexPage.objects.first() if user.has_perm(PROPOSE) else None
    return bool(tracker) and tracker.permissions_for_user(user).can_add_subpage()


def _refuse_others(request: HttpRequest) -> None:
    if not may_import_commitments(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and try it."""
    _refuse_others(request)
    forget_old_jobs()
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = new_job(form.cleaned_data["file"], job_class=CommitmentJob, owner=request.user.pk)
        sent.check()
        return redirect("commitment_import_job", sent.token)
    further = [name for name in COLUMNS if name not in {"external_id", *REQUIRED, *NEEDED_OF_UPDATE}]
    context = {
        "form": form,
        "heading": _("Import commitments"),
        "required": ["external_id", *REQUIRED],
        "of_update": NEEDED_OF_UPDATE,
        "further": further,
    }
    return render(request, "exchange/commitments_upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a file would add, is adding or has added; with POST, add it."""
    _refuse_others(request)
    found = find_or_404(request, token, CommitmentJob)
    if request.method == "POST":
        go_on(found)
        return redirect("commitment_import_job", token)
    return page_of(request, found, "exchange/commitments_job.html", _context)


def _context(found: CommitmentJob, _state: str) -> dict[str, Any]:
    data = found.read("result") or found.read("preview")
    counts = data.get("counts", {})
    return {
        "heading": _("Import commitments"),
        "upload_url": reverse("commitment_import"),
        "told": data,
        "entries_url": f"{reverse('entries:index')}?imported={data.get('record')}",
        "counts": counts,
        "something_to_do": bool(counts.get("new") or counts.get("updates")),
        "new": NEW,
    }
