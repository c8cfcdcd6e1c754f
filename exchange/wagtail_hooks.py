"""The import pages in the desk."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exchange import commitment_import_views, views


@hooks.register("register_admin_urls")
def import_urls():
    return [
        path("import-entries/", views.upload, name="exchange_upload"),
        path("import-entries/<str:token>/", views.job, name="exchange_job"),
        path("import-commitments/", commitment_import_views.upload, name="commitment_import"),
        path("import-commitments/<str:token>/", commitment_import_views.job, name="commitment_import_job"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return views.may_import(request.user)


@hooks.register("register_settings_menu_item")
def import_menu_item():
    return ImportMenuItem(_("Import entries"), reverse("exchange_upload"), icon_name="upload", order=900)
