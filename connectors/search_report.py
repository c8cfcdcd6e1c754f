"""The report of searches in the desk: top words, words that found nothing, words that led to nothing."""

from urllib.parse import urlencode

import django_filters
from django.db.models import F
from django.forms import RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from connectors.searches import (
    asked_since,
    first_day,
    most_opened,
    summary_since,
    that_found_nothing,
    that_nobody_opened,
)
from connectors.synonym_viewset import listing_of
from core.viewsets import LinkColumn
from search.models import AskedWords
from search.retention import KEPT_MONTHS, months_before

USUAL_DAYS = 30
ALL = "13-months"
NOTHING, UNOPENED = "nothing", "unopened"
USUAL_PERIOD, ALL_WORDS = _("Last 30 days"), _("All words")
PERIODS = [("7", _("Last 7 days")), ("90", _("Last 90 days")), (ALL, _("Last 13 months"))]
SORTS = [(NOTHING, _("Found nothing")), (UNOPENED, _("Found something, nothing opened"))]


def may_read_searches(user) -> bool:
    return user.has_perm("search.view_askedwords")


class SearchReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_searches(request.user)


class SearchReportFilterSet(WagtailFilterSet):
    # The period is applied by the view, which needs it before it sums up.
    period = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=PERIODS,
        empty_label=USUAL_PERIOD,
        method="as_it_is",
        widget=RadioSelect,
    )
    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=SORTS,
        empty_label=ALL_WORDS,
        method="of_sort",
        widget=RadioSelect,
    )

    class Meta:
        model = AskedWords
        fields = []

    def as_it_is(self, rows, name, value):
        return rows

    def of_sort(self, rows, name, value):
        return that_found_nothing(rows) if value == NOTHING else that_nobody_opened(rows)


def synonym_label(row: dict) -> str:
    return gettext("Add as synonym") if row["results"] == 0 else ""


def new_synonym(row: dict) -> str:
    """Return the address of a new set of synonyms that begins with the words of a row."""
    return f"{reverse('wagtailsnippets_search_synonymset:add')}?{urlencode({'words': row['words']})}"


def opened_share(row: dict) -> str:
    """Return how often an entry was opened, for each hundred times the words were asked."""
    return f"{round(100 * row['opened'] / row['times'])}%" if row["times"] else "–"


class SearchReportView(ReportView):
    model = AskedWords
    permission_policy = ModelPermissionPolicy(AskedWords)
    permission_required = "view"
    page_title = _("Searches")
    header_icon = "search"
    template_name = "desk/search_report.html"
    results_template_name = "desk/search_report_results.html"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    filterset_class = SearchReportFilterSet
    is_searchable = True
    default_ordering = "-times"
    export_filename = "searches"
    list_export = ["words", "times", "results", "opened", "share", "most_opened"]
    export_headings = {
        "words": _("Words"),
        "times": _("Times asked"),
        "results": _("Entries found"),
        "opened": _("Entries opened"),
        "share": _("Opened share"),
        "most_opened": _("Opened most"),
    }

    @cached_property
    def columns(self):
        shown = [
            TitleColumn("words", label=_("Words"), sort_key="words", get_url=lambda row: listing_of(row["words"])),
            NumberColumn("times", label=_("Times asked"), sort_key="times"),
            Column("results", label=_("Entries found"), sort_key="results"),
            NumberColumn("opened", label=_("Entries opened"), sort_key="opened"),
            Column("share", label=_("Opened share")),
            LinkColumn("most_opened", label=_("Opened most"), get_url=lambda row: row["most_opened_url"]),
        ]
        if self.request.user.has_perm("search.add_synonymset"):
            shown.append(LinkColumn("synonym", label=_("Synonyms"), accessor=synonym_label, get_url=new_synonym))
        return shown

    @cached_property
    def first(self):
        """The first day of the chosen period."""
        today, period = timezone.localdate(), self.chosen("period")
        return months_before(today, KEPT_MONTHS) if period == ALL else first_day(today, int(period or USUAL_DAYS))

    def get_base_queryset(self):
        return asked_since(self.first)

    def order_queryset(self, queryset):
        # What has no value stands at the end on every database, and equals keep one order from page to page.
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True), "words")

    def get_filtered_queryset(self):
        return self.get_queryset()

    def search_queryset(self, queryset):
        return queryset.filter(words__icontains=self.search_query) if self.is_searching else queryset

    def get_context_data(self, *args, **kwargs):
        summary = summary_since(self.first)
        counts = {"": summary.words, NOTHING: summary.nothing, UNOPENED: summary.unopened}
        periods = [PERIODS[0], ("", USUAL_PERIOD), *PERIODS[1:]]
        sorts = [(value, f"{label} ({counts[value]:,})") for value, label in [("", ALL_WORDS), *SORTS]]
        choices = [self.choices("period", _("Period"), periods), self.choices("show", _("Show"), sorts)]
        return {
            **super().get_context_data(*args, **kwargs),
            "summary": summary,
            "first": self.first,
            "choice_rows": choices,
        }

    def choices(self, name: str, label: str, offered: list[tuple[str, str]]) -> dict:
        """Return the values of a filter as links that keep the other one."""
        now = {other: value for other in ("period", "show") if (value := self.chosen(other))}
        links = [
            {"label": text, "url": f"?{urlencode({**now, name: value})}", "chosen": value == self.chosen(name)}
            for value, text in offered
        ]
        return {"label": label, "links": links}

    def chosen(self, name: str) -> str:
        """Return the value of a filter that is on; empty when none or an unknown one was asked for."""
        value, known = self.request.GET.get(name, ""), {"period": PERIODS, "show": SORTS}[name]
        return value if value in dict(known) else ""

    def decorate_paginated_queryset(self, object_list):
        best = most_opened({row["words"] for row in object_list}, self.first)
        for row in object_list:
            opened = best.get(row["words"])
            row["share"] = opened_share(row)
            row["most_opened"] = f"{opened.title} ({opened.times})" if opened else ""
            row["most_opened_url"] = reverse("wagtailadmin_pages:edit", args=[opened.key]) if opened else None
        return object_list
