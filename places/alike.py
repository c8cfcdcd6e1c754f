"""Reads for "places like mine": which places are most like one, from the stored features of all, kept in memory."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.kept import Kept
from places import dates
from places.kinds import PlaceKind, PlaceTier
from places.likeness import USUAL, Vector, Weights, match
from places.models import DataVersion, PlaceFeatures

# Like with like: a place is compared with those of its own group only.
GROUPS: dict[str, tuple[str, ...]] = {
    "councils": (PlaceTier.LOWER, PlaceTier.SINGLE),
    "counties": (PlaceTier.UPPER,),
    "strategic": (PlaceTier.STRATEGIC,),
}
GROUP_OF_TIER = {tier: group for group, tiers in GROUPS.items() for tier in tiers}
SAME, OTHER, ALL = "", "other", "all"  # which tiers of a group are looked at; the same by default


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """A place with its features, and the figures behind them, to be said in words.

    Attributes:
        nation, region: codes.
        density: people per km²; `urban`, `remote`: shares of people, 0 to 1.
        deprivation: the UK-comparable score; Northern Ireland's is never shown beside another nation's.
    """

    key: int
    code: str
    slug: str
    name: str
    kind: str
    tier: str
    nation: str
    region: str
    population: int
    population_year: int | None
    density: float
    urban: float
    remote: float
    deprivation: float
    vector: Vector

    @property
    def kind_label(self) -> str:
        return str(PlaceKind(self.kind).label)

    @property
    def group(self) -> str:
        return GROUP_OF_TIER[self.tier]


@dataclass(frozen=True, slots=True)
class Match:
    """A place and how alike it is to the one that was asked for, in per cent."""

    place: ComparedPlace
    percent: float

    @property
    def whole_percent(self) -> int:
        return round(self.percent)


def compared_places() -> dict[str, ComparedPlace]:
    """Return every place that can be compared by its code, as the database had them within the last seconds."""
    return _kept_places()


def compared_on():
    """Return when the features were computed, or nothing before that."""
    return DataVersion.objects.filter(name="likeness").values_list("loaded_at", flat=True).first()


def places_like(
    code: str, *, weights: Weights = USUAL, tiers: str = SAME, area: str = "", limit: int | None = None
) -> list[Match]:
    """Return the places most like one, the most alike first; none when it cannot be compared.

    Args:
        code: of the place.
        tiers: `SAME` tier as the place, the `OTHER` one of its group, or `ALL` of the group.
        area: code of the nation or region that the others must lie in; empty for the whole United Kingdom.
        limit: how many at most; all when None.
    """
    places = compared_places()
    place = places.get(code)
    if place is None:
        return []
    others = (other for other in places.values() if other.code != code and _is_wanted(other, place, tiers, area))
    found = [Match(other, match(place.vector, other.vector, weights)) for other in others]
    return sorted(found, key=lambda one: (-one.percent, one.place.name))[:limit]


def likeness_to(code: str) -> dict[str, float]:
    """Return how alike every place of its group is to one, in per cent with the usual weights, by code; with itself 100."""
    places = compared_places()
    place = places.get(code)
    if place is None:
        return {}
    return {o.code: match(place.vector, o.vector) for o in places.values() if o.group == place.group}


def areas_with_others(place: ComparedPlace) -> set[str]:
    """Return the codes of nations and regions in which other places of its group lie."""
    others = [other for other in compared_places().values() if other.group == place.group and other.code != place.code]
    return {code for other in others for code in (other.nation, other.region) if code}


def rank_in_nation(place: ComparedPlace) -> tuple[int, int]:
    """Return which of its nation's places of its group it is by deprivation, 1 the most deprived, and of how many."""
    peers = [one for one in compared_places().values() if one.nation == place.nation and one.group == place.group]
    return 1 + sum(one.deprivation > place.deprivation for one in peers), len(peers)


def vectors_changed() -> None:
    """Read the features anew at the next question."""
    _kept_places.changed()


def _is_wanted(other: ComparedPlace, place: ComparedPlace, tiers: str, area: str) -> bool:
    if other.group != place.group or (area and area not in {other.nation, other.region}):
        return False
    return tiers == ALL or (other.tier == place.tier) == (tiers == SAME)


def _read_places() -> dict[str, ComparedPlace]:
    return {place.code: place for place in _compared()}


def _compared() -> Iterable[ComparedPlace]:
    own = (
        "pk",
        "code",
        "slug",
        "name",
        "kind",
        "tier",
        "nation__code",
        "region__code",
        "population",
        "population_year",
    )
    figures = ("density", "urban_share", "remote_share", "dep_score")
    names = [f"place__{name}" for name in (*own, *figures)]
    features = ("density", "deprivation", "urban", "remote", "size")
    # What has ended since the comparison was computed is left out until it is computed anew.
    current = PlaceFeatures.objects.exclude(dates.ended_by(dates.today(), "place__"))
    for *columns, one, two, three, four, five in current.values_list(*names, *features).order_by("place"):
        values = [value or "" if number in {6, 7} else value for number, value in enumerate(columns)]
        yield ComparedPlace(*values, Vector(one, two, three, four, five))


_kept_places = Kept(_read_places)
