"""What the reports on entries share: who reads them, a sentence that teaches, one declaration for table and export."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, Q, QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from connectors.filters import EntryFilterSet
from connectors.models import EntryPage, EntryPlace
from core.viewsets import HeadedListMixin, LinkColumn, WordSearchMixin

Words = str | Promise


def may_read_reports(user) -> bool:
    """Moderators and site managers plan what others do."""
    return user.has_perm("desk.read_reports")


def anybody_at_the_desk(user) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


@dataclass(frozen=True)
class Shown:
    """One column of a report, in the table and in its export.

    Attributes:
        heading: the same in both.
        value: what stands there, from a row.
        url: where it leads to, from a row; in the table only.
        sort: by which field the table can be sorted.
        only_exported: too much for the table.
    """

    heading: Words
    value: Callable[[Any], Any]
    url: Callable[[Any], str | None] | None = None
    sort: str | None = None
    only_exported: bool = False

    def column(self, name: str, *, is_first: bool):
        if is_first:
            return TitleColumn(
                name, label=self.heading, accessor=self.value, get_url=self.url, sort_key=self.sort, classname="title"
            )
        if self.url:
            return LinkColumn(name, label=self.heading, accessor=self.value, get_url=self.url, sort_key=self.sort)
        return Column(name, label=self.heading, accessor=self.value, sort_key=self.sort, classname=f"desk-{name}")


class ReportMenuItem(MenuItem):
    def __init__(self, *args, may_read: Callable[[Any], bool], **kwargs):
        self.may_read = may_read
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.may_read(request.user)


class Report(HeadedListMixin, WordSearchMixin, ReportView):
    """A report declares `shown`, `teaches` and what it lists."""

    template_name = "desk/report.html"
    results_template_name = "desk/report_results.html"
    shown: dict[str, Shown] = {}
    teaches: Words = ""  # what it tells and what to do, in a sentence or two
    when_empty: Words = ""
    may_read = staticmethod(may_read_reports)
    any_permission_required = None  # `dispatch` asks
    model = EntryPage

    def dispatch(self, request, *args, **kwargs):
        if not self.may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        seen = {name: it for name, it in self.shown.items() if not it.only_exported}
        return [it.column(name, is_first=not at) for at, (name, it) in enumerate(seen.items())]

    @cached_property
    def list_export(self):
        return list(self.shown)

    def get_heading(self, queryset, field):
        return str(self.shown[field].heading)

    def to_row_dict(self, item):
        return {name: it.value(item) for name, it in self.shown.items()}

    def get_filtered_queryset(self):
        return self.get_queryset()

    def chosen(self, name: str, offered: dict[str, Any]) -> str:
        """Return the value of a choice that is on; empty when none or an unknown one was asked for."""
        value = self.request.GET.get(name, "")
        return value if value in offered else ""

    def choice_links(self, name: str, label: Words, offered: dict[str, Words]) -> dict:
        """Return the values of a choice as links that keep everything else that was asked for."""
        kept = self.request.GET.copy()
        for gone in (name, "p", "export", "_w_filter_fragment"):
            kept.pop(gone, None)
        now = self.chosen(name, offered)
        links = []
        for value, text in offered.items():
            query = kept.copy()
            if value:
                query[name] = value
            links.append({"label": text, "url": f"?{query.urlencode()}", "chosen": value == now})
        return {"label": label, "links": links}

    def choice_rows(self) -> list[dict]:
        return []

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        return {
            **context,
            "teaches": self.teaches,
            "when_empty": self.when_empty,
            "choice_rows": self.choice_rows(),
            "is_narrowed": bool(self.is_searching or self.is_filtering),
        }


class EntryReportFilterSet(EntryFilterSet):
    """The filters of the list of entries, without those that a report asks by itself."""

    confirmed = None
    imported = None
    imported_as = None
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("live", _("Live")), ("draft", _("Draft"))],
        empty_label=_("All"),
        method="with_status",
        widget=RadioSelect,
    )

    def with_status(self, entries, name, value):
        return entries.filter(live=value == "live")


class LiveReportFilterSet(EntryReportFilterSet):
    """For reports on what visitors read."""

    status = None


def status_in_words(page: Page) -> str:
    """Return how a page stands, from its own row: Wagtail's status asks for its workflow and its newest version."""
    if not page.live:
        return gettext("Draft")
    return gettext("Live with changes not published") if page.has_unpublished_changes else gettext("Live")


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def entries_address(**narrowed: Any) -> str:
    """Return the address of the list of entries, narrowed."""
    return f"{reverse('entries:index')}?{urlencode(narrowed, doseq=True)}"


class EntryReport(Report):
    """A report whose rows are entries."""

    filterset_class = EntryReportFilterSet
    is_searchable = True
    search_fields = ("title", "draft_title", "organisation")
    default_ordering = "title"

    def get_base_queryset(self):
        return self.for_rows(EntryPage.objects.all())

    def for_rows(self, entries: QuerySet) -> QuerySet:
        places = EntryPlace.objects.select_related("place")
        return entries.select_related("content_type").prefetch_related(Prefetch("entry_places", places))

    def word_matches(self, word):
        there = EntryPlace.objects.filter(place__name__icontains=word)
        return super().word_matches(word) | Q(pk__in=there.values("entry"))

    def order_queryset(self, queryset):
        # What has no value stands at the old end on every database, and equals keep one order from page to page.
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_first=True), "pk")
