"""The import page of the desk: send a file, see what it would do, confirm."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from connectors.models import DirectoryPage
from exchange.forms import UploadForm
from exchange.importing.report import CHANGED, NEW, REJECTED, UNCHANGED
from exchange.jobs import CHECKED, STOPPED, WORKING, AnyJob, Job, find_job, forget_old_jobs, new_job

REFRESH_SECONDS = 2


def may_import(user: AbstractUser) -> bool:
    """Site managers: who looks after the themes may also bring in entries by the thousand."""
    return user.has_perm("connectors.change_theme")


def may_publish(user: AbstractUser) -> bool:
    directory = DirectoryPage.objects.first()
    return bool(directory) and directory.permissions_for_user(user).can_publish_subpage()


def _refuse_others(request: HttpRequest) -> None:
    if not may_import(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and try it."""
    _refuse_others(request)
    forget_old_jobs()
    form = UploadForm(request.POST or None, request.FILES or None, may_publish=may_publish(request.user))
    if request.method == "POST" and form.is_valid():
        chosen = {"publish": False, "placeless_go_live": False, **form.cleaned_data}
        sent = new_job(chosen.pop("file"), chosen.pop("mapping_file"), owner=request.user.pk, **chosen)
        sent.check()
        return redirect("exchange_job", sent.token)
    return render(request, "exchange/upload.html", {"form": form, "heading": _("Import entries")})


@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a file would do, is doing or has done; with POST, do it."""
    _refuse_others(request)
    found = find_or_404(request, token)
    if request.method == "POST":
        if found.about["publish"] and not may_publish(request.user):
            raise PermissionDenied
        go_on(found)
        return redirect("exchange_job", token)
    return page_of(request, found, "exchange/job.html", _context)


def find_or_404(request: HttpRequest, token: str, job_class: type[AnyJob] = Job) -> AnyJob:
    """Return a job of whoever asks.

    Raises:
        Http404: when there is none of that kind.
    """
    found = find_job(token, request.user.pk, job_class)
    if found is None:
        raise Http404(_("This import is not there any more. Files are kept for a day."))
    return found


def go_on(found: Job) -> None:
    """Do what was seen, or try what was not tried to the end."""
    if found.state in {CHECKED, STOPPED}:
        if found.read("preview"):
            found.run()
        else:
            found.check()


def page_of(
    request: HttpRequest, found: AnyJob, template: str, context: Callable[[AnyJob, str], dict[str, Any]]
) -> HttpResponse:
    """Return the page of a job, which looks again by itself while it is at work.

    Args:
        context: what the template prints besides, for a job and its state.
    """
    state = found.state
    common = {
        "job": found,
        "state": state,
        "progress": found.read("progress"),
        "error": found.read("error").get("text", ""),
    }
    response = render(request, template, {**common, **context(found, state)})
    if state == WORKING:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _context(found: Job, _state: str) -> dict[str, Any]:
    data = found.read("result") or found.read("preview")
    report = data.get("report", {})
    labels = {NEW: _("new"), CHANGED: _("changed"), UNCHANGED: _("unchanged"), REJECTED: _("refused")}
    counts = report.get("counts", {})
    return {
        "heading": _("Import entries"),
        "upload_url": reverse("exchange_upload"),
        "entries_url": f"{reverse('entries:index')}?imported={report.get('record')}",
        "report": report,
        "rows": [{**row, "label": labels[row["status"]]} for row in data.get("rows", [])],
        "counts": [(label, counts.get(status, 0)) for status, label in labels.items()],
        "something_to_do": bool(counts.get(NEW, 0) + counts.get(CHANGED, 0)),
        "blocked": bool(found.about["all_or_nothing"] and counts.get(REJECTED)),
    }
