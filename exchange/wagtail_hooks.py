"""The import pages in the desk."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.logged import told
from exchange import commitment_import_views, import_views, views
from exchange.taking_back import TAKE_BACK


@hooks.register("register_admin_urls")
def import_urls():
    return [
        path("import-entries/", views.upload, name="exchange_upload"),
        path("import-entries/<str:token>/", views.job, name="exchange_job"),
        path("imports/", import_views.imports, name="exchange_imports"),
        path("imports/<int:key>/", import_views.one_import, name="exchange_import"),
        path("imports/<int:key>/take-back/", import_views.take_back, name="exchange_take_back"),
        path("import-commitments/", commitment_import_views.upload, name="commitment_import"),
        path("import-commitments/<str:token>/", commitment_import_views.job, name="commitment_import_job"),
    ]


@hooks.register("register_log_actions")
def take_back_log_action(actions):
    text = _("Put back as it was before the import of %(file)s")
    actions.register_action(TAKE_BACK)(told(_("Take an import back"), text, "file"))


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return views.may_import(request.user)


@hooks.register("register_settings_menu_item")
def import_menu_item():
    return ImportMenuItem(_("Import entries"), reverse("exchange_upload"), icon_name="upload", order=900)
