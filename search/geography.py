"""Points as index terms, so that "within 10 miles" is an exact filter like any other.

A point's term starts with its path in a quadtree (each letter halves the cell both ways), so all points of a cell share
a prefix, and the term dictionary answers "which points lie in this box" without reading a document. The exact distance
of each such point is then worked out once, however many records lie there.
"""

import itertools
import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
DEPTH = 16
FULL_CIRCLE = 360.0
HALF_CIRCLE = 180.0
CELLS_ACROSS = 4
FINER = 3  # halvings of the cells at the edge of a box
CELLS_WIDER = 4  # a cell is twice as many degrees wide as high, and a circle in the far north twice as wide again
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / HALF_CIRCLE

SQUARES = 20  # in a degree, for points that are too many to be told one by one

Point = tuple[float, float]


class Box(NamedTuple):
    """A part of the earth in degrees, in the order of RFC 7946; it does not cross the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Tell whether a point, latitude first, lies in it or on its edge."""
        return self.south <= point[0] <= self.north and self.west <= point[1] <= self.east


def is_on_earth(point: Point) -> bool:
    """Tell a position from a slip of the pen; NaN is none either."""
    return abs(point[0]) <= HALF_CIRCLE / 2 and abs(point[1]) <= HALF_CIRCLE


def distances_from(centre: Point) -> Callable[[float, float], float]:
    """Return the function that tells the great-circle distance in km of a latitude and longitude in degrees from here.

    By the haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68, 1984).
    """
    lat, lng = math.radians(centre[0]), math.radians(centre[1])
    cosine, sin, radians = math.cos(lat), math.sin, math.radians

    def distance(other_lat: float, other_lng: float) -> float:
        other_lat = radians(other_lat)
        chord = (
            sin((other_lat - lat) / 2) ** 2 + cosine * math.cos(other_lat) * sin((radians(other_lng) - lng) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))

    return distance


def haversine_km(one: Point, other: Point) -> float:
    return distances_from(one)(*other)


def point_term(lat: float, lng: float) -> str:
    return f"{_cell(_row(lat, DEPTH), _column(lng, DEPTH), DEPTH)}:{float(lat)!r},{float(lng)!r}"


def point_of(term: str) -> Point:
    lat, _, lng = term[DEPTH + 1 :].partition(",")
    return float(lat), float(lng)


def cells_around(centre: Point, radius_km: float) -> Iterator[str]:
    """Yield prefixes of the terms of all points within the radius, and of some beyond it. May yield "" (everywhere)."""
    lat, lng = centre
    lat_reach = radius_km / KM_PER_DEGREE
    # The widest longitude of the circle is reached where the parallels are shortest.
    shortest = math.cos(math.radians(min(89.9, abs(lat) + lat_reach)))
    lng_reach = lat_reach / shortest
    if lat_reach + abs(lat) >= HALF_CIRCLE / 2 or lng_reach + abs(lng) >= HALF_CIRCLE:
        yield ""
        return
    yield from cells_over(Box(lng - lng_reach, lat - lat_reach, lng + lng_reach, lat + lat_reach))


def cells_over(box: Box) -> Iterator[str]:
    """Yield prefixes of the terms of all points in the box, and of some beyond it."""
    yield from (_cell(*place) for place in _places_over(box))


def cells_within(box: Box) -> tuple[list[str], list[str]]:
    """Return prefixes of terms of points that surely lie in the box, and prefixes of those of all others that may."""
    inside, edge = [], []
    waiting = [(place, FINER) for place in _places_over(box)]
    while waiting:
        (row, column, depth), finer = waiting.pop()
        south, west = (row / 2**depth - 0.5) * HALF_CIRCLE, (column / 2**depth - 0.5) * FULL_CIRCLE
        north, east = south + HALF_CIRCLE / 2**depth, west + FULL_CIRCLE / 2**depth
        if box.south <= south and north <= box.north and box.west <= west and east <= box.east:
            inside.append(_cell(row, column, depth))
        elif south <= box.north and box.south <= north and west <= box.east and box.west <= east:
            if not finer or depth == DEPTH:
                edge.append(_cell(row, column, depth))
                continue
            halves = itertools.product((2 * row, 2 * row + 1), (2 * column, 2 * column + 1))
            waiting += [((r, c, depth + 1), finer - 1) for r, c in halves]
    return inside, edge


def _places_over(box: Box) -> Iterator[tuple[int, int, int]]:
    """Yield row, column and depth of cells that together hold the box."""
    # Of cells twice as fine it would take more than so many side by side.
    widest = max(box.north - box.south, (box.east - box.west) / CELLS_WIDER)
    depth = 0
    while depth < DEPTH and HALF_CIRCLE / 2 ** (depth + 1) * CELLS_ACROSS > widest:
        depth += 1
    for row in range(_row(box.south, depth), _row(box.north, depth) + 1):
        for column in range(_column(box.west, depth), _column(box.east, depth) + 1):
            yield row, column, depth


def square_of(point: Point) -> Point:
    """Return the centre of the square of a twentieth of a degree that holds the point."""
    lat, lng = ((math.floor(degrees * SQUARES) + 0.5) / SQUARES for degrees in point)
    return round(lat, 4), round(lng, 4)


def _row(lat: float, depth: int) -> int:
    return _band((lat + HALF_CIRCLE / 2) / HALF_CIRCLE, depth)


def _column(lng: float, depth: int) -> int:
    return _band((lng + HALF_CIRCLE) / FULL_CIRCLE, depth)


def _band(share: float, depth: int) -> int:
    return min(2**depth - 1, max(0, int(share * 2**depth)))


def _cell(row: int, column: int, depth: int) -> str:
    return "".join("abcd"[(row >> bit & 1) * 2 + (column >> bit & 1)] for bit in range(depth - 1, -1, -1))
