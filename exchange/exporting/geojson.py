"""Entries as GeoJSON (RFC 7946), for maps and geographic information systems."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from connectors.whereabouts import Area, Spot, spots_of
from exchange.exporting.rows import Row

OF_THE_POINT = ("latitude", "longitude", "point_precision")


def as_geojson(rows: Iterable[Row], about: dict[str, Any], areas: Mapping[str, list[Area]]) -> Iterator[bytes]:
    """One FeatureCollection; an entry of which no point may be shown has no geometry and is there all the same.

    Args:
        rows: as every export has them; their points are rounded to what may be shown.
        about: what it is, by whom and when; a foreign member, as RFC 7946 calls it.
        areas: what stands for the code of a place today.
    """
    yield f'{{"type": "FeatureCollection", "about": {json.dumps(about, ensure_ascii=False)}, "features": ['.encode()
    between, box = "\n", None
    for row in rows:
        spot = shown_spot(row, areas)
        box = _around(box, spot)
        yield f"{between}{json.dumps(_feature(row, spot), ensure_ascii=False)}".encode()
        between = ",\n"
    # The order of members is free, so the box can wait until all points have gone by.
    end = f', "bbox": {json.dumps(box)}' if box else ""
    yield f"\n]{end}}}\n".encode()


def shown_spot(row: Row, areas: Mapping[str, list[Area]]) -> Spot | None:
    """Return the point of a row: its own where it has one, else the centre of the first of its places that has one."""
    own = None
    if row["latitude"] and row["longitude"]:
        own = (Decimal(row["latitude"]), Decimal(row["longitude"]), row["point_precision"])
    found = [area for code in row["place"] for area in areas.get(code, ())]
    return next((spot for spot in spots_of(own, found) if spot.point), None)


def _feature(row: Row, spot: Spot | None) -> dict[str, Any]:
    properties = {name: value for name, value in row.items() if name not in OF_THE_POINT}
    properties["precision"] = spot.precision if spot else ""
    geometry = {"type": "Point", "coordinates": [spot.point[1], spot.point[0]]} if spot else None
    return {"type": "Feature", "id": row["external_id"], "geometry": geometry, "properties": properties}


def _around(box: list[float] | None, spot: Spot | None) -> list[float] | None:
    """Return west, south, east and north of all points so far. None of them lies beyond the antimeridian."""
    if not spot:
        return box
    latitude, longitude = spot.point
    west, south, east, north = box or (longitude, latitude, longitude, latitude)
    return [min(west, longitude), min(south, latitude), max(east, longitude), max(north, latitude)]
