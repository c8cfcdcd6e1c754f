"""Makes static/map/coast.json, the only background of the map, from a file of the npm package `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    manage.py draw_coast package/countries-10m.json

The package (ISC) holds Natural Earth's countries at 1:10m, which are in the public domain.
"""

import json
import math
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from atlas.map_shapes import Ring, clipped, from_stretch, simplified

TARGET = Path("static/map/coast.json")
OURS, NEIGHBOURS = (
    ("United Kingdom",),
    ("Ireland", "Isle of Man", "Jersey", "Guernsey", "France", "Belgium", "Netherlands"),
)
WEST, SOUTH, EAST, NORTH = -13.0, 48.4, 4.5, 62.2  # a little more than the map ever shows
MIDDLE = 55.0  # latitude by which degrees of longitude are judged
TOLERANCE = 0.0075  # degrees of latitude, about 800 metres
SMALLEST = 0.01  # degrees: rocks below a kilometre are left out
DECIMALS = 3
FEWEST = 4  # points of a ring, the last being the first


class Command(BaseCommand):
    help = "Draw the coastline of the map from countries-10m.json of the npm package world-atlas."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="countries-10m.json")
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / TARGET)

    def handle(self, *args, **options):
        try:
            atlas = json.loads(options["file"].read_text(encoding="utf-8"))
            features = [_feature(atlas, names) for names in (OURS, NEIGHBOURS)]
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            raise CommandError(f"{options['file']} is not countries-10m.json of world-atlas: {error}") from error
        text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
        options["to"].parent.mkdir(parents=True, exist_ok=True)
        options["to"].write_text(text + "\n", encoding="utf-8")
        points = sum(len(ring) for one in features for (ring,) in one["geometry"]["coordinates"])
        self.stdout.write(f"{options['to']}: {points:,} points, {len(text) / 1024:.0f} KB")


def _feature(atlas: dict, names: tuple[str, ...]) -> dict:
    found = {one["properties"]["name"]: one for one in atlas["objects"]["countries"]["geometries"]}
    rings = [small for name in names for ring in _rings(atlas, found[name]) if (small := _smaller(ring))]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"ours": names == OURS}, "geometry": geometry}


def _rings(atlas: dict, geometry: dict) -> Iterator[Ring]:
    """Yield the outlines of a country in degrees; its holes, none of which lie here, are left out."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for outline, *_holes in polygons:
        ring: Ring = []
        for number in outline:
            # ~n is the arc n the other way round, and each arc begins where the one before it ended (TopoJSON, 2.1.4).
            arc = _arc(atlas, number) if number >= 0 else _arc(atlas, ~number)[::-1]
            ring += arc[1:] if ring else arc
        yield ring


def _arc(atlas: dict, number: int) -> Ring:
    (scale_x, scale_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in atlas["arcs"][number]:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + from_x, y * scale_y + from_y))
    return points


def _smaller(ring: Ring) -> Ring:
    inside = clipped(ring, WEST, SOUTH, EAST, NORTH)
    if not inside or max(max(axis) - min(axis) for axis in zip(*inside, strict=True)) < SMALLEST:
        return []
    distance = partial(from_stretch, squeeze=math.cos(math.radians(MIDDLE)))
    # Between two points that lie far apart, so that a ring does not fall into one line.
    far = max(range(len(inside)), key=lambda i: math.dist(inside[i], inside[0]))
    halves = (
        simplified(inside[: far + 1], TOLERANCE, distance),
        simplified([*inside[far:], inside[0]], TOLERANCE, distance),
    )
    rounded = [(round(lng, DECIMALS), round(lat, DECIMALS)) for lng, lat in (*halves[0], *halves[1][1:])]
    return rounded if len(rounded) >= FEWEST else []
