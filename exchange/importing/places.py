"""Which place a row means: by code, slug, name, postcode or position."""

import math
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from exchange.cells import one_line
from places.kinds import PlaceKind, PlaceTier
from places.models import UNITED_KINGDOM, Outcode, Place, PlaceAlias

# An alias or name alone does not tell these apart; a postcode or position does, else the first is taken and said.
AMBIGUOUS = {"newcastle": ("E08000021", "E07000195")}
SEVERAL = "The name fits several places: the most likely was taken"
FORMER = "A former place: what it is part of today was taken"
WHOLE_COUNTRY = {"uk wide", "ukwide", "nationwide", "national", "whole uk", "uk", "united kingdom", "great britain"}
# Which of several current places of one name is meant: what people say, before what an order of Parliament named alike.
RANKS = {PlaceKind.COUNTRY: 0, PlaceKind.NATION: 0, PlaceKind.REGION: 2, PlaceKind.COUNTY: 3}
RANK_OF_COUNCIL, RANK_OF_STRATEGIC = 1, 4
WRAPPING = re.compile(
    r"\b(royal borough of|london borough of|metropolitan borough of|borough of|city and county of|county borough of|city of|"
    r"county of|the city of|(metropolitan |county |london )?borough council|city council|district council|county council|"
    r"council area|council|county borough|ua|unitary authority|mayoral|combined authority|city region)\b"
)
POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?")
FAR_KM = 40  # further from any postcode district is no place of the United Kingdom
CELL = 4  # squares of a quarter degree


@dataclass(frozen=True)
class Found:
    """A place, and what an editor should know about how it was found."""

    place: Place
    how: str = ""


@lru_cache(maxsize=20_000)
def place_key(text: str) -> str:
    """Return a name as it is compared: without accents, case, "&" and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.sub(r"['’.]", "", re.sub(r"[^\w'’.]+", " ", kept)).split())


def short_key(key: str) -> str:
    return " ".join(WRAPPING.sub(" ", key).split())


def outward(text: str) -> str:
    """Return the outward half of a postcode, however it is spaced, or nothing."""
    match = POSTCODE.fullmatch(re.sub(r"\s+", "", one_line(text)).upper())
    return match[1] if match else ""


class PlaceFinder:
    """All places in memory: a file of 50 MB asks for them a hundred thousand times."""

    def __init__(self):
        # What is to come is named by nobody yet.
        self.places = {place.pk: place for place in Place.objects.begun().prefetch_related("replaced_by")}
        self.former = {key for key, place in self.places.items() if place.has_ended}
        self.by_code = {place.code: place for place in self.places.values()}
        self.by_slug = {place.slug: place for place in self.places.values()}
        self.by_name: dict[str, list[Place]] = defaultdict(list)
        self.by_short_name: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            self._name(place.name, place)
            self._name(place.official_name, place)
        for alias in PlaceAlias.objects.all():
            if alias.place_id in self.places:
                self._name(alias.name, self.places[alias.place_id])
        self.outcodes = {outcode.outcode: outcode for outcode in Outcode.objects.all()}
        self.squares: dict[tuple[int, int], list[Outcode]] = defaultdict(list)
        for outcode in self.outcodes.values():
            self.squares[_square(outcode.latitude, outcode.longitude)].append(outcode)

    def _name(self, name: str, place: Place) -> None:
        for index, key in ((self.by_name, place_key(name)), (self.by_short_name, short_key(place_key(name)))):
            if key and place not in index[key]:
                index[key].append(place)

    def by_postcode(self, text: str) -> Outcode | None:
        return self.outcodes.get(outward(text))

    def council_of(self, outcode: Outcode) -> Place:
        """Return the council that a postcode district lies in today, as far as one took over from the one recorded."""
        return self._current(Found(self.places[outcode.place_id]), None).place

    def by_position(self, latitude, longitude) -> Outcode | None:
        """Return the postcode district whose centre is nearest, within reason."""
        x, y = _square(latitude, longitude)
        near = [o for dx in range(-3, 4) for dy in range(-2, 3) for o in self.squares.get((x + dx, y + dy), ())]
        lat, lng = float(latitude), float(longitude)
        best = min(near, key=lambda o: _km(lat, lng, float(o.latitude), float(o.longitude)), default=None)
        if best is None or _km(lat, lng, float(best.latitude), float(best.longitude)) > FAR_KM:
            return None
        return best

    def by_text(self, text: str, near: Place | None = None) -> Found | None:
        """Return the place that a text names.

        Args:
            text: an official code, slug, name, other or former name, or postcode.
            near: the council that the row's postcode or position lies in, which decides between places of one name.
        """
        text = one_line(text)[:200]
        place = self.by_code.get(text.upper()) or self.by_slug.get(text.casefold())
        if place:
            return self._current(Found(place), near)
        key = place_key(text)
        if key in WHOLE_COUNTRY:
            whole = self.by_code.get(UNITED_KINGDOM)
            return Found(whole) if whole else None
        if key in AMBIGUOUS:
            return self._ambiguous(key, near)
        named = self.by_name.get(key) or self.by_short_name.get(key) or self.by_short_name.get(short_key(key))
        if named:
            return self._current(self._best(named, near), near)
        if outcode := self.by_postcode(text):
            return Found(self.council_of(outcode))
        return None

    def _ambiguous(self, key: str, near: Place | None) -> Found | None:
        candidates = [self.by_code[code] for code in AMBIGUOUS[key] if code in self.by_code]
        if near and near in candidates:
            return Found(near)
        return Found(candidates[0], SEVERAL) if candidates else None

    def _best(self, named: list[Place], near: Place | None) -> Found:
        """Of places of one name: those of today, then the kind that people mean, then where the postcode lies."""
        ranked = sorted(named, key=lambda place: (place.pk in self.former, _rank(place), place.code))
        first = ranked[0]
        alike = (first.pk in self.former, _rank(first))
        equals = [p for p in ranked if (p.pk in self.former, _rank(p)) == alike]
        if len(equals) == 1:
            return Found(first)
        holding = [place for place in equals if near and _holds(place, near)]
        return Found(holding[0]) if holding else Found(first, SEVERAL)

    def _current(self, found: Found, near: Place | None) -> Found:
        """A place that is no more stands for what followed it, when that is one place or the postcode says which."""
        if found.place.pk not in self.former:
            return found
        heirs = [self.places[heir.pk] for heir in found.place.replaced_by.all()]
        fitting = [heir for heir in heirs if near and _holds(heir, near)] or heirs
        if len(fitting) != 1:
            return found
        return Found(fitting[0], FORMER)


def _rank(place: Place) -> int:
    if place.kind in RANKS:
        return RANKS[PlaceKind(place.kind)]
    return RANK_OF_STRATEGIC if place.tier == PlaceTier.STRATEGIC else RANK_OF_COUNCIL


def _holds(place: Place, inner: Place) -> bool:
    return place.pk in (inner.pk, inner.county_id, inner.strategic_id, inner.region_id, inner.nation_id)


def _square(latitude, longitude) -> tuple[int, int]:
    return math.floor(float(longitude) * CELL), math.floor(float(latitude) * CELL)


def _km(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    x = (other_lng - lng) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(x, other_lat - lat)
