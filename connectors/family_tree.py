"""Where everything of a family tree goes: generations from left to right. Pure functions; a template prints the result."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from core.lettering import LINE, SIZE, width_of, wrap

BOX = 190  # width of a member's box
ACROSS, DOWN = 50, 18  # between columns, and between boxes in a column
PAD = 12
MOST_LINES = 4  # of a title; the list beneath has all of it
LANE = 10  # height that a line takes which passes a column without stopping there
TIP = 7

Key = Hashable


@dataclass(frozen=True)
class Kin:
    """A member of the family. `when` is a year or empty; `parents` are whom it was adapted from."""

    key: Key
    title: str
    when: str = ""
    parents: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Box:
    """A member's box; `lines` are the base lines of its words, the year the last when it is known."""

    key: Key
    x: float
    y: float
    height: float
    lines: tuple[tuple[float, str], ...]
    width: float = BOX

    @property
    def text_x(self) -> float:
        return self.x + PAD


@dataclass(frozen=True)
class Tree:
    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[str, ...]
    tips: tuple[str, ...]


@dataclass
class _Spot:
    """What stands in a column: a member, or the lane of a line that passes by."""

    kin: Kin | None = None
    height: float = LANE
    y: float = 0.0
    before: list["_Spot"] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def generations_of(family: Sequence[Kin]) -> dict[Key, int]:
    """Return how many steps each member is from those that were adapted from none. Circles are cut where they close."""
    by_key = {kin.key: kin for kin in family}
    known: dict[Key, int] = {}

    def depth(key: Key, open_keys: frozenset) -> int:
        if key not in known:
            parents = [p for p in by_key[key].parents if p in by_key and p not in open_keys]
            known[key] = max((depth(parent, open_keys | {key}) + 1 for parent in parents), default=0)
        return known[key]

    for kin in family:
        depth(kin.key, frozenset({kin.key}))
    return known


def draw_family(family: Sequence[Kin]) -> Tree:
    """Return the drawing of a family whose members are all connected."""
    generations = generations_of(family)
    columns = _columns(sorted(family, key=lambda kin: (kin.when or "9", kin.title.casefold())), generations)
    _stack(columns)
    boxes, ways, tips = [], [], []
    for number, column in enumerate(columns):
        x = number * (BOX + ACROSS)
        for spot in column:
            if spot.kin:
                boxes.append(Box(spot.kin.key, x, spot.y, spot.height, tuple(_words(spot.kin, spot.y))))
                ways += [_way(spot, before, x) for before in spot.before]
                if spot.before:
                    tips.append(f"M{x} {spot.middle:g}l-{TIP} -{TIP - 2}v{2 * (TIP - 2)}z")
    height = max((spot.y + spot.height for column in columns for spot in column), default=0)
    return Tree(max(0, len(columns) * (BOX + ACROSS) - ACROSS), height, tuple(boxes), tuple(ways), tuple(tips))


def _columns(family: Sequence[Kin], generations: dict[Key, int]) -> list[list[_Spot]]:
    """Return the spots of each generation from top to bottom: near those they come from, else the oldest first."""
    columns: list[list[_Spot]] = [[] for _ in range(max(generations.values(), default=-1) + 1)]
    spots = {kin.key: _Spot(kin, _height(kin)) for kin in family}
    for kin in family:
        column = generations[kin.key]
        columns[column].append(spots[kin.key])
        for parent in kin.parents:
            if parent not in spots or generations[parent] >= column:
                continue
            last = spots[parent]
            for passed in range(generations[parent] + 1, column):
                last = _Spot(before=[last])
                columns[passed].append(last)
            spots[kin.key].before.append(last)
    for number, column in enumerate(columns[1:], start=1):
        rank = {id(spot): place for place, spot in enumerate(columns[number - 1])}
        column.sort(key=lambda spot: sum(rank[id(one)] for one in spot.before) / max(1, len(spot.before)))
    return columns


def _stack(columns: list[list[_Spot]]) -> None:
    """Set the heights at which the spots stand: each column in the middle of the tallest."""
    totals = [sum(spot.height + DOWN for spot in column) - DOWN for column in columns]
    for column, total in zip(columns, totals, strict=True):
        y = (max(totals) - total) / 2
        for spot in column:
            spot.y = y
            y += spot.height + DOWN


def _title_lines(kin: Kin) -> list[str]:
    lines = wrap(kin.title, BOX - 2 * PAD)
    if len(lines) <= MOST_LINES:
        return lines
    last = lines[MOST_LINES - 1]
    while last and width_of(f"{last}…") > BOX - 2 * PAD:
        last = last[:-1]
    return [*lines[: MOST_LINES - 1], f"{last.rstrip()}…"]


def _height(kin: Kin) -> float:
    return 2 * PAD + LINE * (len(_title_lines(kin)) + bool(kin.when))


def _words(kin: Kin, top: float) -> list[tuple[float, str]]:
    words = [*_title_lines(kin), *filter(None, [kin.when])]
    return [(top + PAD + SIZE + LINE * number, text) for number, text in enumerate(words)]


def _way(spot: _Spot, before: _Spot, x: float) -> str:
    """Return the path from a parent to a member, through the lanes between them; it bends between columns only."""
    lanes = []
    while not before.kin:
        lanes.append(before)
        before = before.before[0]
    column = x - len(lanes) * (BOX + ACROSS)
    path, y = f"M{column - ACROSS} {before.middle:g}", before.middle
    for lane in reversed(lanes):
        path += f"{_bend(column, y, lane.middle)}h{BOX}"
        column, y = column + BOX + ACROSS, lane.middle
    return path + _bend(column, y, spot.middle)


def _bend(x: float, from_y: float, to_y: float) -> str:
    middle = x - ACROSS / 2
    return f"C{middle:g} {from_y:g} {middle:g} {to_y:g} {x} {to_y:g}"
