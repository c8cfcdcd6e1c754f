"""The list of statuses that wait for somebody else's decision."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from commitments.actions import APPROVE
from commitments.choices import Provenance, Status
from commitments.models import StatusUpdate
from core.viewsets import WordSearchMixin
from desk.statuses.decisions import DECISIONS, proposed_by

SEE = "commitments.view_statusupdate"
PAGE_SIZE = 50


def _authors(request) -> QuerySet:
    return User.objects.filter(pk__in=StatusUpdate.objects.waiting().order_by().values("made_by"))


class WaitingFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(
        label=_("Whose"),
        choices=[("others", _("What I may decide on")), ("mine", _("What I proposed myself"))],
        empty_label=_("All"),
        method="of",
        widget=RadioSelect,
    )
    provenance = django_filters.ChoiceFilter(
        label=_("How it came"),
        choices=[
            (Provenance.IMPORT.value, _("Imported from a file")),
            (Provenance.DESK.value, _("Proposed at the desk")),
        ],
        empty_label=_("All"),
        widget=RadioSelect,
    )
    made_by = MultipleUserFilter(label=_("Proposed by"), queryset=_authors, widget=CheckboxSelectMultiple)
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = StatusUpdate
        fields = []

    def of(self, updates, name, value):
        mine = {"made_by": self.request.user.pk}
        return updates.filter(**mine) if value == "mine" else updates.exclude(**mine)


class TickColumn(Column):
    """A box to tick, of the form below the list: it works without scripts. None where the person may not decide."""

    header_template_name = "desk/statuses/tick_header.html"
    cell_template_name = "desk/statuses/tick_cell.html"


class ChangeColumn(Column):
    """From which status to which, and as of when."""

    cell_template_name = "desk/statuses/change_cell.html"


class ReasonColumn(Column):
    """The reason with its sources, which whoever decides has to read."""

    cell_template_name = "desk/statuses/reason_cell.html"


class ProposerColumn(Column):
    """Who proposed it and when, and whether it came from a file."""

    cell_template_name = "desk/statuses/proposer_cell.html"


class WaitingStatusesView(WordSearchMixin, IndexView):
    model = StatusUpdate
    permission_policy = ModelPermissionPolicy(StatusUpdate)
    any_permission_required = ["view"]
    page_title = _("Statuses waiting for approval")
    header_icon = "clipboard-list"
    template_name = "desk/statuses/waiting.html"
    results_template_name = "desk/statuses/waiting_results.html"
    index_url_name = "commitment_waiting"
    index_results_url_name = "commitment_waiting_results"
    filterset_class = WaitingFilterSet
    is_searchable = True
    search_fields = ("commitment__title", "reason")
    default_ordering = "commitment"
    paginate_by = PAGE_SIZE

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        ticks = [TickColumn("tick", label=_("Tick"), accessor="pk")] if self.request.user.has_perm(APPROVE) else []
        return [
            *ticks,
            TitleColumn(
                "commitment",
                label=_("Commitment"),
                accessor="commitment.title",
                sort_key="commitment",
                classname="title",
                get_url=lambda update: reverse("commitment_statuses", args=[update.commitment_id]),
            ),
            ChangeColumn("change", label=_("Change"), accessor="known_status", sort_key="date"),
            ReasonColumn("reason", label=_("Reason and sources")),
            ProposerColumn("made_by", label=_("Proposed by"), accessor=proposed_by, sort_key="made_at"),
        ]

    def get_base_queryset(self) -> QuerySet:
        updates = StatusUpdate.objects.waiting().select_related("commitment__current", "made_by")
        return updates.prefetch_related("sources")

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        order = {
            "commitment": ("commitment__title", "commitment", "date", "pk"),
            "-commitment": ("-commitment__title", "-commitment", "date", "pk"),
        }
        return queryset.order_by(*order.get(self.ordering, (self.ordering, "pk")))

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        query = self.request.GET.copy()
        query.pop("_w_filter_fragment", None)
        decisions = [
            {"label": one.ticked_label, "all_label": one.all_label, "url": one.address}
            for one in DECISIONS.values()
            if one.is_for(self.request.user)
        ]
        return {
            **context,
            "decisions": decisions,
            "list_address": f"{self.index_url}?{query.urlencode()}" if query else self.index_url,
            "is_narrowed": bool(self.is_searching or self.is_filtering),
        }
