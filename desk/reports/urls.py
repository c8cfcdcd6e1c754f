"""Addresses of the reports, and who finds them in the menu."""

from django.urls import path, reverse

from desk.reports.ageing import AgeingReportView
from desk.reports.base import Report, ReportMenuItem
from desk.reports.calendar import EditorialCalendarView
from desk.reports.coverage import CoverageReportView
from desk.reports.ended_places import EndedPlacesReportView
from desk.reports.evidence import EvidenceReportView
from desk.reports.gaps import AltTextReportView, SourcesReportView
from desk.reports.own_work import OwnWorkView
from desk.reports.vocabulary import VocabularyReportView

# In the order of the menu, before Wagtail's own.
REPORTS: dict[str, type[Report]] = {
    "your-work": OwnWorkView,
    "calendar": EditorialCalendarView,
    "coverage": CoverageReportView,
    "age": AgeingReportView,
    "pictures": AltTextReportView,
    "sources": SourcesReportView,
    "ended-places": EndedPlacesReportView,
    "evidence": EvidenceReportView,
    "vocabularies": VocabularyReportView,
}
FIRST_IN_MENU = 600

urlpatterns = [
    pattern
    for slug, view in REPORTS.items()
    for pattern in (
        path(f"reports/{slug}/", view.as_view(), name=view.index_url_name),
        path(f"reports/{slug}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
    )
]


def menu_item(slug: str) -> ReportMenuItem:
    """Return the line of a report in the menu, for those who may read it."""
    view = REPORTS[slug]
    order = FIRST_IN_MENU + list(REPORTS).index(slug)
    address = reverse(view.index_url_name)
    return ReportMenuItem(view.page_title, address, icon_name=view.header_icon, order=order, may_read=view.may_read)
