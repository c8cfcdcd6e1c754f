"""What the desk adds to the CMS: its first page, its reports, and saved views."""

from functools import partial

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from wagtail import hooks

from desk import dashboard, saved_views
from desk.reports import urls as reports


@hooks.register("register_admin_urls")
def desk_urls():
    return [*reports.urlpatterns, *saved_views.urlpatterns]


@hooks.register("construct_homepage_panels", order=100)
def first_page(request: HttpRequest, panels: list):
    dashboard.arrange(request, panels)


@hooks.register("construct_homepage_summary_items", order=100)
def no_summary(request: HttpRequest, items: list):
    """How many pages and pictures there are is nobody's task."""
    items.clear()


@hooks.register("construct_list_header")
def views_of_a_list(request: HttpRequest, view):
    return saved_views.header_of(request, view)


@hooks.register("register_permissions")
def report_permission():
    """Let site managers give the reports to a group of their own."""
    return Permission.objects.filter(content_type__app_label="desk", codename="read_reports")


for slug in reports.REPORTS:
    hooks.register("register_reports_menu_item", partial(reports.menu_item, slug))
