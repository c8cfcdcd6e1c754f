"""The addresses of the map. Parameters are those of the listing."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from atlas.map_page import ask, entries_in, map_of, points_for_scripts
from atlas.map_tiles import tiles, with_tiles
from connectors.directory import without_empty
from search import live

RETRY = {"Retry-After": "60", "Cache-Control": "no-store"}
ENTRIES_IN_POPUP = 10
# What the script says.
WORDS = {
    "one": gettext_lazy("entry"),
    "many": gettext_lazy("entries"),
    "about": gettext_lazy("Somewhere in this postcode district."),
    "centre": gettext_lazy("No exact place is known: this is the centre of the area."),
    "map": gettext_lazy("Map of the result. Arrow keys move it, plus and minus change its size."),
    "zoomIn": gettext_lazy("closer"),
    "zoomOut": gettext_lazy("farther away"),
    "failed": gettext_lazy("The entries could not be fetched. Try again."),
    "seen": gettext_lazy("Places in sight:"),
    "coast": gettext_lazy("Coastline: Natural Earth"),
}


@require_safe
@with_tiles
def show_map(request: HttpRequest) -> HttpResponse:
    """The current result on a map, with the list of its places beneath."""
    if (short := without_empty(request.GET)) is not None:
        return HttpResponseRedirect(f"{request.path}?{short.urlencode()}" if short else request.path)
    try:
        found = map_of(request.GET)
    except live.NotReadyError:
        return render(request, "atlas/map.html", {"building": live.state()}, status=503)
    kept = [(name, value) for name, values in found.query.without("q").parameters().lists() for value in values]
    words = json.dumps({name: str(text) for name, text in WORDS.items()}, ensure_ascii=False)
    return render(request, "atlas/map.html", {"map": found, "kept": kept, "tiles": tiles(), "words": words})


@require_safe
def map_points(request: HttpRequest) -> HttpResponse:
    """Every point of the current result, for the script that draws it."""
    try:
        points = points_for_scripts(ask(request.GET))
    except live.NotReadyError:
        return JsonResponse({"error": _("The directory is being indexed.")}, status=503, headers=RETRY)
    return HttpResponse(json.dumps(points, ensure_ascii=False, separators=(",", ":")), content_type="application/json")


@require_safe
def map_entries(request: HttpRequest) -> HttpResponse:
    """The first entries of a result, for the pop-up of a dot."""
    try:
        return JsonResponse(entries_in(request.GET, ENTRIES_IN_POPUP))
    except live.NotReadyError:
        return JsonResponse({"error": _("The directory is being indexed.")}, status=503, headers=RETRY)
