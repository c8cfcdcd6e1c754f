"""The pages of places: the geography below, seen through the directory."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from connectors.directory import entries_of_place
from places.models import Place

ENTRIES_SHOWN = 24


@require_safe
def place_index(request: HttpRequest) -> HttpResponse:
    """All places by region, each a link."""
    councils = Place.objects.current().councils()
    regions = Place.objects.regions().prefetch_related(
        Prefetch("places_of_region", councils.order_by("name"), to_attr="councils")
    )
    return render(request, "places/place_index.html", {"regions": regions})


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: what it lies in, what lies in it, and its entries."""
    place = get_object_or_404(
        Place.objects.select_related("nation", "region", "strategic", "county").prefetch_related("aliases"), slug=slug
    )
    inside = Place.objects.current().within(place).councils().exclude(pk=place.pk).order_by("name")
    entries = list(entries_of_place(place, limit=ENTRIES_SHOWN + 1))
    context = {
        "place": place,
        "parents": place.parents(),
        "successors": list(place.replaced_by.all()),
        "inside": inside,
        "entries": entries[:ENTRIES_SHOWN],
        "has_more": len(entries) > ENTRIES_SHOWN,
    }
    return render(request, "places/place_detail.html", context)
