"""Words in a drawing: how much room they take, and how they are broken into lines."""

import unicodedata
from dataclasses import dataclass

SIZE = 14  # height of the letters, in units of the drawing
LINE = 17  # from one line to the next
WIDE_LETTERS = frozenset("mwMW@%&£€—…")


@dataclass(frozen=True)
class Label:
    """A line of text. `y` is its base line."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    role: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The room it takes: left, top, right, bottom."""
        width = width_of(self.text)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - SIZE * 0.8, left + width, self.y + SIZE * 0.25


def width_of(text: str) -> float:
    """Return about how wide a text is, in units of the drawing: rather too much than too little, whatever the typeface."""
    return SIZE * sum(_width(mark) for mark in text)


def _width(mark: str) -> float:
    if unicodedata.combining(mark):
        return 0.0
    if unicodedata.east_asian_width(mark) in "WF":
        return 1.05
    if mark in WIDE_LETTERS:
        return 0.95
    return 0.78 if mark.isupper() else 0.4 if mark in " .,:;'’!|ijl" else 0.65


def wrap(text: str, room: float) -> list[str]:
    """Break a text into lines no wider than `room`; a word that is wider still is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined) <= room:
            lines[-1] = joined
            continue
        pieces = _pieces(word, room)
        lines = [line for line in (*lines, *pieces) if line]
    return lines


def _pieces(word: str, room: float) -> list[str]:
    pieces = [""]
    for mark in word:
        if pieces[-1] and width_of(pieces[-1] + mark) > room:
            pieces.append(mark)
        else:
            pieces[-1] += mark
    return pieces
