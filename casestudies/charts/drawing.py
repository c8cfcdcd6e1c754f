"""Where everything of a chart goes. Templates only print it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from casestudies.charts.figures import Figures
from casestudies.charts.scales import Scale, moments, scale_of
from core.lettering import LINE, SIZE, Label, width_of, wrap

BAR, THIN_BAR = 20, 17  # thickness of a bar, alone in its row or one of several; a line of text fits beside it
GAP = 14  # between rows
SIDE = 8  # between a mark and its text
PLOT = 240  # height of the area of lines
KEY = 22  # height of a line of the key
SHORTEST = 60  # of the area of bars
NARROW = 420  # below it there is room for fewer numbers on the axis
POINT_ROOM = 13  # points nearer than this to each other lose their marks, not their line


@dataclass(frozen=True)
class Line:
    """A line of the axis, as SVG draws it, with gaps where words stand. `role` tells nought from the others."""

    path: str
    role: str


@dataclass(frozen=True)
class Bar:
    """One figure as a bar. `number` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    series: int
    number: Decimal


@dataclass(frozen=True)
class Point:
    """One figure as a mark on its line."""

    x: float
    y: float
    series: int
    number: Decimal
    says: str


@dataclass(frozen=True)
class Stroke:
    """A line through figures that follow each other without a gap."""

    points: str
    series: int


@dataclass(frozen=True)
class Drawing:
    """A chart of a given width, in units that are pixels at its natural size."""

    width: int
    height: float
    kind: str
    scale: Scale
    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    keys: tuple[Bar, ...]
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def starts_above_zero(self) -> str:
        """The first number of an axis that leaves out nought, which readers must be told. Empty when it does not."""
        return self.scale.texts[0] if self.kind == "line" and self.scale.low > 0 else ""


def draw(figures: Figures, kind: str, width: int) -> Drawing:
    """Return the drawing of a chart.

    Args:
        kind: "bar" or "line".
        width: in pixels; a phone and a desk get drawings of their own, so that letters keep their size.
    """
    return (_draw_lines if kind == "line" else _draw_bars)(figures, width)


def _numbers(figures: Figures) -> list[Decimal]:
    return [value.number for series in figures.series for value in series.values if value.number is not None]


def _key(figures: Figures, width: int) -> tuple[list[Bar], list[Label], float]:
    """Return the marks and words of the key, one series below the other, and where it ends. One series needs none."""
    marks: list[Bar] = []
    labels: list[Label] = []
    y = 0.0
    if len(figures.series) > 1:
        for number, series in enumerate(figures.series):
            marks.append(Bar(0, y + 3, 28, 14, number, Decimal(0)))
            for line in wrap(series.name, width - 36):
                labels.append(Label(36, y + SIZE + 1, line, role="key"))
                y += LINE
            y += KEY - LINE
        y += SIDE
    return marks, labels, y


# Bars: each row has its name above its bars, so that a name of any length fits on a phone


def _draw_bars(figures: Figures, width: int) -> Drawing:
    scale = scale_of(_numbers(figures), from_zero=True, count=4 if width < NARROW else 6)
    left, beside = _room_beside(figures)
    # Figures of fifteen digits on both sides: a drawing that is shown smaller is better than one that is cut off.
    width = max(width, round(left + beside) + SHORTEST)
    right = width - beside
    zero = left + scale.share(Decimal(0)) * (right - left)
    keys, labels, top = _key(figures, width)
    bars: list[Bar] = []
    rows: list[tuple[float, float]] = []
    y = top
    thickness = BAR if len(figures.series) == 1 else THIN_BAR
    for name, values in figures.rows:
        for line in wrap(name, width):
            labels.append(Label(0, y + SIZE, line, role="name"))
            y += LINE
        rows.append((y, y + 4 + thickness * len(values)))
        y += 2
        for number, value in enumerate(values):
            base = y + thickness / 2 + SIZE * 0.3
            if value.number is None:
                labels.append(Label(zero + SIDE, base, value.text, role="missing"))
            else:
                end = left + scale.share(value.number) * (right - left)
                bars.append(Bar(min(zero, end), y, abs(end - zero), thickness - 2, number, value.number))
                is_left = value.number < 0
                place, anchor = (end - SIDE, "end") if is_left else (end + SIDE, "start")
                labels.append(Label(place, base, value.text, anchor, "value"))
            y += thickness
        y += GAP
    lines, ticks = _ticks_below(scale, (left, right), rows, width)
    return Drawing(width, y + LINE + 4, "bar", scale, tuple(lines), (*labels, *ticks), tuple(keys), tuple(bars))


def _room_beside(figures: Figures) -> tuple[float, float]:
    """Return how much room is needed left and right of the bars, so that every figure fits beside its own."""
    values = [value for series in figures.series for value in series.values]
    below = [width_of(value.text) for value in values if value.number is not None and value.number < 0]
    above = [width_of(value.text) for value in values if value.number is None or value.number >= 0]
    return max(below) + SIDE if below else 1, max(above) + SIDE if above else 1


