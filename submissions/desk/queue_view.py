"""The queue: what waits for the moderators, and what was decided."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from core.viewsets import HeadedListMixin, WordSearchMixin
from submissions import queue
from submissions.desk.filters import STATES, QueueFilterSet, in_state
from submissions.desk.labels import age, due_in_words, flags_in_short, kind_in_short
from submissions.desk.rights import may_decide, may_view
from submissions.models import Submission


def screen_address(submission: Submission) -> str:
    return reverse("submission_screen", args=[submission.reference])


def _day(moment):
    return timezone.localdate(moment) if moment else None


class NameColumn(TitleColumn):
    """Name and reference, and in a word what this moderator has not seen yet."""

    cell_template_name = "submissions/admin/name_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        news = queue.news_of(instance)
        return {**super().get_cell_context_data(instance, parent_context), "instance": instance, "news": news}


class DueColumn(Column):
    """How it stands with the promised date. What is late is marked by words and weight, not by colour alone."""

    cell_template_name = "submissions/admin/due_cell.html"


# What an export holds, in order. Name, role and e-mail address of the sender are not among it and must never be.
EXPORTED = {
    "reference": (_("Reference"), lambda submission: submission.reference),
    "name": (_("Name"), lambda submission: submission.name),
    "kind": (_("Kind"), kind_in_short),
    "state": (_("State"), lambda submission: str(submission.get_state_display())),
    "place": (_("Place"), queue.main_place),
    "flags": (_("Flags"), flags_in_short),
    "arrived": (_("Arrived"), lambda submission: _day(submission.queued_at)),
    "due": (_("Decision due"), lambda submission: submission.due_on),
    "decided": (_("Decided"), lambda submission: _day(submission.decided_at)),
    "days": (_("Days"), queue.days_waiting),
}


class QueueView(HeadedListMixin, WordSearchMixin, IndexView):
    model = Submission
    permission_policy = ModelPermissionPolicy(Submission)
    any_permission_required = None  # `dispatch` asks: who may decide may also look
    page_title = _("Submissions")
    header_icon = "form"
    results_template_name = "submissions/admin/queue_results.html"
    index_url_name = "submission_queue"
    index_results_url_name = "submission_queue_results"
    filterset_class = QueueFilterSet
    is_searchable = True
    default_ordering = "due_on"
    paginate_by = 50
    verbose_name_plural = _("submissions")
    export_filename = "submissions"
    list_export = list(EXPORTED)
    export_headings = {name: heading for name, (heading, _value) in EXPORTED.items()}
    columns = [
        NameColumn("name", label=_("Name"), get_url=screen_address, classname="title"),
        Column("kind", label=_("Kind"), accessor=kind_in_short, sort_key="journey"),
        Column("place", label=_("Place"), accessor=queue.main_place),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("flags", label=_("Flags"), accessor=flags_in_short),
        Column("age", label=_("Age"), accessor=age, sort_key="queued_at"),
        DueColumn("due_on", label=_("Decision due"), accessor=due_in_words, sort_key="due_on"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_view(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def state(self) -> str:
        """The chosen state; empty when none or an unknown one was asked for."""
        value = self.request.GET.get("state", "")
        return value if value in dict(STATES) else ""

    def get_base_queryset(self):
        return in_state(queue.arrived(), self.state)

    def get_queryset(self):
        return queue.for_list(super().get_queryset(), self.request.user)

    def get_ordering(self):
        # What was decided has no due date any more: what came last stands first.
        chosen = super().get_ordering()
        return chosen if self.is_explicitly_ordered or self.state in {"", "waiting", "asked"} else "-queued_at"

    def order_queryset(self, queryset):
        # What has no value stands at the end on every database, and equals keep the order in which they came.
        column = F(self.ordering.removeprefix("-"))
        backwards = self.ordering.startswith("-")
        return queryset.order_by(column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True), "pk")

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return queue.matching(queryset, self.search_query, with_contact=may_decide(self.request.user))

    def to_row_dict(self, item):
        return {name: value(item) for name, (_heading, value) in EXPORTED.items()}

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        parameters = self.request.GET.copy()
        for name in ("p", "_w_filter_fragment"):
            parameters.pop(name, None)
        return {
            **context,
            "is_narrowed": bool(self.is_searching or self.is_filtering),
            "may_decide": may_decide(self.request.user),
            "query": parameters.urlencode(),
        }
