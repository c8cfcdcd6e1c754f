"""The map of a result: the drawing, the list beneath it, and the same for scripts. Reads; parameters are those of the listing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from atlas.map_drawing import TALLEST, Cluster, Frame, box_around, clusters_of, coast, frame_around, whole_frame
from atlas.map_places import Names, PlaceLine, Region, grouped, names_of
from connectors.boxes import outward
from connectors.directory import DirectoryQuery
from connectors.listing import heading_of, tags_of
from connectors.offers import Offer
from connectors.options import Options, all_options
from places.gazetteer import KnownPlace, gazetteer
from search import live
from search.engine import Index
from search.spread import Spot, Spread

SURROUNDINGS = 1.4  # degrees of longitude around a place, so that one sees where it lies
OF_PLACE = 1.4  # height to width at most of a drawing that is a part of a page
NEAR_ENOUGH = 0.02  # degrees: dots closer to each other are shown as a list, not as another map
MOST_NAMED = 3
KEPT_COUNTS = 2_000
SHORT = 1_000  # from here on a dot says "1k"


@dataclass(frozen=True)
class Dot:
    """A dot with everything the template prints."""

    x: float
    y: float
    radius: float
    text: str
    label: str
    url: str


@dataclass(frozen=True)
class Drawing:
    frame: Frame
    ours: str
    neighbours: str
    dots: list[Dot]


@dataclass(frozen=True)
class MapOfResult:
    """The map of a result.

    Attributes:
        unplaced: how many entries have no point.
        query_string: the shortest one that asks the same, of the listing too.
    """

    query: DirectoryQuery
    heading: str
    total: int
    unplaced: int
    drawing: Drawing
    regions: list[Region]
    wide: list[PlaceLine]
    tags: list[Offer]
    query_string: str


@dataclass(frozen=True)
class Question:
    """What a query string asks, and the answer of the index."""

    query: DirectoryQuery
    options: Options
    index: Index
    spread: Spread


def ask(parameters: QueryDict) -> Question:
    """Read a query string as the listing does, whatever it holds, and ask where its result lies.

    Raises:
        search.live.NotReadyError: the index is being built.
    """
    options = all_options()
    query, index = DirectoryQuery.parse(parameters, options), live.index()
    return Question(query, options, index, index.spread(query.for_index()))


def map_of(parameters: QueryDict) -> MapOfResult:
    """Return the map of a query string; raises as `ask` does."""
    asked = ask(parameters)
    query, spread = asked.query, asked.spread
    names, cards = names_of(spread.places), _cards_of_single(asked)
    regions, wide = grouped(query, spread, names, cards)
    return MapOfResult(
        query=query,
        heading=heading_of(query, spread.total),
        total=spread.total,
        unplaced=spread.total - spread.placed,
        drawing=_drawing(asked, names, cards),
        regions=regions,
        wide=wide,
        tags=tags_of(query, asked.options),
        query_string=query.parameters().urlencode(),
    )


def map_of_place(code: str) -> tuple[Drawing, str] | None:
    """Return the drawing of everything in a place and the query string of its map; None when there is no dot to draw.

    Args:
        code: of the place, as the listing knows it; "" for everything.
    """
    parameters = QueryDict(mutable=True)
    if code:
        parameters["place"] = code
    try:
        asked = ask(parameters)
    except live.NotReadyError:
        return None
    if not asked.spread.spots:
        return None
    names = names_of(asked.spread.places)
    return _drawing(asked, names, _cards_of_single(asked), tallest=OF_PLACE), parameters.urlencode()


def _cards_of_single(asked: Question) -> dict[int, dict]:
    """Return the cards of entries that stand alone in their place: they are linked themselves."""
    return asked.index.cards([key for count, key in asked.spread.places.values() if count == 1])


def _drawing(asked: Question, names: Names, cards: dict[int, dict], *, tallest: float = TALLEST) -> Drawing:
    frame = _frame(asked.query, asked.spread, tallest)
    # An entry that also works far away has its other places in the list: a dot beyond the edge could be reached and not seen.
    seen = [spot for spot in asked.spread.spots if frame.shows(spot)]
    dots = [_dot(cluster, asked, names, cards) for cluster in clusters_of(seen, frame)]
    ours, neighbours = coast(frame)
    # From the north west to the south east, as one reads.
    return Drawing(frame, ours, neighbours, sorted(dots, key=lambda dot: (dot.y // 40, dot.x)))


def _frame(query: DirectoryQuery, spread: Spread, tallest: float) -> Frame:
    if query.box:
        return frame_around(query.box)
    around = None
    if query.near:
        around = box_around(spread.spots)
    elif query.place:
        around = box_around(_inside(query.place, spread.spots) or spread.spots)
    return frame_around(around, least=SURROUNDINGS, tallest=tallest) if around else whole_frame()


def _inside(place: KnownPlace, spots: Sequence[Spot]) -> list[Spot]:
    """Return the spots that surely lie in the place: its own, and those of places whose region or nation it is."""
    known = gazetteer().by_address
    return [
        spot
        for spot in spots
        if spot.code == place.code or (spot.code in known and place.code in known[spot.code].areas)
    ]


def _dot(cluster: Cluster, asked: Question, names: Names, cards: dict[int, dict]) -> Dot:
    label, url = _meaning(cluster, asked, names, cards)
    text = str(cluster.count) if cluster.count < SHORT else f"{cluster.count // SHORT}k"
    return Dot(cluster.x, cluster.y, cluster.radius, text, label, url)


def _meaning(cluster: Cluster, asked: Question, names: Names, cards: dict[int, dict]) -> tuple[str, str]:
    """Return what a dot is called and where it leads: to its entry, its place, its part of the list or a closer map."""
    query, codes = asked.query, list(dict.fromkeys(spot.code for spot in cluster.spots if spot.code))
    counted = _counted(get_language(), cluster.count)
    where = _listed([names.name(code) for code in codes])
    label = _("%(where)s: %(entries)s") % {"where": where, "entries": counted} if where else counted
    there, key = asked.spread.places.get(codes[0], (0, 0)) if len(codes) == 1 else (0, 0)
    if there == 1 and (card := cards.get(key)):
        return _("%(title)s, %(where)s") % {"title": card["title"], "where": where or card["place"]}, card["url"]
    known = names.known.get(codes[0]) if len(codes) == 1 else None
    if known and there == cluster.count:
        return label, address_of(replace(query, place=known))
    box = outward(cluster.box)
    inside = replace(query, box=box)
    if max(box.east - box.west, box.north - box.south) < NEAR_ENOUGH:
        return label, address_of(inside)
    return _("%(label)s. Look closer") % {"label": label}, address_of(inside, reverse("map"))


@lru_cache(maxsize=KEPT_COUNTS)
def _counted(_language: str, count: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": f"{count:,}"}


def _listed(found: Sequence[str]) -> str:
    named = ", ".join(found[:MOST_NAMED])
    if len(found) <= MOST_NAMED:
        return named
    rest = len(found) - MOST_NAMED
    return ngettext("%(names)s and %(rest)s more", "%(names)s and %(rest)s more", rest) % {"names": named, "rest": rest}


def address_of(query: DirectoryQuery, base: str = "/directory/") -> str:
    """Return the address of a result: of its listing, or of another page with the same parameters."""
    asked = query.parameters().urlencode()
    return f"{base}?{asked}" if asked else base


def points_for_scripts(asked: Question) -> dict:
    """Return every dot as short as it can be told.

    `spots` are rows of latitude, longitude, count, position of the place in `places` (-1: several) and whether the point
    is exact, a postcode district or the centre of an area (0, 1, 2).
    """
    spread = asked.spread
    names = names_of(spread.places)
    codes = list(dict.fromkeys(spot.code for spot in spread.spots if spot.code))
    positions = {code: position for position, code in enumerate(codes)}
    exactness = {"exact": 0, "postcode_district": 1}
    return {
        "total": spread.total,
        "placed": spread.placed,
        "squares": spread.squared,
        "places": [[code, names.name(code)] for code in codes],
        "spots": [
            [spot.lat, spot.lng, spot.count, positions.get(spot.code, -1), exactness.get(spot.precision, 2)]
            for spot in spread.spots
        ],
    }


def entries_in(asked_for: QueryDict, limit: int) -> dict:
    """Return the first entries of a result for a pop-up, how many there are and where the others are."""
    query = DirectoryQuery.parse(asked_for, all_options())
    found = live.search(query.for_index(limit=limit))
    entries = [{"title": hit.card["title"], "url": hit.card["url"], "place": hit.card["place"]} for hit in found.hits]
    counted = ngettext("%(count)s entry here", "%(count)s entries here", found.total) % {"count": f"{found.total:,}"}
    rest = {"url": address_of(query), "label": _("All of them in the list")} if found.total > len(entries) else None
    return {"heading": counted, "entries": entries, "rest": rest}
