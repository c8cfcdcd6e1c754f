"""Draws the pattern of a theme: a patchwork, one block and three colours each. We have no photographs to publish."""

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

COLUMNS, ROWS, TILE = 10, 4, 150  # tiles and their side in pixels
SHARPNESS = 2  # drawn larger and scaled down, for smooth slanted edges

BRICK, CLAY, OCHRE, MOSS, SLATE, PLUM, SAND, CHALK = (
    "#9a3416",
    "#cf7f52",
    "#d9a441",
    "#5f7350",
    "#4a6272",
    "#6f4257",
    "#ead9bd",
    "#f8f1e4",
)

Point = tuple[float, float]
Shape = tuple[int, list[Point]]  # which of the three colours, and corners in a unit square


def _half(turn: int) -> list[Shape]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    return [(1, [corners[turn % 4], corners[(turn + 1) % 4], corners[(turn + 2) % 4]])]


def _pinwheel(turn: int) -> list[Shape]:
    c = (0.5, 0.5)
    return [
        (1, [(0, 0), (0.5, 0), c]),
        (1, [(1, 0), (1, 0.5), c]),
        (1, [(1, 1), (0.5, 1), c]),
        (1, [(0, 1), (0, 0.5), c]),
        (2, [(0.5, 0), (1, 0), c]),
        (2, [(0.5, 1), (0, 1), c]),
    ]


def _hourglass(turn: int) -> list[Shape]:
    c = (0.5, 0.5)
    if turn % 2:
        return [(1, [(0, 0), (1, 0), c]), (2, [(0, 1), (1, 1), c])]
    return [(1, [(0, 0), (0, 1), c]), (2, [(1, 0), (1, 1), c])]


def _geese(turn: int) -> list[Shape]:
    return [(1 + i % 2, [(0, (i + 1) / 3), (0.5, i / 3), (1, (i + 1) / 3)]) for i in range(3)]


def _cabin(turn: int) -> list[Shape]:
    shapes, low, high = [], 0.0, 1.0
    for ring in range(3):
        step = 1 / 7
        shapes.append((1 + ring % 2, [(low, low), (high, low), (high, low + step), (low, low + step)]))
        shapes.append((2 - ring % 2, [(low, low), (low + step, low), (low + step, high), (low, high)]))
        low, high = low + step, high - step
    return shapes


def _nine(turn: int) -> list[Shape]:
    return [
        (1 if (x + y) % 4 else 2, _box(x / 3, y / 3, 1 / 3)) for x in range(3) for y in range(3) if (x + y) % 2 == 0
    ]


def _path(turn: int) -> list[Shape]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    cx, cy = corners[turn % 4]
    arc = [(cx + 0.72 * cos(a * pi / 24), cy + 0.72 * sin(a * pi / 24)) for a in range(49)]
    return [(1 + turn % 2, [(min(max(x, 0), 1), min(max(y, 0), 1)) for x, y in arc])]


def _diamond(turn: int) -> list[Shape]:
    inner = [(0.5, 0.25), (0.75, 0.5), (0.5, 0.75), (0.25, 0.5)]
    return [(1, [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)]), (2, inner)]


def _rails(turn: int) -> list[Shape]:
    bars = [(1 + i % 2, [(0, i / 4), (1, i / 4), (1, (i + 1) / 4), (0, (i + 1) / 4)]) for i in range(0, 4, 2)]
    return [(c, [(y, x) for x, y in points]) for c, points in bars] if turn % 2 else bars


def _box(x: float, y: float, side: float) -> list[Point]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


Block = Callable[[int], list[Shape]]
PATTERNS: dict[str, tuple[Block, tuple[str, str, str]]] = {
    "good-work-and-pay": (_rails, (SAND, BRICK, OCHRE)),
    "local-economy-and-community-wealth": (_nine, (CHALK, MOSS, OCHRE)),
    "community-assets-and-ownership": (_cabin, (SAND, BRICK, CLAY)),
    "housing-and-land": (_geese, (CHALK, BRICK, SLATE)),
    "climate-energy-and-nature": (_half, (SAND, MOSS, SLATE)),
    "health-and-care": (_pinwheel, (CHALK, CLAY, PLUM)),
    "food": (_path, (CHALK, MOSS, OCHRE)),
    "skills-and-learning": (_hourglass, (SAND, SLATE, OCHRE)),
    "children-and-young-people": (_path, (SAND, OCHRE, CLAY)),
    "transport-and-connectivity": (_rails, (CHALK, SLATE, MOSS)),
    "digital-inclusion": (_nine, (SAND, SLATE, PLUM)),
    "democracy-and-participation": (_diamond, (CHALK, BRICK, OCHRE)),
    "culture-and-heritage": (_pinwheel, (SAND, PLUM, OCHRE)),
    "poverty-and-cost-of-living": (_hourglass, (CHALK, PLUM, CLAY)),
    "migration-and-belonging": (_geese, (SAND, SLATE, CLAY)),
    "town-centres-and-high-streets": (_cabin, (CHALK, SLATE, OCHRE)),
    "finance-and-funding": (_diamond, (SAND, MOSS, SLATE)),
    "public-services-and-procurement": (_half, (CHALK, SLATE, CLAY)),
}
FALLBACK = (_half, (SAND, BRICK, CLAY))


def draw_pattern(slug: str) -> bytes:
    """Return a PNG of 1,500 by 600 pixels for a theme; the same theme always gets the same picture."""
    block, colours = PATTERNS.get(slug, FALLBACK)
    side = TILE * SHARPNESS
    picture = Image.new("RGB", (COLUMNS * side, ROWS * side), colours[0])
    draw = ImageDraw.Draw(picture)
    for column in range(COLUMNS):
        for row in range(ROWS):
            turn = column + 2 * row + (column * row) % 3
            for colour, points in block(turn):
                corners = [((column + x) * side, (row + y) * side) for x, y in points]
                draw.polygon(corners, fill=colours[colour])
    smooth = picture.resize((COLUMNS * TILE, ROWS * TILE), Image.Resampling.LANCZOS)
    file = BytesIO()
    smooth.save(file, "PNG", optimize=True)
    return file.getvalue()
