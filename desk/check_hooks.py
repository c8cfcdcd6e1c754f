"""Where the checks are found: in the editor's side panel, and in the menu of each entry."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from connectors.models import EntryPage
from desk.checks.views import entry_checks


@hooks.register("register_admin_urls")
def check_urls() -> list[URLPattern]:
    return [path("entries/<int:key>/checks/", entry_checks, name="desk_entry_checks")]


def _button(page, user):
    if (
        page.pk
        and issubclass(page.specific_class or type(page), EntryPage)
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(_("Checks"), url=reverse("desk_entry_checks", args=[page.pk]), icon_name="glasses", priority=55)


@hooks.register("register_page_listing_more_buttons")
def checks_in_lists(page, user, next_url=None):
    return _button(page, user)


@hooks.register("register_page_header_buttons")
def checks_in_the_editor(page, user, view_name, next_url=None):
    return _button(page, user)


@hooks.register("insert_editor_js")
def checks_anew_after_saving():
    return format_html('<script src="{}"></script>', static("js/desk-checks.js"))
