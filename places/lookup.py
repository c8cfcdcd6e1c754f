"""Recognises a place in what somebody typed: a postcode in any spacing, or a name that is or was in use."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.core.cache import cache

from places.models import Outcode, Place, PlaceAlias

# Outward half, then nothing, the sector's digit, or the whole inward half: TS24, TS24 8, TS248QT.
# Source of the format: Royal Mail Programmers' Guide; which outward codes exist is looked up.
POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2}|[0-9])?(?![A-Z0-9])", re.IGNORECASE)
LONGEST_NAME = 6  # words: "Bournemouth, Christchurch and Poole" has four
NAMES_CACHE = ("places.names", 60)  # key, seconds
# Words that name a place but mean something else in a search box more often than not.
TOO_COMMON = {"north", "south", "east", "west", "durham road", "abc", "uk"}


@dataclass(frozen=True)
class PlaceInWords:
    """A place found in words.

    Attributes:
        typed: the words that named it.
        rest: the other words.
        place: the council, county, region or nation; for a postcode the council most of its district lies in.
        outcode: the postcode district, empty when a name was typed.
        point: latitude and longitude in degrees of the district's or the place's centre, if known.
    """

    typed: str
    rest: str
    place: Place
    outcode: str = ""
    point: tuple[float, float] | None = None

    @cached_property
    def is_postcode(self) -> bool:
        return bool(self.outcode)


def folded_name(text: str) -> str:
    """Return a name as it is compared: no accents, case or punctuation, "&" read as "and"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", "")))


def find_outcode(text: str) -> Outcode | None:
    """Return the postcode district of a full or outward postcode in any spacing and case, or nothing."""
    match = POSTCODE.fullmatch(text.strip())
    if not match:
        return None
    # "TS248" may be TS24 8 or an unknown TS2 48: the longest outward code that exists wins.
    return Outcode.objects.select_related("place").filter(outcode=match[1].upper()).first()


def places_in_words(words: str, *, limit: int = 3) -> list[PlaceInWords]:
    """Return the places that words name, a postcode first, else the longest names; ambiguous names give several."""
    for match in POSTCODE.finditer(words):
        outcode = find_outcode(match[0])
        if outcode:
            return [_at_postcode(words, match, outcode)]
    return _named(words)[:limit]


def _at_postcode(words: str, match: re.Match, outcode: Outcode) -> PlaceInWords:
    rest = " ".join((words[: match.start()] + " " + words[match.end() :]).split())
    point = (float(outcode.latitude), float(outcode.longitude))
    return PlaceInWords(match[0].upper(), rest, outcode.place, outcode.outcode, point)


def _named(words: str) -> list[PlaceInWords]:
    typed, names = words.split(), known_names()
    for length in range(min(LONGEST_NAME, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            name = " ".join(typed[start : start + length])
            keys = names.get(folded_name(name), ())
            if keys and folded_name(name) not in TOO_COMMON:
                rest = " ".join(typed[:start] + typed[start + length :])
                found = Place.objects.in_bulk(keys)
                return [_by_name(name, rest, found[key]) for key in keys if key in found]
    return []


def _by_name(name: str, rest: str, place: Place) -> PlaceInWords:
    has_point = place.latitude is not None and place.longitude is not None
    return PlaceInWords(name, rest, place, point=(float(place.latitude), float(place.longitude)) if has_point else None)


def known_names() -> dict[str, tuple[int, ...]]:
    """Return every current, former, Welsh and short name, folded, with the keys of the places that bear it.

    A former council leads to its successors. Kept for a minute: an editor's new alias works by then.
    """
    key, seconds = NAMES_CACHE
    names = cache.get(key)
    if names is None:
        names = _read_names()
        cache.set(key, names, seconds)
    return names


def _read_names() -> dict[str, tuple[int, ...]]:
    names: dict[str, list[int]] = {}
    successors: dict[int, list[int]] = {}
    for old, new in Place.replaced_by.through.objects.values_list("from_place", "to_place").order_by("pk"):
        successors.setdefault(old, []).append(new)
    rows = [*Place.objects.values_list("name", "pk"), *Place.objects.values_list("official_name", "pk")]
    rows += PlaceAlias.objects.values_list("name", "place")
    current = set(Place.objects.current().values_list("pk", flat=True))
    for name, pk in rows:
        for key in [pk] if pk in current else successors.get(pk, []):
            bearers = names.setdefault(folded_name(name), [])
            if key not in bearers and key in current:
                bearers.append(key)
    names.pop("", None)
    return {name: tuple(keys) for name, keys in names.items()}