def _ticks_below(
    scale: Scale, across: tuple[float, float], rows: list[tuple[float, float]], width: int
) -> tuple[list[Line], list[Label]]:
    (left, right), lines, labels = across, [], []
    below = rows[-1][1] + LINE + 2
    for tick, text in zip(scale.ticks, scale.texts, strict=True):
        x = left + scale.share(tick) * (right - left)
        path = "".join(f"M{x:.1f} {start:.1f}V{end:.1f}" for start, end in rows)
        lines.append(Line(path, "zero" if tick == 0 else "grid"))
        labels.append(_inside(Label(x, below, text, "middle", "tick"), width))
    return lines, _without_overlaps(labels, keep=[scale.ticks.index(Decimal(0))])


def _inside(label: Label, width: float) -> Label:
    """Return the label moved so far that none of it is cut off at the sides."""
    left, _top, right, _bottom = label.box
    if left < 0:
        return Label(0, label.y, label.text, "start", label.role)
    if right > width:
        return Label(width, label.y, label.text, "end", label.role)
    return label


def _without_overlaps(labels: list[Label], keep: list[int]) -> list[Label]:
    """Return the labels of an axis that fit beside each other, those of `keep` before all others."""
    order = [*keep, *(index for index in range(len(labels)) if index not in keep)]
    kept: list[int] = []
    for index in order:
        box = labels[index].box
        if all(box[2] + SIDE <= labels[other].box[0] or labels[other].box[2] + SIDE <= box[0] for other in kept):
            kept.append(index)
    return [labels[index] for index in sorted(kept)]


# Lines


def _draw_lines(figures: Figures, width: int) -> Drawing:
    scale = scale_of(_numbers(figures), from_zero=False, count=5)
    keys, labels, top = _key(figures, width)
    top += SIZE / 2
    left = max(width_of(text) for text in scale.texts) + SIDE
    right, bottom = width - 12.0, top + PLOT
    lines = []
    for tick, text in zip(scale.ticks, scale.texts, strict=True):
        y = bottom - scale.share(tick) * PLOT
        lines.append(Line(f"M{left:.1f} {y:.1f}H{right:.1f}", "zero" if tick == 0 else "grid"))
        labels.append(Label(left - SIDE, y + SIZE * 0.3, text, "end", "tick"))
    places = _places(figures, left + SIDE, right)
    names = _names_below(figures, places, bottom, width)
    strokes, points = [], []
    for number, series in enumerate(figures.series):
        spots = [
            None if value.number is None else (x, bottom - scale.share(value.number) * PLOT)
            for x, value in zip(places, series.values, strict=True)
        ]
        strokes += _strokes(spots, number)
        points += _points(figures, spots, number)
    height = max(label.box[3] for label in names) + 4
    return Drawing(
        width,
        height,
        "line",
        scale,
        tuple(lines),
        (*labels, *names),
        tuple(keys),
        strokes=tuple(strokes),
        points=tuple(points),
    )


def _places(figures: Figures, left: float, right: float) -> list[float]:
    """Return where each row stands: by its date when all rows have one, else evenly."""
    if len(figures.labels) == 1:
        return [(left + right) / 2]
    steps = moments(figures.labels) or range(len(figures.labels))
    first, last = steps[0], steps[-1]
    return [left + (step - first) / (last - first) * (right - left) for step in steps]


def _names_below(figures: Figures, places: list[float], bottom: float, width: int) -> list[Label]:
    """Return the names of as many rows as fit, the first and the last among them, long ones in several lines."""
    room = max(90.0, (width - places[0]) / len(places) - SIDE)
    wrapped = [wrap(name, room) for name in figures.labels]
    widest = [max(lines, key=width_of) for lines in wrapped]
    places_of = [_inside(Label(x, bottom, text, "middle"), width) for x, text in zip(places, widest, strict=True)]
    ends = [0, len(places) - 1] if len(places) > 1 else [0]
    kept = _without_overlaps(places_of, keep=ends)
    labels = []
    for place, lines in zip(places_of, wrapped, strict=True):
        if place in kept:
            labels += [
                Label(place.x, bottom + 6 + LINE * row, line, place.anchor, "tick")
                for row, line in enumerate(lines, start=1)
            ]
    return labels


def _strokes(spots: list[tuple[float, float] | None], series: int) -> list[Stroke]:
    runs: list[list[str]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(f"{spot[0]:.1f},{spot[1]:.1f}")
    return [Stroke(" ".join(run), series) for run in runs if len(run) > 1]


def _points(figures: Figures, spots: list[tuple[float, float] | None], number: int) -> list[Point]:
    """Return the marks of a line: each one when there is room, and always where a figure stands alone between gaps."""
    points: list[Point] = []
    series = figures.series[number]
    for index, spot in enumerate(spots):
        alone = not any(spots[other] for other in (index - 1, index + 1) if 0 <= other < len(spots))
        if spot is None or not (alone or not points or spot[0] - points[-1].x >= POINT_ROOM):
            continue
        value = series.values[index]
        says = _("%(name)s, %(row)s: %(value)s") % {
            "name": series.name,
            "row": figures.labels[index],
            "value": value.text,
        }
        points.append(Point(*spot, number, value.number, says))
    return points
