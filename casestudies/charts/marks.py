"""What tells the series of a chart apart without colour: a mark for each line, a pattern for each bar."""

from casestudies.charts.figures import MAX_SERIES

# Circle, square, triangle, diamond, cross, triangle on its head; the middle at 0, 0.
MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z",
    "M0-5l5 9h-10z",
    "M0-6l5 6l-5 6l-5-6z",
    "M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    "M0 5l5-9h-10z",
)
# Plain, rising lines, dots, upright lines, falling lines, level lines, in a square of 8 by 8.
PATTERNS = (
    "",
    "M-2 2l4-4M0 8l8-8M6 10l4-4",
    "M2 2h2v2h-2zM6 6h2v2h-2z",
    "M4 0v8",
    "M-2 6l4 4M0 0l8 8M6-2l4 4",
    "M0 4h8",
)
assert len(MARKS) == len(PATTERNS) == MAX_SERIES  # noqa: S101 - a slip of the programmer, not of an editor
