"""The pages of places."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from atlas.like import most_alike
from connectors.directory import entries_of_place
from places.models import Place

ENTRIES_SHOWN = 24
ALIKE_SHOWN = 3


@require_safe
def place_index(request: HttpRequest) -> HttpResponse:
    """All places by region, each a link."""
    councils = Place.objects.current().councils()
    regions = Place.objects.regions().prefetch_related(
        Prefetch("places_of_region", councils.order_by("name"), to_attr="councils")
    )
    return render(request, "atlas/place_index.html", {"regions": regions})


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: what it lies in, what lies in it, and its entries."""
    place = get_object_or_404(
        Place.objects.select_related("nation", "region", "strategic", "county").prefetch_related("aliases"), slug=slug
    )
    inside = Place.objects.current().within(place).councils().exclude(pk=place.pk).order_by("name")
    successors = list(place.replaced_by.order_by("name"))
    # Of a former council also what happens in its area today, as far as anybody can tell: all of its successors'. And of a
    # council what was recorded under those it took over: an entry outlives its council.
    entries = list(entries_of_place(place, *successors, *place.replaces.all(), limit=ENTRIES_SHOWN + 1))
    context = {
        "place": place,
        "parents": place.parents(),
        "successors": successors,
        "inside": inside,
        "entries": entries[:ENTRIES_SHOWN],
        "has_more": len(entries) > ENTRIES_SHOWN,
        "alike": most_alike(place.code, ALIKE_SHOWN),
    }
    return render(request, "atlas/place_detail.html", context)
