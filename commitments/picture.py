"""The picture of the tracker: one bar for each year, parted by status. Pure functions; a template prints it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commitments.choices import Status

# From what is there to what is not, then what nobody can or did tell.
ORDER = (
    Status.DELIVERED,
    Status.IN_PART,
    Status.IN_PROGRESS,
    Status.DELAYED,
    Status.STALLED,
    Status.NOT_STARTED,
    Status.BROKEN,
    Status.SUPERSEDED,
    Status.CANNOT_JUDGE,
    Status.NOT_ASSESSED,
)
# Told from the others by a pattern; the rest are plain or an outline.
PATTERNED = {Status.IN_PART, Status.DELAYED, Status.STALLED, Status.SUPERSEDED, Status.CANNOT_JUDGE}
# Drawn as an outline: there is nothing yet.
OUTLINED = {Status.NOT_STARTED, Status.NOT_ASSESSED}
MOST_YEARS = 12
LABEL, BAR, GAP, END = 48, 22, 10, 44  # pixels: the year, a bar's thickness, between bars, the number behind
ROOM_FOR_NUMBER = 18
BASELINE = 16  # of letters in a bar


@dataclass(frozen=True)
class Part:
    """A piece of a bar."""

    status: Status
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def is_patterned(self) -> bool:
        return self.status in PATTERNED

    @property
    def is_solid(self) -> bool:
        return self.status not in PATTERNED | OUTLINED

    @property
    def shows_number(self) -> bool:
        return self.width >= ROOM_FOR_NUMBER


@dataclass(frozen=True)
class YearBar:
    year: int
    y: int
    parts: tuple[Part, ...]
    total: int
    end: float

    @property
    def baseline(self) -> int:
        return self.y + BASELINE


@dataclass(frozen=True, eq=False)
class Picture:
    """The drawing of a given width, in pixels at its natural size, and the same as rows of a table.

    It equals only itself, so that what was drawn of it can be kept by it.
    """

    width: int
    height: int
    bars: tuple[YearBar, ...]
    statuses: tuple[Status, ...]
    rows: tuple[tuple[int, tuple[int, ...], int], ...]


def draw(counts: Mapping[int, Mapping[Status, int]], width: int) -> Picture | None:
    """Return the picture of the last years; None when there is nothing to draw.

    Args:
        counts: year → status → how many commitments had it at the end of that year.
        width: of the drawing; a phone and a desk get one each, so that letters keep their size.
    """
    years = [year for year in sorted(counts) if sum(counts[year].values())][-MOST_YEARS:]
    if not years:
        return None
    statuses = tuple(status for status in ORDER if any(counts[year].get(status) for year in years))
    most = max(sum(counts[year].values()) for year in years)
    scale = (width - LABEL - END) / most
    bars = tuple(_bar(year, number, counts[year], statuses, scale) for number, year in enumerate(years))
    rows = tuple(
        (year, tuple(counts[year].get(status, 0) for status in statuses), sum(counts[year].values())) for year in years
    )
    return Picture(width, len(years) * (BAR + GAP), bars, statuses, rows)


def _bar(year: int, number: int, counts: Mapping[Status, int], statuses: Sequence[Status], scale: float) -> YearBar:
    parts, x = [], float(LABEL)
    for status in statuses:
        if count := counts.get(status, 0):
            parts.append(Part(status, count, x, count * scale))
            x += count * scale
    return YearBar(year, number * (BAR + GAP), tuple(parts), sum(counts.values()), x)
