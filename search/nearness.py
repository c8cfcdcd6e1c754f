"""Which points lie near, how far, and in what order."""

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tantivy import DocAddress, FieldType, Occur, Query, Schema, Searcher

from search.geography import Box, Point, cells_around, cells_within, distances_from, point_of

FIRST_RADIUS_KM = 10.0
WIDENING = 3
WIDEST_KM = 300.0  # beyond it everything is looked at: the country is not much larger


class Nearness:
    """The surroundings of one point in one state of the index."""

    def __init__(self, searcher: Searcher, schema: Schema, centre: Point, within_km: float | None):
        self.searcher = searcher
        self.schema = schema
        self.centre = centre
        self.distance = distances_from(centre)
        self._reach = [] if within_km is None else self._points_within(within_km)
        self.within = None if within_km is None else self._at(self._reach)

    def circles_holding(self, wanted: int) -> Iterator[Query]:
        """Yield filters for ever wider circles: the first may hold so many records, the last holds all that lie near."""
        if self.within is None:
            yield from self._circles()
            return
        held = list(accumulate(count for _, _, count in self._reach))
        end = 0
        while end < len(held):
            end = bisect_left(held, wanted) + 1
            # Points equally far away belong together.
            while end < len(held) and self._reach[end][0] == self._reach[end - 1][0]:
                end += 1
            yield self._at(self._reach[:end])
            wanted *= WIDENING

    def _circles(self) -> Iterator[Query]:
        radius = FIRST_RADIUS_KM
        while radius < WIDEST_KM:
            yield self._at(self._points_within(radius))
            radius *= WIDENING
        yield self.anywhere()

    def anywhere(self) -> Query:
        """Return the filter for records that have a point."""
        return Query.range_query(self.schema, "points", FieldType.Unsigned, lower_bound=1)

    def distance_km(self, points: Sequence[Sequence[float]]) -> float | None:
        """Return how far the nearest of the points is; None without any."""
        return min((self.distance(lat, lng) for lat, lng in points), default=None)

    def distances(self, addresses: list[DocAddress]) -> list[float]:
        """Return the distances in km of records that have points. Only those with several are read from the store."""
        columns = [self.searcher.fast_field_values(name, addresses) for name in ("lat", "lng", "points")]
        distances, known = [], {}
        for address, lat, lng, number in zip(addresses, *columns, strict=True):
            if number > 1:
                distances.append(self.distance_km(self._points_of(address)))
                continue
            # Many records stand at the centre of the same place.
            if (lat, lng) not in known:
                known[lat, lng] = self.distance(lat, lng)
            distances.append(known[lat, lng])
        return distances

    def _points_of(self, address: DocAddress) -> list[list[float]]:
        return json.loads(self.searcher.doc(address).get_first("stored"))["points"]

    def _points_within(self, radius_km: float) -> list[tuple[float, str, int]]:
        """Return distance, term and number of records of each point within the radius, the nearest first."""
        found = [
            (distance, term, count)
            for cell in cells_around(self.centre, radius_km)
            for term, count in self.searcher.terms_with_prefix("point", cell)
            if (distance := self.distance(*point_of(term))) <= radius_km
        ]
        return sorted(found)

    def _at(self, points: list[tuple[float, str, int]]) -> Query:
        """Return the exact filter "at one of these points"."""
        return _at(self.schema, [term for _, term, _ in points])


def at_points_in(searcher: Searcher, schema: Schema, box: Box) -> Query:
    """Return the exact filter "has a point in this box"."""
    inside, edge = cells_within(box)
    # One by one only at the edge: fifty thousand points as terms took the engine seconds.
    found = [
        term for cell in edge for term, _count in searcher.terms_with_prefix("point", cell) if box.holds(point_of(term))
    ]
    whole = [Query.regex_query(schema, "point", f"{cell}.*") for cell in inside]
    return Query.boolean_query([(Occur.Should, query) for query in (_at(schema, found), *whole)])


def _at(schema: Schema, terms: list[str]) -> Query:
    return Query.term_set_query(schema, "point", terms) if terms else Query.empty_query()
