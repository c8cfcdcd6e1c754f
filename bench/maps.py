"""The map's points through gunicorn against the bare view; and ten thousand entries each at a point of its own."""

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import BARE, WARM_UP
from bench.server import Visitor
from bench.timing import MILLISECONDS, Line, at_most, interleaved, median, spread, timed

POINTS, PAGE = "/directory/map/points.json", "/directory/map/"
MAP_RATIO, MOST_QUERIES = 20.0, 20
OWN_POINTS = 10_000
MOST_KB, MOST_SECONDS = 300, 1.0
ROUNDS = 5


def measure_map(port: int, strings: list[str], progress: Callable[[str], None]) -> list[Line]:
    """Ask for the points and for the map of each query string, and for the bare page, in turn."""
    visitor = Visitor(port)
    asked = [f"?{text}" if text else "" for text in strings]
    for tail in (asked * 2)[:WARM_UP]:
        visitor.must(POINTS + tail)
        visitor.must(BARE)
    progress(f"map: {len(asked)} questions")
    works = [
        {
            "points": lambda t=tail: visitor.must(POINTS + t),
            "page": lambda t=tail: visitor.must(PAGE + t),
            "bare": lambda: visitor.must(BARE),
        }
        for tail in asked
    ]
    times = interleaved(works)
    bare = median(times["bare"])
    return [
        Line(f"map endpoint through gunicorn, {len(asked)} questions", spread(times["points"])),
        at_most("map endpoint median ÷ (c)", median(times["points"]) / bare, MAP_RATIO, " ×"),
        Line("map page without scripts through gunicorn", spread(times["page"])),
        at_most("map page median ÷ (c)", median(times["page"]) / bare, MAP_RATIO, " ×"),
        at_most("map endpoint, everything, compressed", len(visitor.must(POINTS).body) / 1024, MOST_KB, " KB"),
        at_most("map endpoint and page: most queries", max(map(_queries, (POINTS, PAGE))), MOST_QUERIES, ""),
    ]


def _queries(address: str) -> int:
    client = Client(headers={"host": "localhost"})
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def measure_own_points(folder: Path, size: int, progress: Callable[[str], None]) -> list[Line]:
    """Count, name and compress ten thousand different points; no question is remembered from the one before.

    Args:
        size: entries of the directory; a small one gets no more points than that.
    """
    from django.http import QueryDict

    from atlas.map_page import Question, points_for_scripts
    from connectors.directory import DirectoryQuery
    from connectors.options import all_options
    from search.engine import Index
    from search.query import SearchQuery
    from search.records import Record

    many = min(OWN_POINTS, size)
    progress(f"map: {many:,} different points")
    chance = random.Random(7)
    index = Index(folder / "points")
    places = [(chance.uniform(50, 59), chance.uniform(-6, 1)) for _ in range(many)]
    index.write(
        Record(key, "initiative", "Entry", points=((lat, lng),), spots=((f"E{key % 300:08}", (lat, lng), "exact"),))
        for key, (lat, lng) in enumerate(((round(lat, 5), round(lng, 5)) for lat, lng in places), 1)
    )
    index.commit({})
    options, sizes, times = all_options(), [], []
    query = DirectoryQuery.parse(QueryDict(), options)

    def ask() -> None:
        points = points_for_scripts(Question(query, options, index, index.spread(SearchQuery())))
        sizes.append(len(gzip.compress(json.dumps(points, separators=(",", ":")).encode(), 6)))

    for _ in range(ROUNDS):
        index.reload()
        times.append(timed(ask))
    return [
        at_most(f"map, {many:,} different points, compressed", max(sizes) / 1024, MOST_KB, " KB"),
        at_most(f"map, {many:,} different points, slowest of {ROUNDS}", max(times), MOST_SECONDS * MILLISECONDS, " ms"),
    ]
