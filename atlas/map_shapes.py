"""Rings of points made smaller: cut to a box, and without the points that nobody would miss."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]


def clipped(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """Return the part of a closed ring that lies in the box; empty when none does.

    By the Sutherland–Hodgman algorithm (Communications of the ACM 17, 1974): one edge of the box after the other.
    """
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = list(_beside(ring, axis, limit, sign))
    return ring


def _beside(ring: Ring, axis: int, limit: float, sign: int) -> Iterable[Point]:
    for before, point in pairwise([*ring[-1:], *ring]):
        was_in, is_in = (sign * (one[axis] - limit) >= 0 for one in (before, point))
        if was_in != is_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = [one + share * (other - one) for one, other in zip(before, point, strict=True)]
            crossing[axis] = limit
            yield crossing[0], crossing[1]
        if is_in:
            yield point


def simplified(
    line: Sequence[Point], tolerance: float, distance: Callable[[Point, Point, Point], float]
) -> list[Point]:
    """Return the line without the points that lie nearer than the tolerance to what remains.

    By the Douglas–Peucker algorithm (Cartographica 10, 1973). The first and the last point stay.

    Args:
        distance: of a point, first, from the stretch between two others.
    """
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:  # noqa: PLR2004 - nothing lies between
            continue
        farthest = max(range(first + 1, last), key=lambda i: distance(line[i], line[first], line[last]))
        if distance(line[farthest], line[first], line[last]) > tolerance:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(kept)]


def from_stretch(point: Point, start: Point, end: Point, *, squeeze: float = 1.0) -> float:
    """Return how far a point lies from the stretch between two others, in the units of their second coordinate.

    Args:
        squeeze: what a unit of the first coordinate is worth, such as the cosine of the latitude for degrees.
    """
    px, py = (point[0] - start[0]) * squeeze, point[1] - start[1]
    ex, ey = (end[0] - start[0]) * squeeze, end[1] - start[1]
    length = ex * ex + ey * ey
    along = min(1.0, max(0.0, (px * ex + py * ey) / length)) if length else 0.0
    return math.hypot(px - along * ex, py - along * ey)
