"""The reports of what entries lack: words for pictures, and sources."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from connectors.models import EntryPage
from connectors.viewsets import kind_label, lead_place_label
from desk.gaps import Gap, without_sources, without_words_for_pictures
from desk.reports.base import EntryReport, Shown, edit_address, status_in_words


@dataclass
class Row:
    """A gap and, where it is shown, its page."""

    gap: Gap
    page: Page | None = None

    @property
    def entry(self) -> EntryPage | None:
        return self.page if isinstance(self.page, EntryPage) else None


class GapReportView(EntryReport, ABC):
    """Rows are pages with what they lack; the filters are those of entries."""

    shown = {
        "title": Shown(gettext_lazy("Title"), lambda row: row.gap.title, lambda row: edit_address(row.page)),
        "what": Shown(gettext_lazy("What is missing"), lambda row: ", ".join(row.gap.what)),
        "kind": Shown(gettext_lazy("Kind"), lambda row: kind_label(row.entry) if row.entry else _("Page")),
        "place": Shown(gettext_lazy("Lead place"), lambda row: lead_place_label(row.entry) if row.entry else ""),
        "status": Shown(gettext_lazy("Status"), lambda row: status_in_words(row.page)),
    }

    @abstractmethod
    def gaps(self, entries) -> list[Gap]:
        """Return what the entries lack, by title."""

    @cached_property
    def is_narrowed(self) -> bool:
        return bool(self.is_searching or self.is_filtering)

    def get_queryset(self):
        # By title, as the reads return them; of the entries they need the condition, not the rows.
        return [Row(gap) for gap in self.gaps(super().get_queryset().order_by().prefetch_related(None))]

    def decorate_paginated_queryset(self, object_list):
        keys = [row.gap.key for row in object_list]
        pages = self.for_rows(EntryPage.objects.all()).in_bulk(keys)
        pages = {**Page.objects.in_bulk([key for key in keys if key not in pages]), **pages}
        for row in object_list:
            row.page = pages[row.gap.key]
        return object_list


class AltTextReportView(GapReportView):
    page_title = gettext_lazy("Pictures without words")
    header_icon = "image"
    index_url_name = "alt_text_report"
    index_results_url_name = "alt_text_report_results"
    export_filename = "pictures-without-words"
    teaches = gettext_lazy(
        "Pictures without an alternative text say nothing to people who cannot see them. Open the entry and write what the "
        "picture shows there. Pictures in a text that are marked as decorative need no words and are not listed."
    )
    when_empty = gettext_lazy("Every picture has its words. New ones appear here until they have theirs.")

    def gaps(self, entries):
        return without_words_for_pictures(entries, and_other_pages=not self.is_narrowed)


class SourcesReportView(GapReportView):
    page_title = gettext_lazy("Missing sources")
    header_icon = "doc-full-inverse"
    index_url_name = "sources_report"
    index_results_url_name = "sources_report_results"
    export_filename = "missing-sources"
    teaches = gettext_lazy(
        "Entries without any source, and facts, results, charts and costs that do not say where they come from. Readers "
        "cannot check them: find where the figure was published, or take it out."
    )
    when_empty = gettext_lazy("Every entry and every fact names its source.")

    def gaps(self, entries):
        return without_sources(entries)
