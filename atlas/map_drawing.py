"""The map as the server draws it: the coast, and dots that never lie on each other. Knows no database."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from django.conf import settings

from atlas.map_shapes import Ring, clipped
from search.geography import Box
from search.spread import Spot

COAST = "static/map/coast.json"
WHOLE = Box(-8.9, 49.7, 2.1, 61.0)
WIDTH = 300.0  # units of the drawing; at 320 pixels of screen one is nearly a pixel
TALLEST, FLATTEST = 1.95, 0.75  # height to width
LEAST_DEGREES = 0.3  # closer there is no coast to go by
MARGIN = 0.1
AROUND = 0.8  # of the view is drawn on each side of it too, for boxes of another shape
STEP = 0.8  # units between points of the coast that are worth drawing
LEAST_RADIUS, MOST_RADIUS, GROWTH = 13.0, 23.0, 1.6  # 26 units: a target of 24 pixels on the narrowest phone
CELL = 18.0


@dataclass(frozen=True)
class Frame:
    """What part of the world is drawn, in degrees of longitude and of Mercator's latitude."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.scale, 1)

    def shows(self, spot: Spot) -> bool:
        """Tell whether a spot lies in it."""
        return self.west <= spot.lng <= self.east and self.south <= mercator(spot.lat) <= self.north

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a point lies in the drawing, from its upper left corner."""
        return (longitude - self.west) * self.scale, (self.north - mercator(latitude)) * self.scale


@dataclass(frozen=True)
class Cluster:
    """Spots that are drawn as one dot."""

    x: float
    y: float
    radius: float
    count: int
    spots: tuple[Spot, ...]

    @property
    def box(self) -> Box:
        """The smallest box that holds its spots."""
        longitudes, latitudes = [spot.lng for spot in self.spots], [spot.lat for spot in self.spots]
        return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def mercator(latitude: float) -> float:
    """Return Mercator's latitude in degrees (EPSG:3857 in units of a degree of longitude), as Leaflet draws."""
    return math.degrees(math.asinh(math.tan(math.radians(min(85.0, max(-85.0, latitude))))))


def frame_around(box: Box, *, least: float = LEAST_DEGREES, tallest: float = TALLEST) -> Frame:
    """Return the frame of a box with a margin, neither a tower nor a ribbon.

    Args:
        least: degrees of longitude that it is wide at least.
        tallest: height to width.
    """
    west, east, south, north = box.west, box.east, mercator(box.south), mercator(box.north)
    width = max((east - west) * (1 + 2 * MARGIN), least)
    height = (north - south) * (1 + 2 * MARGIN)
    width, height = max(width, height / tallest), max(height, width * FLATTEST)
    x, y = (west + east) / 2, (south + north) / 2
    return Frame(*(round(edge, 5) for edge in (x - width / 2, y - height / 2, x + width / 2, y + height / 2)))


def whole_frame() -> Frame:
    """Return the frame of the United Kingdom, Shetland where it lies."""
    return Frame(WHOLE.west, mercator(WHOLE.south), WHOLE.east, mercator(WHOLE.north))


def box_around(spots: Iterable[Spot]) -> Box | None:
    """Return the smallest box that holds the spots; None without any."""
    spots = tuple(spots)
    return Cluster(0, 0, 0, 0, spots).box if spots else None


def clusters_of(spots: Sequence[Spot], frame: Frame) -> list[Cluster]:
    """Return dots for the spots, none of which touches another, the larger ones first."""
    cells: dict[tuple[int, int], list[tuple[float, float, Spot]]] = {}
    for spot in spots:
        x, y = frame.place(spot.lat, spot.lng)
        cells.setdefault((int(x // CELL), int(y // CELL)), []).append((x, y, spot))
    dots = [
        _cluster([(x, y, spot.count) for x, y, spot in some], [spot for *_, spot in some]) for some in cells.values()
    ]
    while True:
        apart: list[Cluster] = []
        for dot in sorted(dots, key=lambda dot: -dot.count):
            touched = next((i for i, one in enumerate(apart) if _touch(one, dot)), None)
            if touched is None:
                apart.append(dot)
            else:
                apart[touched] = _together(apart[touched], dot)
        if len(apart) == len(dots):
            return apart
        dots = apart


def _cluster(weighed: list[tuple[float, float, int]], spots: Sequence[Spot]) -> Cluster:
    count = sum(weight for *_, weight in weighed)
    x, y = (sum(point[axis] * point[2] for point in weighed) / count for axis in (0, 1))
    radius = min(MOST_RADIUS, LEAST_RADIUS + GROWTH * math.log2(count))
    return Cluster(round(x, 1), round(y, 1), round(radius, 1), count, tuple(spots))


def _together(one: Cluster, other: Cluster) -> Cluster:
    return _cluster([(one.x, one.y, one.count), (other.x, other.y, other.count)], one.spots + other.spots)


def _touch(one: Cluster, other: Cluster) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius


@lru_cache(maxsize=64)
def coast(frame: Frame) -> tuple[str, str]:
    """Return the outlines of the United Kingdom and of its neighbours as paths in tenths of a unit of the drawing."""
    return _path(_rings()[True], frame), _path(_rings()[False], frame)


@cache
def _rings() -> dict[bool, list[Ring]]:
    """Return the rings of the coast, ours and the neighbours', as longitude and Mercator's latitude."""
    features = json.loads((settings.BASE_DIR / COAST).read_text(encoding="utf-8"))["features"]
    return {
        one["properties"]["ours"]: [
            [(lng, mercator(lat)) for lng, lat in ring] for (ring,) in one["geometry"]["coordinates"]
        ]
        for one in features
    }


def _path(rings: list[Ring], frame: Frame) -> str:
    width, height = frame.east - frame.west, frame.north - frame.south
    west, east = frame.west - AROUND * width, frame.east + AROUND * width
    south, north = frame.south - AROUND * height, frame.north + AROUND * height
    parts = []
    for ring in rings:
        line: list[tuple[int, int]] = []
        for longitude, latitude in clipped(ring, west, south, east, north):
            # In tenths, each from the one before: half as long as written out.
            x, y = (longitude - frame.west) * frame.scale * 10, (frame.north - latitude) * frame.scale * 10
            if not line or abs(x - line[-1][0]) + abs(y - line[-1][1]) > STEP * 10:
                line.append((round(x), round(y)))
        if len(line) > 2:  # noqa: PLR2004 - two points make no island
            steps = (f"{x - was_x} {y - was_y}" for (was_x, was_y), (x, y) in pairwise(line))
            parts.append(f"M{line[0][0]} {line[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)
