"""The page "ideas that fit"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from atlas.ideas import ideas_for, theme_counts
from atlas.place_page import parents_of
from connectors.offers import in_a_sentence
from connectors.options import all_options
from core.text import tidy_query
from places.alike import compared_places
from places.models import Place


@require_safe
def ideas_that_fit(request: HttpRequest, slug: str) -> HttpResponse:
    """What was tried in places like one; the theme is in the query string."""
    place = get_object_or_404(Place, slug=slug)
    if not place.is_current:
        return redirect(place)  # its page explains what became of it
    asked = tidy_query(request.GET.get("theme", ""), max_length=60)
    labels = all_options().labels["theme"]
    theme = asked if asked in labels else ""
    context = {
        "place": place,
        "parents": parents_of(place),
        "name": place.name if place.code in compared_places() else in_a_sentence(place.name),
        "is_compared": place.code in compared_places(),
        "ideas": ideas_for(place, theme),
        "themes": theme_counts(place),
        "theme": theme,
        "theme_label": labels.get(theme, ""),
        "unknown": "" if theme else asked,
    }
    return render(request, "atlas/ideas.html", context)
