"""Which points lie near, how far, and in what order."""

import json
from collections.abc import Iterator, Sequence

from tantivy import DocAddress, FieldType, Query, Schema, Searcher

from search.geography import Point, cells_around, distances_from, point_of

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
        self.within = None if within_km is None else self._within(within_km)

    def circles(self) -> Iterator[Query]:
        """Yield filters for ever wider circles, until all points are in."""
        radius = FIRST_RADIUS_KM
        while radius < WIDEST_KM:
            yield self._within(radius)
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

    def _within(self, radius_km: float) -> Query:
        """Return the exact filter "a point within the radius": a set of the terms of all such points."""
        terms = [
            term
            for cell in cells_around(self.centre, radius_km)
            for term, _ in self.searcher.terms_with_prefix("point", cell)
            if self.distance(*point_of(term)) <= radius_km
        ]
        return Query.term_set_query(self.schema, "point", terms) if terms else Query.empty_query()
