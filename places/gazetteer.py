"""All places in memory, to recognise one in what somebody typed without asking the database each time."""

import re
import time
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from places import dates
from places.kinds import PlaceKind
from places.models import UNITED_KINGDOM, Outcode, Place, PlaceAlias
from places.succession import heirs, replacements

FRESH_FOR = 60  # seconds until an editor's new alias is known to every process


@dataclass(frozen=True)
class KnownPlace:
    """What the directory needs to know of a place to offer it as a filter.

    Attributes:
        areas: codes of the whole areas it lies in, or is: its region, its nation, the United Kingdom.
    """

    key: int
    code: str
    slug: str
    name: str
    kind: str
    latitude: float | None
    longitude: float | None
    areas: tuple[str, ...] = ()

    @property
    def point(self) -> tuple[float, float] | None:
        """Its centre, latitude and longitude in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return (self.latitude, self.longitude)

    @property
    def kind_label(self) -> str:
        return str(PlaceKind(self.kind).label)

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.slug])


@dataclass(frozen=True)
class KnownOutcode:
    """A postcode district: its centre in degrees, and the council most of its postcodes lie in."""

    outcode: str
    point: tuple[float, float]
    place_key: int


@dataclass(frozen=True)
class KnownName:
    """A name that leads to a place: its own, a Welsh or short one, or that of a council it took over from."""

    folded: str
    name: str
    place: KnownPlace


@dataclass(frozen=True)
class Gazetteer:
    """Every current place by key, code, slug and folded name; every name and postcode district; heirs of former places."""

    places: dict[int, KnownPlace]
    by_address: dict[str, KnownPlace]
    by_name: dict[str, tuple[KnownPlace, ...]]
    names: tuple[KnownName, ...]
    outcodes: dict[str, KnownOutcode]
    heirs: dict[int, list[int]]


def gazetteer() -> Gazetteer:
    """Return all places as the database had them within the last minute."""
    return _read(int(time.monotonic() // FRESH_FOR), dates.today())


def forget() -> None:
    """Read the places anew at the next question."""
    _read.cache_clear()


def folded_name(text: str) -> str:
    """Return a name as it is compared: no accents, case or punctuation, "&" read as "and"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", letters.replace("'", "").replace("’", "")))


@lru_cache(maxsize=1)
def _read(_minute: int, day: str) -> Gazetteer:
    rows = Place.objects.values_list(
        *("pk", "code", "slug", "name", "kind", "latitude", "longitude", "region__code", "nation__code"),
        *("official_name", "since", "until"),
    )
    places, named, former = {}, [], {}
    for *own, region, nation, official, since, until in rows:
        pk, code, slug, name, kind, latitude, longitude = own
        if dates.has_ended(until, day):
            former[pk] = (code, slug)
        elif not dates.is_to_come(since, day):
            areas = tuple(dict.fromkeys(filter(None, (region or code, nation, UNITED_KINGDOM))))
            places[pk] = KnownPlace(pk, code, slug, name, kind, _number(latitude), _number(longitude), areas)
        named += [(name, pk), (official, pk)]
    named += PlaceAlias.objects.values_list("name", "place")
    addresses = {address: place for place in places.values() for address in (place.code, place.slug)}
    pairs = replacements()
    of_former = {key: heirs(key, pairs, places) for key in former}
    addresses |= {
        address: places[keys[0]] for pk, keys in of_former.items() if len(keys) == 1 for address in former[pk]
    }
    names = _names(named, places, of_former)
    by_name: dict[str, tuple[KnownPlace, ...]] = {}
    for known in names:
        by_name[known.folded] = (*by_name.get(known.folded, ()), known.place)
    return Gazetteer(places, addresses, by_name, names, _outcodes(of_former), of_former)


def _names(
    named: list[tuple[str, int]], places: dict[int, KnownPlace], of_former: dict[int, list[int]]
) -> tuple[KnownName, ...]:
    """A former council's names lead to the places that serve its area now. Each name leads to a place once."""
    # Scotland the region holds what Scotland the nation holds: it is offered once.
    nations = {place.name for place in places.values() if place.kind == PlaceKind.NATION}
    repeated = {key for key, place in places.items() if place.kind == PlaceKind.REGION and place.name in nations}
    names: dict[tuple[str, int], KnownName] = {}
    for name, pk in named:
        folded = folded_name(name)
        for key in [pk] if pk in places else of_former.get(pk, []):
            if folded and key not in repeated:
                names.setdefault((folded, key), KnownName(folded, name, places[key]))
    return tuple(names.values())


def _outcodes(of_former: dict[int, list[int]]) -> dict[str, KnownOutcode]:
    """A district in a council that has ended lies in the one that took it over, if it is one."""
    rows = Outcode.objects.values_list("outcode", "latitude", "longitude", "place")
    today = {old: keys[0] for old, keys in of_former.items() if len(keys) == 1}
    return {code: KnownOutcode(code, (float(lat), float(lng)), today.get(at, at)) for code, lat, lng, at in rows}


def _number(value) -> float | None:
    return None if value is None else float(value)
