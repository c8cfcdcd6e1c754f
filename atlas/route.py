"""The tiers as a route: from the neighbourhood of an initiative to the United Kingdom, and who links one tier to the next.

Only what the directory holds is said: the geography, the tiers that the entry and the connectors work at. Who holds which power
in law is not.
"""

from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from atlas.former import follow
from connectors.choices import Stage
from connectors.directory import listed_entries
from connectors.kinds import entry_kinds
from connectors.models import EntryLink, EntryPage, EntryPlace, EntryTier
from connectors.options import all_options
from places.kinds import PlaceTier
from places.models import UNITED_KINGDOM, Place
from places.nations import ENGLAND

# From the narrowest to the widest, by the slug of the vocabulary.
ORDER = ("neighbourhood", "district", "county", "strategic", "devolved", "uk")
MOST_SHOWN = 3  # connectors in a gap
MOST_READ = 1_000  # tiers of connectors


@dataclass(frozen=True)
class Stop:
    """A tier with who stands for it here. `place` has a page; `works_here` says that the entry works at this tier."""

    slug: str
    tier: str
    name: str
    place: Place | None
    works_here: bool


@dataclass(frozen=True)
class Crossing:
    """A connector that works on both sides of a gap, and the tiers it works at."""

    entry: EntryPage
    tiers: list[str]


@dataclass(frozen=True)
class Gap:
    """What lies between two stops: who crosses it, and how many more; nobody when `crossings` is empty."""

    below: Stop
    above: Stop
    crossings: list[Crossing]
    more: int


@dataclass(frozen=True)
class Step:
    """A stop and the gap above it; none above the last."""

    stop: Stop
    gap: Gap | None


@dataclass(frozen=True)
class Route:
    place: Place
    steps: list[Step]


def route_of(entry: EntryPage) -> Route | None:
    """Return the route of an entry's lead place; None without one, or when it has no two stops."""
    lead = entry.lead_place
    place = _current(lead.place_id) if lead and lead.place_id else None
    if place is None:
        return None
    ticked = {item.tag.slug for item in entry.tier_items.all()}
    stops = _stops(place, lead.locality, ticked)
    if len(stops) < 2:  # noqa: PLR2004 - one stop is no route
        return None
    gaps = _gaps(stops, _connectors(entry, place, [stop.slug for stop in stops]))
    return Route(place, [Step(stop, gap) for stop, gap in zip(stops, [*gaps, None], strict=True)])


def _current(key: int) -> Place | None:
    """Return the place with its parents, or who took it over when that is one."""
    places = Place.objects.select_related("nation", "region", "strategic", "county")
    place = places.get(pk=key)
    if not place.has_ended:
        return place
    successors = follow(place)
    return places.get(pk=successors[0].pk) if len(successors) == 1 else None


def _stops(place: Place, locality: str, ticked: set[str]) -> list[Stop]:
    """Return the tiers that the place has, and those that the entry works at though the geography names nobody for them."""
    is_council = place.tier in {PlaceTier.LOWER, PlaceTier.SINGLE}
    nation = place if place.tier == PlaceTier.NATION else place.nation
    here: dict[str, Place | None] = {
        "district": place if is_council else None,
        "county": place if place.tier == PlaceTier.UPPER else place.county,
        "strategic": place if place.tier == PlaceTier.STRATEGIC else place.strategic,
        "devolved": nation if nation and nation.code != ENGLAND else None,
    }
    labels = all_options().labels["tier"]
    stops = []
    for slug in ORDER:
        found = here.get(slug)
        wanted = found or slug == "uk" or slug in ticked or (slug == "neighbourhood" and is_council)
        # A tier that editors took out of the vocabulary is none any more.
        if wanted and slug in labels:
            name = _name(slug, found, place, locality) or labels[slug]
            stops.append(Stop(slug, labels[slug], name, found, slug in ticked))
    return stops


def _name(slug: str, found: Place | None, place: Place, locality: str) -> str:
    if slug == "neighbourhood":
        return locality or _("Neighbourhoods in %(place)s") % {"place": place.name}
    return (found.official_name or found.name) if found else ""


def _connectors(entry: EntryPage, place: Place, slugs: list[str]) -> list[tuple[int, set[str]]]:
    """Return the connectors for this place or what it lies in, and those linked with the entry, the nearest first.

    Returns:
        Key and tiers of each that works at two of the tiers or more.
    """
    around = [place, place.county, place.strategic, place.region, place.nation]
    distance = {one.pk: number for number, one in reversed(list(enumerate(around))) if one}
    named = EntryPlace.objects.filter(Q(place__in=distance) | Q(place__code=UNITED_KINGDOM)).values("entry")
    wanted = Q(pk__in=named)
    if entry.pk:
        wanted |= Q(pk__in=EntryLink.objects.filter(entry=entry.pk).values("target"))
        wanted |= Q(pk__in=EntryLink.objects.filter(target=entry.pk).values("entry"))
    kind = entry_kinds()["connector"]
    found = listed_entries().of_kinds([kind.content_type_id]).filter(wanted).exclude(stage=Stage.ENDED)
    items = EntryTier.objects.filter(tag__slug__in=slugs, content_object__in=found).order_by("-content_object")
    tiers: dict[int, set[str]] = {}
    for key, slug in items.values_list("content_object", "tag__slug")[:MOST_READ]:
        tiers.setdefault(key, set()).add(slug)
    linking = {key: worked for key, worked in tiers.items() if len(worked) > 1}
    if not linking:
        return []
    nearest: dict[int, int] = {}
    for key, near in EntryPlace.objects.filter(entry__in=linking, place__in=distance).values_list("entry", "place"):
        nearest[key] = min(distance[near], nearest.get(key, len(around)))
    return sorted(linking.items(), key=lambda one: (nearest.get(one[0], len(around)), -one[0]))


def _gaps(stops: list[Stop], connectors: list[tuple[int, set[str]]]) -> list[Gap]:
    """Return what lies between each two stops. Who works on both sides of a gap crosses it, at whatever tiers."""
    position = {stop.slug: number for number, stop in enumerate(stops)}
    spans = [(key, [position[slug] for slug in sorted(tiers, key=position.__getitem__)]) for key, tiers in connectors]
    crossing = [[key for key, span in spans if span[0] <= number < span[-1]] for number in range(len(stops) - 1)]
    shown = {key for keys in crossing for key in keys[:MOST_SHOWN]}
    entries = listed_entries().in_bulk(list(shown)) if shown else {}
    worked = {key: [stops[number].tier for number in span] for key, span in spans}
    return [
        Gap(
            below,
            above,
            [Crossing(entries[key], worked[key]) for key in keys[:MOST_SHOWN] if key in entries],
            max(0, len(keys) - MOST_SHOWN),
        )
        for (below, above), keys in zip(pairwise(stops), crossing, strict=True)
    ]
