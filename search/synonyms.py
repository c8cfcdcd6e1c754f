"""Synonyms at query time: what else a word or a run of words may be called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from search import analysis

LONGEST_PHRASE = 5  # words
STOP_STEMS = frozenset(analysis.stem_of(word) for word in analysis.STOP_WORDS)
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Stems of a word or phrase, without stop words → stems of its other names."""

    others: dict[Stems, tuple[Stems, ...]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()

    def of(self, stems: Stems) -> tuple[Stems, ...]:
        return self.others.get(telling(stems), ())

    def knows(self, stem: str) -> bool:
        """Return whether any name of any set has this stem: such a word is no misspelling."""
        return stem in self.stems

    def runs(self, stems: Stems) -> Iterable[tuple[int, int]]:
        """Yield where runs of two or more of these stems have synonyms, such as ("empti", "shop"): from and up to."""
        if not self.others:
            return
        for length in range(2, min(LONGEST_PHRASE, len(stems)) + 1):
            for start in range(len(stems) - length + 1):
                if telling(stems[start : start + length]) in self.others:
                    yield start, start + length


def telling(stems: Stems) -> Stems:
    """Return the stems without stop words, unless there are no others: who types "dial a ride" is asked for "dial" and "ride"."""
    return tuple(stem for stem in stems if stem not in STOP_STEMS) or stems


def synonyms_from(sets: Iterable[tuple[Iterable[str], bool]]) -> Synonyms:
    """Return synonyms from sets of words.

    Args:
        sets: the words of each set, and whether it is one-way: the first word also finds the others, but not the
            other way round ("climate" finds "heat pumps"; who asks for heat pumps does not want all of climate).
    """
    others: dict[Stems, dict[Stems, None]] = defaultdict(dict)
    known: set[str] = set()
    for words, one_way in sets:
        stemmed = list(dict.fromkeys(stems for word in words if (stems := tuple(analysis.stems_of(word)))))
        known.update(stem for stems in stemmed for stem in stems)
        for name in stemmed[:1] if one_way else stemmed:
            others[telling(name)].update(dict.fromkeys(other for other in stemmed if other != name))
    return Synonyms({name: tuple(found) for name, found in others.items() if found}, frozenset(known))


NO_SYNONYMS = Synonyms()
