"""What the report of links adds to the editors’ desk."""

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from core.kept import Kept
from core.waiting import HOOK, Waiting
from desk.links import views as link_views
from desk.links.actions import ARCHIVED
from desk.links.report import LinksMenuItem, LinksReportView, may_read_links
from linkcheck.models import LinkState
from linkcheck.reads import dead_link_count

# Checks come seconds apart, so a number a few seconds old is as true as a new one.
kept_number = Kept(dead_link_count)


@hooks.register("register_admin_urls")
def link_urls() -> list[URLPattern]:
    return [
        path("reports/links/", LinksReportView.as_view(), name="links_report"),
        path("reports/links/results/", LinksReportView.as_view(results_only=True), name="links_report_results"),
        path("reports/links/<int:key>/", link_views.link, name="link_address"),
        path("reports/links/<int:key>/check/", link_views.check_link, name="link_check"),
    ]


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    return LinksMenuItem(_("Links"), reverse("links_report"), icon_name="link", order=690)


@hooks.register("register_permissions")
def link_permissions():
    """Let site managers give these rights to a group of their own."""
    codenames = ["view_address", "change_address"]
    return Permission.objects.filter(content_type__app_label="linkcheck", codename__in=codenames)


@hooks.register("register_log_actions")
def link_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ARCHIVED, _("Add an archived copy"), _("Archived copy of a source added or taken away"))


@hooks.register(HOOK)
def dead_links(request: HttpRequest) -> list[Waiting]:
    if not may_read_links(request.user) or not (number := kept_number()):
        return []
    text = ngettext("%(number)d link leads nowhere", "%(number)d links lead nowhere", number)
    return [Waiting(51, text % {"number": number}, f"{reverse('links_report')}?state={LinkState.DEAD}")]
