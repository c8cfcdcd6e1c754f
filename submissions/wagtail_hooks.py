"""What submissions add to the desk: the queue with its number, lines of what waits, the report."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from core.waiting import HOOK, Waiting
from submissions import queue
from submissions.desk import urls
from submissions.desk.account import ArrivalMailsPanel
from submissions.desk.report import DecisionReportMenuItem
from submissions.desk.rights import may_decide, may_view
from submissions.desk.waiting import lines_of


@hooks.register("register_admin_urls")
def submission_urls():
    return urls.urlpatterns


class QueueMenuItem(MenuItem):
    """Says how many wait, on every page of the desk."""

    def is_shown(self, request):
        return may_view(request.user)

    def render_component(self, request):
        # The first page of the desk has counted them already.
        number = getattr(request, "submissions_in_queue", None)
        number = queue.number_waiting() if number is None else number
        label = f"{self.label} ({number})" if number else str(self.label)
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


@hooks.register("register_admin_menu_item")
def queue_menu_item():
    return QueueMenuItem(_("Submissions"), reverse("submission_queue"), name="submissions", icon_name="form", order=95)


@hooks.register("register_reports_menu_item")
def decision_report_menu_item():
    return DecisionReportMenuItem(_("Time to a decision"), reverse("decision_report"), icon_name="time", order=710)


@hooks.register("register_account_settings_panel")
def arrival_mails_panel(request, user, profile) -> ArrivalMailsPanel:
    return ArrivalMailsPanel(request, user, profile)


@hooks.register("register_permissions")
def submission_permissions():
    """Let site managers give the queue to a group of their own."""
    return Permission.objects.filter(
        content_type__app_label="submissions", codename__in=["view_submission", "decide_submission"]
    )


@hooks.register(HOOK)
def what_people_sent(request: HttpRequest) -> list[Waiting]:
    if not may_decide(request.user):
        return []
    now = queue.waiting(request.user)
    request.submissions_in_queue = now.in_queue
    return list(lines_of(now))


@hooks.register("before_edit_page")
def say_where_the_draft_comes_from(request: HttpRequest, page):
    """Tell above the form what publishing does, and where the sender's words are."""
    if request.method != "GET" or not may_view(request.user):
        return
    for submission in queue.behind_draft(page):
        address = reverse("submission_screen", args=[submission.reference])
        button = messages.button(address, _("Read what was sent"))
        if submission.is_in_queue:
            text = _("This draft was made from the submission %(reference)s. Publishing it tells its sender.")
        else:
            text = _("The submission %(reference)s was merged into this draft. Take over what is new in its answers.")
        messages.info(request, text % {"reference": submission.reference}, buttons=[button])
