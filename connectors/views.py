"""What is no page of the CMS: suggestions for the search box, and the pages of places."""

from dataclasses import asdict

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from connectors.directory import entries_of_place
from connectors.suggestions import suggestion_groups
from places.models import Place
from search import live

ENTRIES_SHOWN = 24


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What to offer under the search box, and how many there are in words; nothing while the index is built."""
    try:
        groups = suggestion_groups(request.GET.get("q", ""))
    except live.NotReadyError:
        return JsonResponse({"count": "", "groups": []}, headers={"Cache-Control": "no-store"})
    number = sum(len(group.items) for group in groups)
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", number) % {"count": number} if number else ""
    # The same for everybody, signed in or not.
    headers = {"Cache-Control": "public, max-age=60"}
    return JsonResponse({"count": said, "groups": [asdict(group) for group in groups]}, headers=headers)


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
    }
    return render(request, "places/place_detail.html", context)
