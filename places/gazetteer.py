"""All places in memory, to recognise one in what somebody typed without asking the database each time."""

import re
import time
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from places.kinds import PlaceKind
from places.models import Outcode, Place, PlaceAlias

FRESH_FOR = 60  # seconds until an editor's new alias is known to every process


@dataclass(frozen=True)
class KnownPlace:
    """What the directory needs to know of a place to offer it as a filter."""

    key: int
    code: str
    slug: str
    name: str
    kind: str
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> tuple[float, float] | None:
        """Its centre, latitude and longitude in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return (self.latitude, self.longitude)

    @property
    def kind_label(self) -> str:
        return str(PlaceKind(self.kind).label)


@dataclass(frozen=True)
class KnownOutcode:
    """A postcode district: its centre in degrees, and the council most of its postcodes lie in."""

    outcode: str
    point: tuple[float, float]
    place_key: int


@dataclass(frozen=True)
class Gazetteer:
    """Every current place by key, code, slug and folded name; every postcode district."""

    places: dict[int, KnownPlace]
    by_address: dict[str, KnownPlace]
    by_name: dict[str, tuple[KnownPlace, ...]]
    outcodes: dict[str, KnownOutcode]


def gazetteer() -> Gazetteer:
    """Return all places as the database had them within the last minute."""
    return _read(int(time.monotonic() // FRESH_FOR))


def forget() -> None:
    """Read the places anew at the next question."""
    _read.cache_clear()


def folded_name(text: str) -> str:
    """Return a name as it is compared: no accents, case or punctuation, "&" read as "and"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", "")))


@lru_cache(maxsize=1)
def _read(minute: int) -> Gazetteer:
    rows = Place.objects.values_list(
        "pk", "code", "slug", "name", "kind", "latitude", "longitude", "official_name", "until"
    )
    places, named = {}, []
    for pk, code, slug, name, kind, latitude, longitude, official, until in rows:
        if not until:
            places[pk] = KnownPlace(pk, code, slug, name, kind, _number(latitude), _number(longitude))
        named += [(name, pk), (official, pk)]
    named += PlaceAlias.objects.values_list("name", "place")
    addresses = {address: place for place in places.values() for address in (place.code, place.slug)}
    return Gazetteer(places, addresses, _by_name(named, places), _outcodes())


def _by_name(named: list[tuple[str, int]], places: dict[int, KnownPlace]) -> dict[str, tuple[KnownPlace, ...]]:
    """A former council's names lead to the places that serve its area now."""
    successors: dict[int, list[int]] = {}
    for old, new in Place.replaced_by.through.objects.values_list("from_place", "to_place").order_by("pk"):
        successors.setdefault(old, []).append(new)
    bearers: dict[str, dict[int, KnownPlace]] = {}
    for name, pk in named:
        for key in [pk] if pk in places else successors.get(pk, []):
            if key in places:
                bearers.setdefault(folded_name(name), {})[key] = places[key]
    bearers.pop("", None)
    return {name: tuple(found.values()) for name, found in bearers.items()}


def _outcodes() -> dict[str, KnownOutcode]:
    rows = Outcode.objects.values_list("outcode", "latitude", "longitude", "place")
    return {code: KnownOutcode(code, (float(lat), float(lng)), place) for code, lat, lng, place in rows}


def _number(value) -> float | None:
    return None if value is None else float(value)
