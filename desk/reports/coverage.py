"""The report of what the directory covers: a table of numbers, and what is missing in words."""

from urllib.parse import urlencode

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import EntryPage, Theme, Tier
from connectors.options import all_options
from desk.coverage import THEMES, TIERS, Row, coverage
from desk.reports.base import Report, Shown, anybody_at_the_desk

ROWS = {"": gettext_lazy("Themes"), TIERS: gettext_lazy("Tiers of government")}


def kind_choices():
    return [(kind.slug, kind.plural) for kind in entry_kinds().values()]


class CoverageFilterSet(WagtailFilterSet):
    """The filters of the public list by its own words, so that a number and the list behind it are the same question."""

    # Applied by the view, and a filter so that choosing others keeps it.
    rows = django_filters.ChoiceFilter(
        label=gettext_lazy("Rows"),
        choices=[(TIERS, ROWS[TIERS])],
        empty_label=ROWS[""],
        method="as_it_is",
        widget=RadioSelect,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Kind"), choices=kind_choices, method="of_kind", widget=CheckboxSelectMultiple
    )
    tier = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Tier"),
        queryset=Tier.objects.all(),
        to_field_name="slug",
        method="with_tiers",
        widget=CheckboxSelectMultiple,
    )
    theme = django_filters.ModelMultipleChoiceFilter(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        method="with_themes",
        widget=CheckboxSelectMultiple,
    )
    stage = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Stage"), choices=Stage, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = EntryPage
        fields = []

    def as_it_is(self, entries, name, value):
        return entries

    def of_kind(self, entries, name, value):
        return entries.of_kinds([entry_kinds()[slug].content_type_id for slug in value]) if value else entries

    def with_tiers(self, entries, name, value):
        # Chosen rows are rows to show: an entry of another tier besides is none less.
        if not value or self.data.get("rows") == TIERS:
            return entries
        return entries.with_tiers([tier.slug for tier in value])

    def with_themes(self, entries, name, value):
        if not value or self.data.get("rows") != TIERS:
            return entries
        return entries.with_themes([theme.slug for theme in value])


class CoverageReportView(Report):
    page_title = gettext_lazy("What the directory covers")
    header_icon = "globe"
    index_url_name = "coverage_report"
    index_results_url_name = "coverage_report_results"
    template_name = "desk/report.html"
    results_template_name = "desk/coverage_results.html"
    export_filename = "coverage"
    filterset_class = CoverageFilterSet
    may_read = staticmethod(anybody_at_the_desk)
    paginate_by = None
    teaches = gettext_lazy(
        "How many public entries each theme has in each part of the country; a number leads to exactly these. An entry "
        "counts in every theme and region it belongs to. Where there is nothing, ask people there what they do."
    )

    @cached_property
    def rows_of(self) -> str:
        return self.chosen("rows", ROWS) or THEMES

    @cached_property
    def areas(self) -> dict[str, str]:
        return all_options().labels["region"]

    @cached_property
    def counted(self) -> tuple[list[Row], dict[str, int]]:
        entries = self.filter_queryset(EntryPage.objects.listed())
        chosen = self.asked.get(self.rows_of)
        terms = {
            slug: name for slug, name in all_options().labels[self.rows_of].items() if not chosen or slug in chosen
        }
        return coverage(entries, self.rows_of, terms, list(self.areas))

    def get_queryset(self):
        return self.counted[0]

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """The filters that are on, by the names and values of the public list."""
        if not self.filters.is_valid():
            return {}
        chosen = self.filters.form.cleaned_data
        groups = ("kind", THEMES, TIERS, "stage")
        return {name: [getattr(value, "slug", value) for value in chosen[name] or []] for name in groups}

    def listing(self, **narrowed: str) -> str:
        """Return the address of the public list with the filters that are on, and these."""
        asked = {name: values for name, values in self.asked.items() if values} | narrowed
        return f"/directory/?{urlencode(asked, doseq=True)}"

    def table_rows(self) -> list[dict]:
        group, made = self.rows_of, []
        for row in self.counted[0]:
            cells = [
                {
                    "number": cell.number,
                    "shade": cell.shade,
                    "area": self.areas[cell.area],
                    "url": self.listing(**{group: row.slug, "region": cell.area}) if cell.number else "",
                }
                for cell in row.cells
            ]
            url = self.listing(**{group: row.slug}) if row.total else ""
            empty = [self.areas[code] for code in row.empty]
            made.append({"name": row.name, "cells": cells, "total": row.total, "url": url, "empty": empty})
        return made

    @cached_property
    def shown(self):
        first = _("Theme") if self.rows_of == THEMES else _("Tier of government")
        areas = {
            code: Shown(name, lambda row, at=at: row.cells[at].number)
            for at, (code, name) in enumerate(self.areas.items())
        }
        return {"term": Shown(first, lambda row: row.name), **areas, "all": Shown(_("All"), lambda row: row.total)}

    def choice_rows(self):
        return [self.choice_links("rows", gettext_lazy("Rows"), ROWS)]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if self.is_export:
            return context
        totals = self.counted[1]
        columns = [
            {
                "name": name,
                "total": totals[code],
                "url": self.listing(region=code, **{self.rows_of: []}) if totals[code] else "",
            }
            for code, name in self.areas.items()
        ]
        rows = self.table_rows()
        return {
            **context,
            "columns": columns,
            "rows": rows,
            "first_heading": self.shown["term"].heading,
            "with_gaps": [row for row in rows if row["empty"]],
        }
