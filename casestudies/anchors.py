"""Addresses inside a story: its headings, and the marks of its notes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

# A tag of the editor's HTML, also one with ">" in an attribute.
TAG = re.compile(r"(<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>)")
HEADING = re.compile(r"<(/?)h([23])\b")
MARK = re.compile(r"\[([1-9]\d?)\]")
LONGEST = 60  # characters of an address


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    id: str


class Anchors:
    """Hands out addresses while a story is drawn from its top to its end. One for each time that a page is drawn."""

    def __init__(self, notes: int = 0):
        """Args:
        notes: how many notes the story has; a mark with a higher number is no link.
        """
        self.notes = notes
        self.headings: list[Heading] = []
        self.marks: Counter[int] = Counter()
        self.charts = 0
        self.results = 0
        self._taken: set[str] = set()

    def add_heading(self, level: int, text: str) -> str:
        """Return the address of the next heading: made of its words, so that it stays when others come and go."""
        # What the page itself uses as an address ("sources") has no such beginning.
        wanted = f"s-{slugify(text)[:LONGEST].strip('-') or 'part'}"
        address, number = wanted, 1
        while address in self._taken:
            number += 1
            address = f"{wanted}-{number}"
        self._taken.add(address)
        self.headings.append(Heading(level, text, address))
        return address

    def add_mark(self, number: int) -> str:
        """Return the address of the next mark of a note."""
        self.marks[number] += 1
        return mark_address(number, self.marks[number])

    def add_chart(self) -> str:
        self.charts += 1
        return f"chart-{self.charts}"

    def add_result(self) -> str:
        self.results += 1
        return result_address(self.results)

    def marks_of(self, number: int) -> list[str]:
        """Return the addresses of a note's marks in the text above."""
        return [mark_address(number, time) for time in range(1, self.marks[number] + 1)]


def mark_address(number: int, time: int) -> str:
    return f"mark-{number}" if time == 1 else f"mark-{number}-{time}"


def result_address(number: int) -> str:
    """Return the address of a story's first, second … result."""
    return f"result-{number}"


def anchored(html: str, anchors: Anchors) -> SafeString:
    """Return the HTML of rich text with addresses at its headings, and links from marks such as [1] to their notes."""
    pieces = TAG.split(html)
    result, links = [], 0
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            result.append(piece if links else _with_marks(piece, anchors))
            continue
        heading = HEADING.match(piece)
        if heading and not heading[1]:
            words = _words(pieces[index + 1 :])
            result.append(f'<h{heading[2]} id="{anchors.add_heading(int(heading[2]), words)}">')
        else:
            links += piece.startswith("<a ") - piece.startswith("</a")
            result.append(piece)
    return mark_safe("".join(result))  # noqa: S308 - as safe as the rich text that came in: the rest is made here


def _words(pieces: list[str]) -> str:
    texts = []
    for piece in pieces:
        if HEADING.match(piece):
            break
        if not piece.startswith("<"):
            texts.append(MARK.sub("", piece))
    return " ".join(unescape("".join(texts)).split())


def _with_marks(text: str, anchors: Anchors) -> str:
    def link(match: re.Match) -> str:
        number = int(match[1])
        if number > anchors.notes:
            return match[0]
        return format_html(
            '<sup class="mark"><a id="{}" href="#note-{}">[<span class="visually-hidden">{} </span>{}]</a></sup>',
            anchors.add_mark(number),
            number,
            _("note"),
            number,
        )

    return MARK.sub(link, text)


def marks_in(html: str) -> Iterator[int]:
    """Yield the number of each mark in rich text."""
    for piece in TAG.split(html)[::2]:
        yield from (int(number) for number in MARK.findall(piece))
