"""Why a record matched: an excerpt with the words marked, and the names of the fields that hold them."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from search.analysis import COMPOUND, JOINTS, LONGEST_TERM, folded, stem_of

WORD = re.compile(r"\w+")
EXCERPT = 240  # letters
LONGEST_SUMMARY = 320
MOST_SPOTS = 8  # of a stem in one text
SHORTEST_START = 3
NAMED = ("organisation", "keyword", "theme", "place", "tier")

MOST_BETWEEN = 3  # letters between the words of a phrase: a blank, a hyphen, a comma and a blank
Way = tuple[str, ...]  # stems: one, or several that stand in a row
Spot = tuple[int, int, Way]  # start, end, what stands there
Groups = Sequence[Collection[Way]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record matched.

    Attributes:
        title, excerpt: HTML in which only <mark> is markup.
        why: what matched, such as ("title", "place: Ynys Môn").
    """

    title: str
    excerpt: str
    why: tuple[str, ...] = ()


def explain(parts: dict, body_of: Callable[[], str], groups: Groups) -> Explanation:
    """Return why a record matched.

    Args:
        parts: the stored record.
        body_of: gives the body, which is read only when title and summary do not explain everything.
        groups: for each thing looked for, the ways to say it.
    """
    title, summary = parts["title"], parts["summary"]
    if not groups:
        return Explanation(escape(title), escape(_shortened(summary)))
    ways = frozenset().union(*groups)
    in_title, in_summary = find(title, ways), find(summary, ways)
    why = ["title"] * bool(in_title) + ["summary"] * bool(in_summary)
    groups = _unexplained(groups, in_title + in_summary)
    snippet = "" if not in_summary else marked(*_window(summary, in_summary))
    if groups or not in_summary:
        body = body_of()
        wanted = frozenset().union(*groups) if in_summary else ways
        if spots := find(body, wanted):
            why.append("body")
            snippet = snippet or marked(*_window(body, spots))
            groups = _unexplained(groups, spots)
        why += _named(parts, groups)
    return Explanation(marked(title, in_title), snippet or escape(_shortened(summary)), tuple(why))


def find(text: str, ways: Iterable[Way]) -> list[Spot]:
    """Return where these stems stand, the words of a phrase together, in order.

    The text is searched for the beginnings of the stems, which is many times faster than stemming each word. A stem is
    not always the beginning of its word ("charity" has "chariti"): one letter is spared. Hyphenated words are looked at
    as one word too, where nothing else is found for a stem.
    """
    if not text:
        return []
    lowered = folded(text)
    spots, without = [], []
    for way, start in _with_starts(frozenset(ways)):
        # Most stand nowhere in most texts: that is seen before anything else is tried.
        found = _spots(lowered, way, start) if start in lowered else []
        spots += found
        if not found and len(way) == 1:
            without.append(way)
    if without and ("-" in lowered or "'" in lowered or "’" in lowered) and _may_hold(JOINTS.sub("", lowered), without):
        for match in COMPOUND.finditer(lowered):
            if (way := (stem_of(JOINTS.sub("", match.group())),)) in without:
                spots.append((*match.span(), way))
    # Of what begins at one letter the longest comes first: it is what is marked.
    return sorted(spots, key=lambda spot: (spot[0], -spot[1], spot[2]))


def _may_hold(joined: str, ways: Iterable[Way]) -> bool:
    """Tell at a glance: looking at each compound takes longer than all the rest, and most texts hold none that is meant."""
    return any(_start_of(stem) in joined for (stem,) in ways)


def _start_of(stem: str) -> str:
    return stem[:-1] if len(stem) > SHORTEST_START else stem


@lru_cache(maxsize=256)
def _with_starts(ways: frozenset[Way]) -> tuple[tuple[Way, str], ...]:
    """Return each way with the beginning of its first word. The same ways are looked for in every text of a result."""
    return tuple((way, _start_of(way[0])) for way in ways)


def _spots(lowered: str, way: Way, start: str) -> list[Spot]:
    stem, *others = way
    spots: list[Spot] = []
    position = lowered.find(start)
    while position >= 0 and len(spots) < MOST_SPOTS:
        if position == 0 or not lowered[position - 1].isalnum():
            word = WORD.match(lowered, position)
            if word and stem_of(word.group()) == stem and (end := _end_of(lowered, word.end(), others)):
                spots.append((position, end, way))
        position = lowered.find(start, position + 1)
    return spots


def _end_of(lowered: str, end: int, stems: Iterable[str]) -> int | None:
    """Return where the words of these stems end that follow at `end`; None when others follow."""
    for stem in stems:
        word = WORD.search(lowered, end, end + MOST_BETWEEN + LONGEST_TERM)
        if not word or word.start() > end + MOST_BETWEEN or stem_of(word.group()) != stem:
            return None
        end = word.end()
    return end


def marked(text: str, spots: Iterable[Spot], start: int = 0, end: int | None = None) -> str:
    """Return text[start:end] escaped, the spots in <mark>, with an ellipsis where something is left out."""
    end = len(text) if end is None else end
    pieces, done = ["… "] if start else [], start
    for first, last, _ in spots:
        if first >= done and last <= end:
            pieces += [escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"]
            done = last
    pieces.append(escape(text[done:end]))
    return "".join([*pieces, " …"] if end < len(text) else pieces)


def _window(text: str, spots: list[Spot]) -> tuple[str, list[Spot], int, int]:
    """Return the text and the part of it, in whole words, that holds the most different things looked for."""
    if len(text) <= LONGEST_SUMMARY:
        return text, spots, 0, len(text)
    best, most = spots[0][0], 0
    for position, _, _ in spots:
        held = len({way for other, _, way in spots if position <= other < position + EXCERPT * 3 // 4})
        if held > most:
            best, most = position, held
    start, end = _whole_words(text, best - EXCERPT // 4, best - EXCERPT // 4 + EXCERPT)
    return text, spots, start, end


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_SUMMARY:
        return text
    return f"{text[: _whole_words(text, 0, LONGEST_SUMMARY)[1]]} …"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    if start > 0:
        blank = text.find(" ", start, start + 40)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", end - 40, end)
        end = blank if blank >= 0 else end
    return max(0, start), min(end, len(text))


def _unexplained(groups: Groups, spots: Iterable[Spot]) -> list[Collection[Way]]:
    found = {way for _, _, way in spots}
    return [group for group in groups if found.isdisjoint(group)]


def _named(parts: dict, groups: Groups) -> list[str]:
    """Return "theme: Loneliness" and the like for what title, summary and body do not hold."""
    names = []
    wanted = frozenset().union(*groups)
    for field in NAMED if wanted else ():
        values = [parts[field]] if isinstance(parts[field], str) else parts[field]
        # Most fields hold none of it, and one look at all their values tells.
        if find("\n".join(values), wanted) and (value := next((value for value in values if find(value, wanted)), "")):
            names.append(f"{field}: {value}")
    return names
