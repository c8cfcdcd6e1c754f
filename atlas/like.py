"""What the page "places like mine" is asked for, and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import tidy_query
from places.alike import ALL, OTHER, SAME, ComparedPlace, Match, areas_with_others, places_like
from places.gazetteer import gazetteer
from places.kinds import PlaceKind, PlaceTier
from places.likeness import FEATURES, USUAL, Weights
from places.reasons import Reasons, reasons
from search import live
from search.query import SearchQuery

PAGE_SIZE = 20
MOST_POINTS = 4
POINTS = tuple(str(number) for number in range(MOST_POINTS + 1))
LABELS = {
    "density": gettext_lazy("Density: people per km²"),
    "deprivation": gettext_lazy("Deprivation"),
    "urban": gettext_lazy("Share of people in urban areas"),
    "remote": gettext_lazy("Share of people in remote areas"),
    "size": gettext_lazy("Size: number of people"),
}


@dataclass(frozen=True)
class LikeQuery:
    """Which places are looked at and how much each feature counts, with known values only."""

    tiers: str = SAME
    area: str = ""
    weights: Weights = USUAL
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict, place: ComparedPlace) -> "LikeQuery":
        """Read a query string. What nothing offers is kept apart in `unknown`, to be said and ignored."""
        offered = {
            "tiers": [SAME, OTHER, ALL] if place.group == "councils" else [SAME],
            "area": ["", *areas_with_others(place)],
            **{name: ["", *POINTS] for name in FEATURES},
        }
        typed = {name: tidy_query(parameters.get(name, ""), max_length=60) for name in offered}
        known = {name: value for name, value in typed.items() if value in offered[name]}
        points = {name: int(known[name]) for name in FEATURES if known.get(name)}
        return cls(
            tiers=known.get("tiers", SAME),
            area=known.get("area", ""),
            weights=USUAL._replace(**points),
            unknown=tuple(value for name, value in typed.items() if name not in known),
        )

    def parameters(self) -> QueryDict:
        """The shortest query string that asks the same."""
        parameters = QueryDict(mutable=True)
        for name in ("tiers", "area"):
            if value := getattr(self, name):
                parameters[name] = value
        for name in FEATURES:
            if (points := getattr(self.weights, name)) != getattr(USUAL, name):
                parameters[name] = str(points)
        return parameters

    @property
    def is_usual(self) -> bool:
        return not self.parameters()

    @property
    def counts_nothing(self) -> bool:
        """All weights are nought: the usual ones are taken, which is to be said."""
        return not any(self.weights)


@dataclass(frozen=True)
class Slider:
    """One weight of the form."""

    name: str
    label: str
    points: int
    usual: int


@dataclass(frozen=True)
class LikePlace:
    """A row of the list. `entries` is how many the directory has there; None while the index is built."""

    match: Match
    reasons: Reasons
    lies_in: str
    entries: int | None


def like_context(place: ComparedPlace, query: LikeQuery, number: str) -> dict:
    """What the page prints beside the place: the form, and one page of the list.

    Args:
        number: of the page, as typed.
    """
    matches = places_like(place.code, weights=query.weights, tiers=query.tiers, area=query.area)
    page: Page = Paginator(matches, PAGE_SIZE).get_page(number)
    page.object_list = like_rows(place, page.object_list, query.weights)
    return {
        "query": query,
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "query_string": query.parameters().urlencode(),
        "sliders": [
            Slider(name, str(LABELS[name]), getattr(query.weights, name), getattr(USUAL, name)) for name in FEATURES
        ],
        "most_points": MOST_POINTS,
        "tiers": _tiers(place, query),
        "areas": _areas(place, query),
        "all_tiers_query": replace(query, tiers=ALL).parameters().urlencode() if place.group == "councils" else "",
        "without_area_query": replace(query, area="").parameters().urlencode(),
    }


def like_rows(place: ComparedPlace, matches: list[Match], weights: Weights = USUAL) -> list[LikePlace]:
    """Return matches with their reasons and what the directory has there."""
    names = gazetteer().by_address
    counts = entries_in([match.place.code for match in matches])
    return [
        LikePlace(
            match=match,
            reasons=reasons(place, match.place, weights),
            lies_in=names[lies_in].name if (lies_in := match.place.region or match.place.nation) in names else "",
            entries=counts.get(match.place.code),
        )
        for match in matches
    ]


def entries_in(codes: Iterable[str]) -> dict[str, int]:
    """Return by code how many entries the directory has in each place and all that lies in it; none while the index is built."""
    try:
        index = live.index()
    except live.NotReadyError:
        return {}
    return {code: index.count(SearchQuery(place=code)) for code in codes}


def _tiers(place: ComparedPlace, query: LikeQuery) -> list[dict]:
    if place.group != "councils":
        return []
    single = place.tier == PlaceTier.SINGLE
    own = _("Single-tier councils") if single else _("District councils")
    other = _("District councils") if single else _("Single-tier councils")
    offered = [
        (SAME, own),
        (OTHER, other),
        (ALL, _("Both")),
    ]
    return [{"value": value, "label": label, "chosen": value == query.tiers} for value, label in offered]


def _areas(place: ComparedPlace, query: LikeQuery) -> list[dict]:
    """Nations first, then regions; Scotland, Wales and Northern Ireland, which are both, once."""
    with_others = areas_with_others(place)
    known = [one for one in gazetteer().places.values() if one.code in with_others]
    nations = sorted((one for one in known if one.kind == PlaceKind.NATION), key=lambda one: one.name)
    names = {nation.name for nation in nations}
    regions = sorted(
        (one for one in known if one.kind == PlaceKind.REGION and one.name not in names), key=lambda one: one.name
    )
    return [{"value": one.code, "label": one.name, "chosen": one.code == query.area} for one in (*nations, *regions)]
