"""Marking as spam all that match the filters of the queue, after saying how many these are."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from submissions.actions.decisions import AlreadyDecidedError, mark_as_spam
from submissions.desk.queue_view import QueueView
from submissions.desk.rights import may_decide
from submissions.states import IN_QUEUE

MOST = 500  # in one go: each is a transaction of its own


@require_http_methods(["GET", "HEAD", "POST"])
def all_spam(request: HttpRequest) -> HttpResponse:
    """Show how many match, and with POST mark those that were shown, and no others that came meanwhile."""
    if not may_decide(request.user):
        raise PermissionDenied
    view = QueueView()
    view.setup(request)
    matching = view.get_queryset().filter(state__in=IN_QUEUE)
    if request.method == "POST":
        last = request.POST.get("last", "")
        shown = matching.filter(pk__lte=int(last)) if last.isdecimal() else matching.none()
        _mark(request, list(shown[:MOST]))
        return redirect("submission_queue")
    context = {
        "total": matching.count(),
        "shown": list(matching[:MOST]),
        "most": MOST,
        "last": max(matching.values_list("pk", flat=True), default=0),
        "heading": _("Mark as spam"),
        "header_title": _("Mark as spam"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("submission_queue"), "label": _("Submissions")},
            {"url": "", "label": _("Mark as spam")},
        ],
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "submissions/admin/all_spam.html", context)


def _mark(request: HttpRequest, submissions: list) -> None:
    done = 0
    for submission in submissions:
        try:
            mark_as_spam(submission, request.user)
            done += 1
        except AlreadyDecidedError:
            continue
    values = {"done": done, "total": len(submissions)}
    text = ngettext("%(done)d of %(total)d marked as spam.", "%(done)d of %(total)d marked as spam.", done) % values
    if done < len(submissions):
        text += " " + _("The others were decided meanwhile.")
    messages.success(request, text)
