"""The report of links: every address elsewhere that live entries lead to, those that visitors cannot follow first."""

import django_filters
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, QuerySet, Value, When
from django.forms import RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core.viewsets import WordSearchMixin, defused
from linkcheck import conf
from linkcheck.models import Address, LinkState, Use, UseKind

WORST_FIRST = "worst"
USES_SHOWN = 3
SEVERITY = [LinkState.DEAD, LinkState.FAILING, LinkState.MOVED, LinkState.UNKNOWN, LinkState.NEW, LinkState.FINE]


def may_read_links(user) -> bool:
    return user.has_perm("linkcheck.view_address")


def may_mend_links(user) -> bool:
    return user.has_perm("linkcheck.change_address")


class LinksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read_links(request.user)


class LinksFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label.capitalize()) for state in SEVERITY],
        empty_label=_("All"),
        widget=RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Used as"),
        choices=[(kind.value, kind.label.capitalize()) for kind in UseKind],
        empty_label=_("All"),
        method="used_as",
        widget=RadioSelect,
    )
    host = django_filters.CharFilter(label=_("Site"), method="on_host", help_text=_("Such as bbc.co.uk"))

    class Meta:
        model = Address
        fields = []

    def used_as(self, addresses, name, value):
        return addresses.filter(Exists(Use.objects.filter(address=OuterRef("pk"), entry__live=True, kind=value)))

    def on_host(self, addresses, name, value):
        return addresses.filter(host__name__icontains=value.strip().replace("\0", "")[:255])


class StateColumn(Column):
    """What became of it and why; since when it fails and how often."""

    cell_template_name = "desk/links/state_cell.html"


class UsesColumn(Column):
    """The entries that lead there."""

    cell_template_name = "desk/links/uses_cell.html"


class LinksReportView(WordSearchMixin, ReportView):
    model = Address
    permission_policy = ModelPermissionPolicy(Address)
    permission_required = "view"
    page_title = _("Links")
    header_icon = "link"
    template_name = "desk/links/report.html"
    results_template_name = "desk/links/report_results.html"
    index_url_name = "links_report"
    index_results_url_name = "links_report_results"
    filterset_class = LinksFilterSet
    is_searchable = True
    search_fields = ("url",)
    default_ordering = WORST_FIRST
    export_filename = "links"
    list_export = [
        "url",
        "get_state_display",
        "why",
        "failures",
        "first_failed_at",
        "checked_at",
        "redirected_to",
        "archived_url",
        "where",
    ]
    export_headings = {
        "url": _("Address"),
        "get_state_display": _("State"),
        "why": _("Last answer"),
        "failures": _("Failures in a row"),
        "first_failed_at": _("Failing since"),
        "checked_at": _("Checked"),
        "redirected_to": _("Moved to"),
        "archived_url": _("Archived copy"),
        "where": _("Used in"),
    }

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "url",
                label=_("Address"),
                sort_key="url",
                classname="title desk-address",
                get_url=lambda address: reverse("link_address", args=[address.pk]),
            ),
            StateColumn("state", label=_("State"), accessor="get_state_display", classname="desk-state"),
            UsesColumn("uses", label=_("Used in"), accessor="shown_uses"),
            DateColumn("checked_at", label=_("Checked"), sort_key="checked_at"),
        ]

    def get_base_queryset(self) -> QuerySet:
        shown = Use.objects.filter(entry__live=True).select_related("entry").order_by("entry__title", "pk")
        return Address.objects.in_use().prefetch_related(
            Prefetch("uses", shown if self.is_export else shown[:USES_SHOWN], to_attr="shown_uses")
        )

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering == WORST_FIRST:
            severity = Case(*[When(state=state, then=Value(rank)) for rank, state in enumerate(SEVERITY)])
            return queryset.order_by(severity, F("first_failed_at").asc(nulls_last=True), "url", "pk")
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True), "pk")

    def decorate_paginated_queryset(self, object_list):
        addresses = list(object_list)
        counts = {} if self.is_export else _number_of_uses(addresses)
        for address in addresses:
            address.more_uses = max(counts.get(address.pk, 0) - USES_SHOWN, 0)
            address.where = "; ".join(f"{use.entry.title} ({use.place})" for use in address.shown_uses)
        return addresses

    def get_context_data(self, *args, **kwargs):
        return {**super().get_context_data(*args, **kwargs), "is_on": conf.is_on()}

    def to_row_dict(self, item):
        return {name: defused(value) for name, value in super().to_row_dict(item).items()}


def _number_of_uses(addresses: list[Address]) -> dict[int, int]:
    uses = Use.objects.filter(address__in=addresses, entry__live=True).order_by()
    return dict(uses.values_list("address").annotate(number=Count("pk")))
