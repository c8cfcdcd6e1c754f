"""What a set of synonyms must be to work in the search, said in sentences for whoever types one."""

import re

from django.utils.translation import gettext as _

from core.text import without_control_characters
from search.analysis import stems_of
from search.models import SynonymSet
from search.synonyms import LONGEST_PHRASE

MOST_LINES = 30
LONGEST_LINE = 60  # characters
# What means something in the search box means nothing in a list of words.
MARKS = re.compile(r"[*?~^\"“”„«»():;|\\\[\]{}<>+=,]")


def tidy_lines(text: str) -> list[str]:
    """Return the lines of what was typed, single-spaced, without empty ones and without invisible marks."""
    lines = (" ".join(without_control_characters(line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def check_lines(lines: list[str]) -> list[str]:
    """Return what is wrong with these words, in sentences; nothing when they are good."""
    if len(lines) > MOST_LINES:
        values = {"count": len(lines), "most": MOST_LINES}
        return [_("These are %(count)d lines; %(most)d are the most. Make two sets.") % values]
    faults = [fault for line in lines if (fault := _fault_of(line))]
    if not faults and len({_key(line) for line in lines}) < 2:  # noqa: PLR2004 - one word has nothing to mean the same as
        return [
            _("Give at least two expressions that mean the same, one on each line. “Pubs” is no other word than “pub”.")
        ]
    return faults


def twin_of(synonyms: SynonymSet) -> SynonymSet | None:
    """Return another set of exactly the same words, whatever their order, endings and capitals."""
    wanted = _stems(synonyms)
    others = SynonymSet.objects.filter(one_way=synonyms.one_way).exclude(pk=synonyms.pk)
    return next((other for other in others if _stems(other) == wanted), None)


def shared_words(synonyms: SynonymSet) -> list[tuple[str, SynonymSet]]:
    """Return the lines that also stand in other sets, each with such a set."""
    others = [(other, _stems(other)) for other in SynonymSet.objects.exclude(pk=synonyms.pk)]
    found = ((line, next((other for other, stems in others if _key(line) in stems), None)) for line in synonyms.lines)
    return [(line, other) for line, other in found if other]


def _fault_of(line: str) -> str:
    if mark := MARKS.search(line):
        return _(
            "“%(line)s”: leave out %(mark)s. Endings are found anyway, and each expression stands on a line of its own."
        ) % {
            "line": line[:LONGEST_LINE],
            "mark": mark[0],
        }
    if line.startswith("-"):
        return _("“%(line)s”: leave out the - at its beginning.") % {"line": line[:LONGEST_LINE]}
    if len(line) > LONGEST_LINE or len(stems_of(line)) > LONGEST_PHRASE:
        return _("“%(line)s” is too long: at most %(words)d words and %(marks)d characters.") % {
            "line": line[:LONGEST_LINE],
            "words": LONGEST_PHRASE,
            "marks": LONGEST_LINE,
        }
    if not stems_of(line):
        return _("“%(line)s” holds no word.") % {"line": line}
    return ""


def _key(line: str) -> tuple[str, ...]:
    return tuple(stems_of(line))


def _stems(synonyms: SynonymSet) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_key, synonyms.lines))
