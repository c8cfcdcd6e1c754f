"""Where the records of a result lie: how many in each place and at each point, counted by the engine in one pass."""

from dataclasses import dataclass

from tantivy import Query, Searcher

from search.schema import TOGETHER

MOST_PLACES = 5_000  # more than there are
MOST_SPOTS = 10_000  # above it squares stand for them
MOST_SQUARES = 60_000  # more than the country has; the engine's own limit is 65,000


@dataclass(frozen=True, slots=True)
class Spot:
    """Some records at one point, or in one square.

    Attributes:
        code: of the place; "" for a square.
        precision: as the record says; "" for a square.
    """

    code: str
    lat: float
    lng: float
    precision: str
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a result lies. A record with several places is counted in each.

    Attributes:
        total: how many records there are.
        placed: how many of them have a point.
        places: code of a place → how many of the records name it, and the key of one of them.
        squared: there are too many points; the spots are squares.
    """

    total: int
    placed: int
    places: dict[str, tuple[int, int]]
    spots: list[Spot]
    squared: bool


def spread_of(searcher: Searcher, query: Query) -> Spread:
    """Return where the records that a query finds lie."""
    asked = {
        "at": {**_terms("at", MOST_PLACES), "aggs": {"one": {"max": {"field": "key"}}}},
        "spot": _terms("spot", MOST_SPOTS + 1),
        "placed": {"range": {"field": "points", "ranges": [{"from": 1.0}]}},
        "total": {"value_count": {"field": "key"}},
    }
    answer = searcher.aggregate(query, asked)
    spots = answer["spot"]["buckets"]
    squared = len(spots) > MOST_SPOTS
    if squared:
        spots = searcher.aggregate(query, {"square": _terms("square", MOST_SQUARES)})["square"]["buckets"]
    return Spread(
        total=int(answer["total"]["value"]),
        placed=sum(bucket["doc_count"] for bucket in answer["placed"]["buckets"] if "from" in bucket),
        places={
            bucket["key"]: (bucket["doc_count"], int(bucket["one"]["value"])) for bucket in answer["at"]["buckets"]
        },
        spots=[_square(bucket) if squared else _spot(bucket) for bucket in spots],
        squared=squared,
    )


def _terms(column: str, most: int) -> dict:
    return {"terms": {"field": column, "size": most}}


def _spot(bucket: dict) -> Spot:
    code, lat, lng, precision = bucket["key"].split(TOGETHER)
    return Spot(code, float(lat), float(lng), precision, bucket["doc_count"])


def _square(bucket: dict) -> Spot:
    lat, lng = map(float, bucket["key"].split(TOGETHER))
    return Spot("", lat, lng, "", bucket["doc_count"])
