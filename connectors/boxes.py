"""A part of the map in a query string: `bbox=west,south,east,north` in degrees, as RFC 7946 orders them."""

import math
import re

from search.geography import HALF_CIRCLE, Box

DECIMALS = 4  # about ten metres
LONGEST = 80
NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,20})?", re.ASCII)


def parse_box(text: str) -> Box | None:
    """Return the box, its edges rounded to ten metres; None when the text is none."""
    parts = text.strip().split(",") if len(text) <= LONGEST else []
    if len(parts) != len(Box._fields) or not all(NUMBER.fullmatch(part.strip()) for part in parts):
        return None
    box = Box(*(round(float(part), DECIMALS) for part in parts))
    latitudes, longitudes = (box.south, box.north), (box.west, box.east)
    if max(map(abs, longitudes)) > HALF_CIRCLE or max(map(abs, latitudes)) > HALF_CIRCLE / 2:
        return None
    return box if box.west <= box.east and box.south <= box.north else None


def outward(box: Box) -> Box:
    """Return the box with its edges rounded away from its middle, so that what lies on them stays inside."""
    places = 10**DECIMALS
    west, south = (math.floor(edge * places) / places for edge in (box.west, box.south))
    east, north = (math.ceil(edge * places) / places for edge in (box.east, box.north))
    return Box(west, south, east, north)


def box_value(box: Box) -> str:
    """Return the shortest text that `parse_box` reads as this box."""
    return ",".join(f"{edge:.{DECIMALS}f}".rstrip("0").rstrip(".") for edge in box)
