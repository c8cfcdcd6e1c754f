"""The page of a place, put together: each section is a read of its own and has a template of its own (`place_<section>.html`)."""

from django.http import HttpRequest
from django.urls import reverse

from atlas.like import like_rows
from atlas.place_entries import entries_for, index_code
from atlas.place_themes import themes_for
from commitments.balance import balance_of
from connectors.offers import in_a_sentence
from places.alike import compared_places, places_like
from places.models import UNITED_KINGDOM, Place
from places.profile import profile_of

ALIKE_SHOWN = 3
ALIKE_FOR_THEMES = 10  # how many places like it say which themes are missing
COUNCILS, KINDS_BELOW = "councils", ("strategic_authority", "county")


def place_context(place: Place, request: HttpRequest) -> dict:
    """What the page of a current place prints."""
    parents = _parents(place)
    below = _below(place)
    alike = places_like(place.code, limit=ALIKE_FOR_THEMES)
    context = {
        "place": place,
        "parents": parents,
        "name": in_a_sentence(place.name) if below else place.name,
        "code": index_code(place),
        "profile": profile_of(place),
        "below": below,
        "entries": entries_for(place, _serving(place, parents), has_inside=bool(below)),
        "themes": themes_for(index_code(place), [match.place.code for match in alike]),
        "balance": balance_of(place),
        "alike": like_rows(compared_places()[place.code], alike[:ALIKE_SHOWN]) if alike else [],
    }
    return {**context, "structured": structured_data(place, parents, request)}


def _parents(place: Place) -> list[Place]:
    """Return what it lies in, widest first, from the United Kingdom on."""
    if place.code == UNITED_KINGDOM:
        return []
    country = Place.objects.filter(code=UNITED_KINGDOM)
    return [*country, *place.parents()]


def _serving(place: Place, parents: list[Place]) -> list[Place]:
    """Return the parents, and of those that stand in the geography twice, as nation and as region, both."""
    twins = [parent for parent in (place.nation, place.region) if parent and parent.pk != place.pk]
    return list({one.pk: one for one in (*parents, *twins)}.values())


def _below(place: Place) -> list[dict]:
    """Return what lies directly or farther down in it, by kind, the widest first; nations for the United Kingdom."""
    if place.code == UNITED_KINGDOM:
        return [{"kind": "nation", "places": list(Place.objects.filter(kind="nation").order_by("name"))}]
    inside = list(Place.objects.current().within(place).exclude(pk=place.pk).order_by("name"))
    # A nation and the region of its name hold the same: one of them is enough.
    inside = [one for one in inside if one.name != place.name or one.kind not in {"region", "nation"}]
    groups = {"region": [], "strategic_authority": [], "county": [], COUNCILS: []}
    for one in inside:
        groups[one.kind if one.kind in groups else COUNCILS].append(one)
    return [{"kind": kind, "places": places} for kind, places in groups.items() if places]


def structured_data(place: Place, parents: list[Place], request: HttpRequest) -> dict:
    """Return what schema.org knows of a place."""
    data = {
        "@context": "https://schema.org",
        "@type": "Country" if place.code == UNITED_KINGDOM else "AdministrativeArea",
        "name": place.name,
        "url": request.build_absolute_uri(place.get_absolute_url()),
        "identifier": place.code,
    }
    if names := [alias.name for alias in place.aliases.all()]:
        data["alternateName"] = names
    if parents:
        parent = parents[-1]
        address = request.build_absolute_uri(reverse("place", args=[parent.slug]))
        data["containedInPlace"] = {"@type": "AdministrativeArea", "name": parent.name, "url": address}
    if place.latitude is not None and place.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(place.latitude),
            "longitude": float(place.longitude),
        }
    return data
