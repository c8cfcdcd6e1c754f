"""What the report of links adds to the editors’ desk."""

from django.contrib.auth.models import Permission
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from desk.links import views as link_views
from desk.links.actions import ARCHIVED
from desk.links.report import LinksMenuItem, LinksReportView


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
