"""The page of a place, put together: each section is a read of its own and has a template of its own (`place_<section>.html`)."""

from django.http import HttpRequest
from django.utils.translation import get_language

from atlas.ideas import ideas_for
from atlas.like import like_rows
from atlas.map_page import map_of_place
from atlas.place_entries import entries_for, index_code
from atlas.place_themes import themes_for
from commitments.balance import balance_of
from connectors.offers import in_a_sentence
from core.kept import Kept
from places.alike import compared_places, places_like
from places.gazetteer import KnownPlace, gazetteer
from places.kinds import PlaceKind, PlaceTier
from places.models import UNITED_KINGDOM, Place
from places.profile import profile_of
from search import live

ALIKE_SHOWN = 3
IDEAS_SHOWN = 5
ALIKE_FOR_THEMES = 10  # how many places like it say which themes are missing
KINDS_BELOW = (PlaceKind.NATION, PlaceKind.REGION, PlaceKind.STRATEGIC_AUTHORITY, PlaceKind.COUNTY)
COUNCILS = "councils"


def place_context(place: Place, request: HttpRequest) -> dict:
    """What the page of a current place prints."""
    known, parents = gazetteer().places, parents_of(place)
    below = _below(place)
    nation = known.get(place.nation_id)
    alike = places_like(place.code, limit=ALIKE_FOR_THEMES)
    context = {
        "place": place,
        "parents": parents,
        "name": in_a_sentence(place.name) if below else place.name,
        "code": index_code(place),
        "profile": profile_of(place, nation.code if nation else place.code),
        "below": below,
        **_of_directory(place),
        "ideas": ideas_for(place)[:IDEAS_SHOWN],
        "balance": balance_of(place),
        "alike": like_rows(compared_places()[place.code], alike[:ALIKE_SHOWN]) if alike else [],
    }
    return {**context, "structured": structured_data(place, parents, request)}


def _of_directory(place: Place) -> dict:
    try:
        return kept_of_directory(place, live.index().stamp, get_language())
    except live.NotReadyError:
        return _read_of_directory(place)


def _read_of_directory(place: Place, *_version) -> dict:
    code, alike = index_code(place), places_like(place.code, limit=ALIKE_FOR_THEMES)
    return {
        "entries": entries_for(place, _serving(place, parents_of(place)), has_inside=bool(_below(place))),
        "map": map_of_place(code),
        "themes": themes_for(code, [match.place.code for match in alike]),
    }


# What the directory has for a place is read anew as soon as the index changed, as it does with every entry.
kept_of_directory = Kept(_read_of_directory, seconds=60.0, most=500)


def parents_of(place: Place) -> list[KnownPlace]:
    """Return what it lies in, widest first, from the United Kingdom on; what only repeats a name is left out."""
    if place.code == UNITED_KINGDOM:
        return []
    country = gazetteer().by_address.get(UNITED_KINGDOM)
    # The widest of those with one name: Wales the nation, not Wales the region.
    named = {parent.name: parent for parent in reversed(_above(place))}
    above = [] if place.tier == PlaceTier.NATION else _above(place)
    chain = [parent for parent in above if named[parent.name] == parent]
    return [*([country] if country else []), *chain]


def _above(place: Place) -> list[KnownPlace]:
    keys = (place.nation_id, place.region_id, place.strategic_id, place.county_id)
    return [gazetteer().places[key] for key in keys if key in gazetteer().places and key != place.pk]


def _serving(place: Place, parents: list[KnownPlace]) -> list[KnownPlace]:
    """Return the parents, and of those that stand in the geography twice, as nation and as region, both."""
    return list(dict.fromkeys([*parents, *_above(place)]))


def _below(place: Place) -> list[dict]:
    """Return what lies directly or farther down in it, by kind, the widest first; nations for the United Kingdom."""
    if place.tier in {PlaceTier.LOWER, PlaceTier.SINGLE}:
        return []
    known = gazetteer().places
    if place.code == UNITED_KINGDOM:
        inside = [one for one in known.values() if one.kind == PlaceKind.NATION]
    else:
        keys = Place.objects.current().within(place).exclude(pk=place.pk).values_list("pk", flat=True)
        inside = [known[key] for key in keys if key in known]
    groups: dict[str, list[KnownPlace]] = {kind: [] for kind in (*KINDS_BELOW, COUNCILS)}
    for one in sorted(inside, key=lambda one: one.name):
        # A nation and the region of its name hold the same: one of them is enough.
        if one.name != place.name or one.kind not in {PlaceKind.REGION, PlaceKind.NATION}:
            groups[one.kind if one.kind in groups else COUNCILS].append(one)
    return [{"kind": kind, "places": places} for kind, places in groups.items() if places]


def structured_data(place: Place, parents: list[KnownPlace], request: HttpRequest) -> dict:
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
        address = request.build_absolute_uri(parent.get_absolute_url())
        data["containedInPlace"] = {"@type": "AdministrativeArea", "name": parent.name, "url": address}
    if place.latitude is not None and place.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(place.latitude),
            "longitude": float(place.longitude),
        }
    return data
