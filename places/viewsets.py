"""Places on the editors' desk: to look up, and to give other names."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import BaseSnippetChooseView, ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.fields import display_partial_date
from core.text import tidy_query
from core.viewsets import SnippetIndexView
from places.filters import PlaceFilterSet
from places.models import Place

SEARCHED = ("name", "official_name", "code", "aliases__name")


class RegisterPolicy(ModelPermissionPolicy):
    """Rows come from the official register by import: nobody adds or deletes one by hand, whoever they are."""

    def user_has_permission(self, user, action):
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class PlaceSearchForm(SearchFilterMixin, BaseFilterForm):
    """Finds a place in the chooser by any of its names."""

    def filter(self, objects):
        self.search_query = tidy_query(self.cleaned_data.get("q") or "")
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            found = Q(name__icontains=word) | Q(official_name__icontains=word) | Q(aliases__name__icontains=word)
            objects = objects.filter(pk__in=Place.objects.filter(found | Q(code=word)).values("pk"))
        return objects


class PlaceChoices(BaseSnippetChooseView):
    filter_form_class = PlaceSearchForm

    def get_object_list(self):
        # What has not begun is offered from its first day on.
        return super().get_object_list().begun().select_related("region")

    @property
    def columns(self):
        return [
            *super().columns,
            Column("region", label=_("Region"), accessor="region.name"),
            Column("until", label=_("Until"), accessor=lambda place: display_partial_date(place.until)),
        ]


class PlaceChooseView(PlaceChoices, ChooseView):
    pass


class PlaceChooseResultsView(PlaceChoices, ChooseResultsView):
    pass


class PlaceChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PlaceChooseView
    choose_results_view_class = PlaceChooseResultsView


def official(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, read_only=True) for name in names]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "globe"
    add_to_admin_menu = True
    menu_order = 250
    index_view_class = SnippetIndexView
    chooser_viewset_class = PlaceChooserViewSet
    filterset_class = PlaceFilterSet
    search_fields = SEARCHED
    ordering = ["name", "code"]
    list_per_page = 50
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("region", label=_("Region"), accessor="region.name", sort_key="region__name"),
        Column("until", label=_("Until"), accessor=lambda place: display_partial_date(place.until), sort_key="until"),
        NumberColumn("entry_count", label=_("Entries"), sort_key="entry_count"),
    ]
    panels = [
        HelpPanel(
            content=_(
                "Names, parents and figures come from the official register and are replaced by the next import. "
                "Other names are yours: people find the place, and its entries, by them."
            )
        ),
        InlinePanel("aliases", heading=_("Other names"), label=_("other name")),
        MultiFieldPanel(
            official(
                *("name", "official_name", "code", "kind", "nation", "region", "county", "strategic"),
                *("since", "until", "replaced_by", "status", "source"),
            ),
            heading=_("Official record"),
        ),
        MultiFieldPanel(
            official(
                *("population", "population_year", "area_km2", "density", "rural_urban"),
                *("dep_score", "dep_decile", "imd25_score", "imd25_rank"),
            ),
            heading=_("Figures"),
            classname="collapsed",
        ),
    ]

    def get_queryset(self, request):
        # Grouped by place, so that a search in the aliases lists a place once.
        return Place.objects.select_related("region").annotate(entry_count=Count("entry_places__entry", distinct=True))
