"""Synonyms at query time: what else a word or a run of words may be called."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from search import analysis

LONGEST_PHRASE = 5
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Stems of a word or phrase → stems of its other names."""

    others: dict[Stems, tuple[Stems, ...]] = field(default_factory=dict)

    def of(self, stems: Stems) -> tuple[Stems, ...]:
        return self.others.get(stems, ())

    def runs(self, stems: Stems) -> Iterable[Stems]:
        """Yield the runs of two or more of these stems that have synonyms, such as ("empti", "shop")."""
        if not self.others:
            return
        for length in range(2, min(LONGEST_PHRASE, len(stems)) + 1):
            for start in range(len(stems) - length + 1):
                if (run := stems[start : start + length]) in self.others:
                    yield run


def synonyms_from(sets: Iterable[tuple[Iterable[str], bool]]) -> Synonyms:
    """Return synonyms from sets of words.

    Args:
        sets: the words of each set, and whether it is one-way: the first word also finds the others, but not the
            other way round ("climate" finds "heat pumps"; who asks for heat pumps does not want all of climate).
    """
    others: dict[Stems, dict[Stems, None]] = defaultdict(dict)
    for words, one_way in sets:
        stemmed = list(dict.fromkeys(stems for word in words if (stems := tuple(analysis.stems_of(word)))))
        for name in stemmed[:1] if one_way else stemmed:
            others[name].update(dict.fromkeys(other for other in stemmed if other != name))
    return Synonyms({name: tuple(found) for name, found in others.items() if found})


NO_SYNONYMS = Synonyms()
