"""The pages of places."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from atlas.former import follow, former_context, former_of
from atlas.place_page import place_context
from places.models import Place


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
    """One place; a former one leads to the place that serves its area now, or lists them when there are several."""
    place = get_object_or_404(
        Place.objects.select_related("nation", "region", "strategic", "county").prefetch_related("aliases"), slug=slug
    )
    if not place.until:
        former = former_of(place, request.GET.get("was", ""))
        return render(request, "atlas/place_detail.html", {**place_context(place, request), "former": former})
    successors = follow(place)
    if len(successors) == 1:
        # Not for good: a reorganisation may be taken back, and browsers would remember.
        return redirect(f"{successors[0].get_absolute_url()}?was={place.slug}")
    return render(request, "atlas/former_place.html", former_context(place, successors))
