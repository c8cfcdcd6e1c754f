"""The import page of the desk: send a file, see what it would do, confirm."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from connectors.models import DirectoryPage
from exchange.forms import UploadForm
from exchange.importing.report import CHANGED, NEW, REJECTED, UNCHANGED
from exchange.jobs import CHECKED, STOPPED, WORKING, Job, find_job, forget_old_jobs, new_job

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
        job = new_job(chosen.pop("file"), chosen.pop("mapping_file"), owner=request.user.pk, **chosen)
        job.check()
        return redirect("exchange_job", job.token)
    return render(request, "exchange/upload.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a file would do, is doing or has done; with POST, do it."""
    _refuse_others(request)
    found = find_job(token, request.user.pk)
    if found is None:
        raise Http404(_("This import is not there any more. Files are kept for a day."))
    if request.method == "POST":
        _go_on(found, request)
        return redirect("exchange_job", token)
    state = found.state
    response = render(request, "exchange/job.html", _context(found, state))
    if state == WORKING:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _go_on(found: Job, request: HttpRequest) -> None:
    if found.about["publish"] and not may_publish(request.user):
        raise PermissionDenied
    if found.state in {CHECKED, STOPPED}:
        if found.read("preview"):
            found.run()
        else:
            found.check()


def _context(found: Job, state: str) -> dict:
    data = found.read("result") or found.read("preview")
    report = data.get("report", {})
    labels = {NEW: _("new"), CHANGED: _("changed"), UNCHANGED: _("unchanged"), REJECTED: _("refused")}
    counts = report.get("counts", {})
    return {
        "job": found,
        "state": state,
        "report": report,
        "rows": [{**row, "label": labels[row["status"]]} for row in data.get("rows", [])],
        "counts": [(label, counts.get(status, 0)) for status, label in labels.items()],
        "something_to_do": bool(counts.get(NEW, 0) + counts.get(CHANGED, 0)),
        "blocked": bool(found.about["all_or_nothing"] and counts.get(REJECTED)),
        "progress": found.read("progress"),
        "error": found.read("error").get("text", ""),
    }
