"""What is looked for: each word with the other ways to say it, and what each of them is worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from search import analysis, weights
from search.correcting import Corrector, joined_stem
from search.parsing import Word
from search.synonyms import Synonyms
from search.terms import Stems, Terms

MOST_PREFIX_WORDS = 12
SHORTEST_PREFIX = 2


@dataclass(slots=True)
class Unit:
    """One thing to look for and the other ways to say it, each with its weight."""

    ways: dict[Stems, float] = field(default_factory=dict)

    def add(self, stems: Stems, weight: float) -> None:
        if stems and all(stems):
            self.ways.setdefault(stems, weight)


class Units:
    """Makes units of words for one state of the index."""

    def __init__(self, terms: Terms, corrector: Corrector, synonyms: Synonyms):
        self.terms = terms
        self.corrector = corrector
        self.synonyms = synonyms

    def of(self, words: Sequence[Word], typed: Sequence[Word], *, literal: bool, endings: Iterable[str]) -> list[Unit]:
        """Return a unit for each word, in order, and after them those for runs of several words.

        Args:
            words: what to look for, corrected and without stop words.
            typed: all that was typed, for words that were parted by mistake.
            literal: words stand for themselves and their synonyms only.
            endings: stems that the last word, still being typed, may become.
        """
        runs = list(self._runs(words))
        covered = {place for start, end, _ in runs for place in range(start, end)}
        units = [self._unit(word, literal=literal, alone=place not in covered) for place, word in enumerate(words)]
        for stem in endings:
            units[-1].add((*words[-1].stems[:-1], stem), weights.PREFIX)
        units += [self._unit_of_run(run) for _, _, run in runs]
        return units + [
            self._unit_of_pair(*pair) for pair in pairwise(typed) if self.terms.anywhere(joined_stem(*pair))
        ]

    def endings_of(self, word: Word, beginning_with) -> list[str]:
        """Return stems of the most frequent words that begin as this one does."""
        typed = "".join(analysis.words_of(word.typed)[-1:])
        if len(typed) < SHORTEST_PREFIX:
            return []
        stems = {analysis.stem_of(term) for term in beginning_with(typed)}
        frequent = sorted((-self.terms.anywhere(stem), stem) for stem in stems)
        return [stem for count, stem in frequent[:MOST_PREFIX_WORDS] if count]

    def _unit(self, word: Word, *, literal: bool, alone: bool) -> Unit:
        unit = Unit({word.stems: 1.0})
        unit.add((word.joined,), 1.0)
        others = self.synonyms.of(word.stems)
        for other in others:
            # Part of a phrase with synonyms, it means what the phrase means: a "public house" is no dwelling.
            weight = weights.SYNONYM if alone else weights.SYNONYM_OF_A_PART
            unit.add(other, weight * self._share(word.stems, other, 1.0))
        if not literal and (meant := self.corrector.likely_meaning(word)):
            unit.add((meant,), weights.NEAR_MISS)
        return unit

    def _unit_of_run(self, run: Stems) -> Unit:
        """Its own words count already; as a run they stand for one thing, worth as much as all of them."""
        unit = Unit()
        for other in self.synonyms.of(run):
            unit.add(other, weights.RUN_SYNONYM * self._share(run, other, weights.MOST_OF_A_RUN))
        return unit

    def _unit_of_pair(self, one: Word, two: Word) -> Unit:
        joined, apart = (joined_stem(one, two),), (*one.stems, *two.stems)
        return Unit({joined: weights.JOINED_PAIR * self._share(apart, joined, weights.MOST_OF_A_RUN)})

    def _share(self, typed: Stems, other: Stems, most: float) -> float:
        """Return the factor that makes another name worth what was typed: a rare synonym must not outweigh the word itself."""
        if not all(self.terms.frequency(stem) for stem in typed):
            return most if most > 1 else 1.0
        own = self.terms.worth(other)
        return min(most, self.terms.worth(typed) / own) if own else 1.0

    def _runs(self, words: Sequence[Word]) -> Iterable[tuple[int, int, Stems]]:
        """Yield places of words, from and up to, that together have synonyms, and their stems."""
        places = [place for place, word in enumerate(words) for _ in word.stems]
        stems = tuple(stem for word in words for stem in word.stems)
        for start, end in self.synonyms.runs(stems):
            first, last = places[start], places[end - 1]
            if first != last:
                yield first, last + 1, stems[start:end]
