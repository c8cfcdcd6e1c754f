"""The desk's list of commitments, with what is due and what waits."""

import django_filters
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from commitments.actions import PROPOSE
from commitments.choices import Status
from commitments.desk.views import SEE
from commitments.models import CommitmentPage, NothingFound, StatusUpdate
from connectors.models import EntryPlace
from core.fields import display_partial_date
from core.viewsets import WordSearchMixin
from places.kinds import PlaceKind
from places.models import Place
from places.select import PlaceFilter


class CommitmentFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=Status.choices, method="with_status", widget=CheckboxSelectMultiple
    )
    to_do = django_filters.ChoiceFilter(
        label=_("To do"),
        choices=[("waiting", _("A status waits for approval")), ("overdue", _("Check overdue"))],
        empty_label=_("All"),
        method="with_something_to_do",
        widget=RadioSelect,
    )
    place = PlaceFilter(
        label=_("Promised to"),
        method="promised_to",
        help_text=_("A place with what lies in it, and the wider areas that it lies in."),
    )

    class Meta:
        model = CommitmentPage
        fields = []

    def with_status(self, pages, name, value):
        wanted = Q(current__status__in=value)
        if Status.NOT_ASSESSED in value:
            wanted |= Q(current=None)
        return pages.filter(wanted) if value else pages

    def with_something_to_do(self, pages, name, value):
        if value == "overdue":
            return pages.filter(next_check__lt=timezone.localdate())
        return pages.filter(waiting__gt=0)

    def promised_to(self, pages, name, place):
        # Also drafts and what is not public: the tracker's own table knows those that visitors see.
        around = (place.nation_id, place.region_id, place.strategic_id, place.county_id)
        there = Q(place__in=Place.objects.within(place)) | Q(place__in=[key for key in around if key])
        if place.kind != PlaceKind.COUNTRY:
            there |= Q(place__kind=PlaceKind.COUNTRY)
        return pages.filter(pk__in=EntryPlace.objects.filter(there).values("entry"))


class NextCheckColumn(DateColumn):
    """The day, and whether it has passed."""

    cell_template_name = "commitments/admin/next_check_cell.html"


class CommitmentIndexView(WordSearchMixin, IndexView):
    search_fields = ("title", "draft_title", "wording", "organisation")
    results_template_name = "commitments/admin/list_results.html"

    @cached_property
    def asked_place(self) -> Place | None:
        """The place that the list is narrowed to."""
        return self.filters.form.cleaned_data.get("place") if self.filters and self.filters.is_valid() else None

    def get_context_data(self, *args, **kwargs):
        place = self.asked_place
        looked = NothingFound.objects.filter(place=place).first() if place else None
        return {
            **super().get_context_data(*args, **kwargs),
            "asked_place": place,
            "nothing_found": looked,
            "may_see_statuses": self.request.user.has_perm(SEE),
            "may_propose": self.request.user.has_perm(PROPOSE),
        }

    def annotate_queryset(self, pages):
        waiting = StatusUpdate.objects.waiting().filter(commitment=OuterRef("pk")).order_by()
        number = waiting.values("commitment").annotate(number=Count("pk")).values("number")
        return (
            pages.select_related("content_type", "current")
            .prefetch_related("entry_places__place")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            # The “Translate” button asks it of every row, even on a site of one language.
            .annotate_has_untranslated_locale()
            .annotate(waiting=Coalesce(Subquery(number), 0))
        )

    def get_ordering(self):
        # Wagtail orders a search by relevance; a plain match of words has none.
        return super().get_ordering() or self.default_ordering


def _places(page: CommitmentPage) -> str:
    return ", ".join(link.place.name for link in page.entry_places.all())


class CommitmentViewSet(PageListingViewSet):
    model = CommitmentPage
    name = "commitment_desk"
    icon = "clipboard-list"
    menu_label = _("Commitments")
    menu_order = 92
    index_view_class = CommitmentIndexView
    filterset_class = CommitmentFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("places", label=_("To"), accessor=_places),
        TitleColumn(
            "status_now",
            label=_("Status"),
            accessor=lambda page: page.current_status.label,
            get_url=lambda page: reverse("commitment_statuses", args=[page.pk]),
        ),
        Column("since", label=_("As of"), accessor=lambda page: display_partial_date(page.status_since)),
        NumberColumn("waiting", label=_("Waiting"), sort_key="waiting"),
        NextCheckColumn("next_check", label=_("Next check"), sort_key="next_check"),
        PageStatusColumn("live", label=_("Page"), sort_key="live"),
    ]
