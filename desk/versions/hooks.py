"""Puts our comparison in the place of the CMS's, for all kinds of pages."""

from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from desk.versions.views import CompareView, HistoryView


class VersionsViewSet(PageViewSet):
    revisions_compare_view_class = CompareView
    history_view_class = HistoryView


@hooks.register("register_admin_viewset", order=100)
def versions() -> PageViewSet:
    return VersionsViewSet()
