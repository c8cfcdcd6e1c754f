"""How editors narrow the list of places."""

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from places.kinds import PlaceKind
from places.models import Place

CURRENT, FORMER = "current", "former"


class PlaceFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=PlaceKind, widget=CheckboxSelectMultiple)
    region = django_filters.ModelChoiceFilter(label=_("Region"), queryset=Place.objects.regions())
    nation = django_filters.ModelChoiceFilter(label=_("Nation"), queryset=Place.objects.filter(kind=PlaceKind.NATION))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(CURRENT, _("Current")), (FORMER, _("Former"))],
        empty_label=_("All"),
        method="in_state",
        widget=RadioSelect,
    )

    class Meta:
        model = Place
        fields = []

    def in_state(self, queryset, name, value):
        return queryset.current() if value == CURRENT else queryset.ended()
