"""The pages "places like mine" and "how we compare"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from atlas.fitting import FACTORS, WEIGHTS
from atlas.like import LABELS, LikeQuery, like_context
from atlas.place_page import parents_of
from places.alike import GROUPS, compared_on, compared_places
from places.likeness import FEATURES, USUAL
from places.models import Place
from places.nations import SOURCES


@require_safe
def places_like_it(request: HttpRequest, slug: str) -> HttpResponse:
    """The places most like one, with reasons; tier, area and weights are in the query string."""
    place = get_object_or_404(Place, slug=slug)
    if not place.is_current:
        return redirect(place)  # its page explains what became of it
    context = {"place": place, "parents": parents_of(place)}
    compared = compared_places().get(place.code)
    if compared is None:
        inside = Place.objects.current().within(place).councils().exclude(pk=place.pk).order_by("name")
        return render(request, "atlas/not_compared.html", {**context, "inside": inside})
    query = LikeQuery.parse(request.GET, compared)
    # The form sends all its fields. The address that people share holds only what differs from the usual.
    if request.GET and "page" not in request.GET and not query.unknown and (short := query.parameters()) != request.GET:
        return redirect(f"{request.path}?{short.urlencode()}" if short else request.path)
    like = like_context(compared, query, request.GET.get("page", ""))
    return render(request, "atlas/like.html", {**context, "compared": compared, **like})


@require_safe
def how_we_compare(request: HttpRequest) -> HttpResponse:
    """The measure, its weights, its data with their years, and what to be careful with."""
    places = compared_places().values()
    context = {
        "features": [{"name": name, "label": LABELS[name], "points": getattr(USUAL, name)} for name in FEATURES],
        "counts": {group: sum(place.group == group for place in places) for group in GROUPS},
        "fitting": [{"label": FACTORS[name], "points": points, "why": why} for name, (points, why) in WEIGHTS.items()],
        "sources": SOURCES,
        "compared_on": compared_on(),
    }
    return render(request, "atlas/how_we_compare.html", context)
