"""The list beneath the map: places by region, each with what is there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from urllib.parse import quote_plus

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from connectors.directory import DirectoryQuery
from connectors.offers import LARGE
from connectors.whereabouts import WIDE_KINDS
from places.gazetteer import KnownPlace, gazetteer
from places.kinds import PlaceKind
from places.models import Place
from search.spread import Spread

KEPT_NAMES = 1_000


@dataclass(frozen=True)
class Names:
    """What codes of places stand for: the places of today in full, former ones by name."""

    known: dict[str, KnownPlace]
    former: dict[str, tuple[str, str]]  # name and slug

    def name(self, code: str) -> str:
        if code in self.known:
            return self.known[code].name
        return self.former[code][0] if code in self.former else ""


@dataclass(frozen=True)
class PlaceLine:
    """A place of the list: its only entry, or how many entries there are and where."""

    code: str
    name: str
    count: int
    url: str
    title: str = ""


@dataclass(frozen=True)
class Region:
    name: str
    count: int
    places: list[PlaceLine]


def names_of(codes: Collection[str]) -> Names:
    """Return the names of places by code; one query, and only when one of them is no place of today."""
    everywhere = gazetteer().by_address
    known = {code: everywhere[code] for code in codes if code in everywhere}
    missing = [code for code in codes if code and code not in known]
    rows = Place.objects.filter(code__in=missing).values_list("code", "name", "slug") if missing else ()
    return Names(known, {code: (name, slug) for code, name, slug in rows})


def grouped(
    query: DirectoryQuery, spread: Spread, names: Names, cards: dict[int, dict]
) -> tuple[list[Region], list[PlaceLine]]:
    """Return the places of a result by region, and apart from them what is about a whole region, nation or the country.

    Args:
        cards: of the entries that are alone in their place, by key.
    """
    wide, regions = [], {}
    address, region_of = _addresses(query), cache(_region_in)
    for code, (count, key) in spread.places.items():
        place = names.known.get(code)
        line = _line(address, code, names, count, cards.get(key) if count == 1 else None)
        if place and place.kind in WIDE_KINDS:
            wide.append(line)
        elif line.name:
            regions.setdefault(region_of(place.areas if place else ()), []).append(line)
    found = [Region(name, sum(line.count for line in lines), _sorted(lines)) for name, lines in sorted(regions.items())]
    return found, _sorted(wide)


def _sorted(lines: list[PlaceLine]) -> list[PlaceLine]:
    return sorted(lines, key=lambda line: (line.name, line.code))


def _line(address: Callable[[KnownPlace], str], code: str, names: Names, count: int, card: dict | None) -> PlaceLine:
    place = names.known.get(code)
    name = names.name(code)
    if place and place.kind in LARGE:
        name = _with_kind(get_language(), name, place.kind)
    if card:
        return PlaceLine(code, name, count, card["url"], card["title"])
    if place is None:
        slug = names.former[code][1] if code in names.former else ""
        return PlaceLine(code, name, count, f"/places/{slug}/")
    return PlaceLine(code, name, count, address(place))


@lru_cache(maxsize=KEPT_NAMES)
def _with_kind(_language: str, name: str, kind: str) -> str:
    """Return a name as its list is called: a county and a council in it may share theirs, and the county's holds both."""
    return _("%(name)s (%(kind)s)") % {"name": name, "kind": str(PlaceKind(kind).label).lower()}


_quoted = lru_cache(maxsize=KEPT_NAMES)(quote_plus)


def _addresses(query: DirectoryQuery) -> Callable[[KnownPlace], str]:
    """Return what tells the address of a question's listing in a place. What is the same for all places is encoded once."""
    anywhere = KnownPlace(0, "\0", "", "", "", None, None)
    before, mark, after = replace(query, place=anywhere).parameters().urlencode().partition("place=%00")
    return lambda place: f"/directory/?{before}{mark[:-3]}{_quoted(place.code)}{after}"


def _region_in(areas: tuple[str, ...]) -> str:
    found = map(gazetteer().by_address.get, areas)
    return next((area.name for area in found if area), _("Elsewhere"))
