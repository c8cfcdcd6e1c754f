"""The page that finds any place: what is offered while somebody types, the tiles of the regions, and all places by region."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.suggestions import Suggestion, SuggestionGroup
from core.text import tidy_query
from places.gazetteer import KnownName, KnownPlace, folded_name, gazetteer
from places.kinds import PlaceKind
from places.lookup import names_beginning, outcodes_beginning
from search import live
from search.query import SearchQuery

SHORTEST, MOST = 2, 8
MOST_TYPED = 120
TILES = ("TLM", "TLN", "TLC", "TLD", "TLE", "TLL", "TLG", "TLF", "TLH", "TLK", "TLJ", "TLI")
COUNCILS = {
    PlaceKind.DISTRICT,
    PlaceKind.UNITARY,
    PlaceKind.METROPOLITAN_BOROUGH,
    PlaceKind.LONDON_BOROUGH,
    PlaceKind.CITY_CORPORATION,
    PlaceKind.WELSH_COUNCIL,
    PlaceKind.SCOTTISH_COUNCIL,
    PlaceKind.NI_DISTRICT,
}


@dataclass(frozen=True)
class Region:
    """A region with its tile: the page to open, how many entries, and its councils in order of the alphabet.

    `code` is its own; `place` the nation where the nation has its name and area. `entries` is None while the index is built.
    """

    code: str
    place: KnownPlace
    entries: int | None
    councils: list[KnownPlace]


def typed_place(parameters: QueryDict) -> str:
    """Return what somebody looks for, tidied."""
    return tidy_query(parameters.get("q", ""), max_length=MOST_TYPED)


def regions() -> list[Region]:
    """Return the twelve regions in order of the alphabet, from memory and the index."""
    places = gazetteer().places.values()
    nations = {place.name: place for place in places if place.kind == PlaceKind.NATION}
    counts = _counts()
    councils: dict[str, list[KnownPlace]] = {}
    for place in sorted((place for place in places if place.kind in COUNCILS), key=lambda place: place.name):
        councils.setdefault(place.areas[0], []).append(place)
    return [
        Region(
            place.code,
            nations.get(place.name, place),
            None if counts is None else counts.get(place.code, 0),
            councils.get(place.code, []),
        )
        for place in sorted(places, key=lambda place: place.name)
        if place.kind == PlaceKind.REGION
    ]


def tiles(of: list[Region]) -> list[Region]:
    """Return the regions from north to south and from west to east, as their tiles lie."""
    return sorted((region for region in of if region.code in TILES), key=lambda region: TILES.index(region.code))


def wider_places() -> list[dict]:
    """Return the places above councils by kind, each kind in order of the alphabet."""
    kinds = {
        "nations": {PlaceKind.COUNTRY, PlaceKind.NATION},
        "strategic": {PlaceKind.STRATEGIC_AUTHORITY},
        "counties": {PlaceKind.COUNTY},
    }
    places = sorted(gazetteer().places.values(), key=lambda place: place.name)
    return [{"name": name, "places": [p for p in places if p.kind in of]} for name, of in kinds.items()]


def suggestions(typed: str) -> list[SuggestionGroup]:
    """Return the places to offer for what is typed so far: by postcode, else by name."""
    words = tidy_query(typed, max_length=MOST_TYPED)
    if len(words) < SHORTEST:
        return []
    items = _postcodes(words) or [_place(name) for name in names_beginning(words, limit=MOST)]
    return [SuggestionGroup(_("Places: open the page"), items)] if items else []


def _postcodes(words: str) -> list[Suggestion]:
    places, base = gazetteer().places, reverse("places")
    return [
        Suggestion(known.outcode, places[known.place_key].name, f"{base}?q={known.outcode}")
        for known in outcodes_beginning(words, limit=MOST)
        if known.place_key in places
    ]


def _place(known: KnownName) -> Suggestion:
    other_name = "" if folded_name(known.place.name) in known.folded else f"{known.name} · "
    address = reverse("place", args=[known.place.slug])
    return Suggestion(known.place.name, f"{other_name}{known.place.kind_label}", address)


def _counts() -> dict[str, int] | None:
    try:
        return live.search(SearchQuery(limit=0)).facets["region"]
    except live.NotReadyError:
        return None
