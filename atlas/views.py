"""The pages of places."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from atlas.finder import regions, suggestions, tiles, typed_place, wider_places
from atlas.former import coming_context, follow, former_context, former_of
from atlas.place_page import place_context
from places.finding import find
from places.models import Place


@require_safe
def place_index(request: HttpRequest) -> HttpResponse:
    """All places by region, and the box that finds one: it opens who is surely meant, else offers a choice or says why not."""
    typed = typed_place(request.GET)
    finding = find(typed) if typed else None
    if finding and finding.place:
        return redirect("place", finding.place.slug)
    by_name = regions()
    context = {"typed": typed, "finding": finding, "regions": by_name, "tiles": tiles(by_name), "wider": wider_places()}
    return render(request, "atlas/place_index.html", context)


@require_safe
def suggest_places(request: HttpRequest) -> JsonResponse:
    """What to offer under the box, and how many there are in words."""
    groups = suggestions(request.GET.get("q", ""))
    number = sum(len(group.items) for group in groups)
    said = ngettext("%(count)s place", "%(count)s places", number) % {"count": number} if number else ""
    answer = {"count": said, "groups": [asdict(group) for group in groups]}
    return JsonResponse(answer, headers={"Cache-Control": "public, max-age=60"})


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One place; one to come says when it begins; a former one leads to who serves its area now, or lists several."""
    place = get_object_or_404(Place.objects.prefetch_related("aliases"), slug=slug)
    if place.is_to_come:
        return render(request, "atlas/coming_place.html", coming_context(place))
    if not place.has_ended:
        former = former_of(place, request.GET.get("was", ""))
        later = list(place.replaced_by.order_by("name")) if place.until else []
        context = {**place_context(place, request), "former": former, "later": later}
        return render(request, "atlas/place_detail.html", context)
    successors = follow(place)
    if len(successors) == 1:
        # Not for good: a reorganisation may be taken back, and browsers would remember.
        return redirect(f"{successors[0].get_absolute_url()}?was={place.slug}")
    return render(request, "atlas/former_place.html", former_context(place, successors))
