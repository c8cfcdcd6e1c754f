"""What is looked for: each word with the other ways to say it, and what each of them is worth."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from search import analysis, weights
from search.correcting import joined_stem
from search.parsing import Word
from search.synonyms import Synonyms
from search.terms import Stems, Terms

MOST_PREFIX_WORDS = 12
SHORTEST_PREFIX = 2
# Records. Where each word of a phrase stands in more of them than this, looking for those in which the words stand together
# takes milliseconds each time, and so many records hold what was typed that nobody misses another name for it.
MOST_READ = 2_000


@dataclass(slots=True)
class Unit:
    """One thing to look for and the ways to say it, each with its weight.

    Attributes:
        words: the stems of each word that it stands for.
    """

    words: tuple[Stems, ...]
    ways: dict[Stems, float] = field(default_factory=dict)

    def add(self, stems: Stems, weight: float) -> None:
        if stems and all(stems):
            self.ways.setdefault(stems, weight)


class Units:
    """Makes units of words for one state of the index."""

    def __init__(self, terms: Terms, synonyms: Synonyms):
        self.terms = terms
        self.synonyms = synonyms

    def of(self, words: Sequence[Word], typed: Sequence[Word], *, endings: Iterable[str]) -> list[Unit]:
        """Return a unit for each word, in order, and after them those for runs of several words.

        Args:
            words: what to look for, corrected and without stop words.
            typed: all that was typed, for words that were parted by mistake.
            endings: stems that the last word, still being typed, may become.
        """
        runs = [
            unit for start, end, run in self._runs(words) if (unit := self._unit_of_run(words[start:end], run)).ways
        ]
        covered = {stems for unit in runs for stems in unit.words}
        units = [self._unit(word, alone=word.stems not in covered) for word in words]
        for stem in endings:
            units[-1].add((*words[-1].stems[:-1], stem), weights.PREFIX)
        pairs = [pair for pair in pairwise(typed) if self.terms.anywhere(joined_stem(*pair))]
        return units + runs + [self._unit_of_pair(*pair) for pair in pairs]

    def endings_of(self, word: Word, beginning_with) -> list[str]:
        """Return stems of the most frequent words that begin as this one does."""
        typed = "".join(analysis.words_of(word.typed)[-1:])
        if len(typed) < SHORTEST_PREFIX:
            return []
        stems = {analysis.stem_of(term) for term in beginning_with(typed)}
        frequent = sorted((-self.terms.anywhere(stem), stem) for stem in stems)
        return [stem for count, stem in frequent[:MOST_PREFIX_WORDS] if count]

    def _unit(self, word: Word, *, alone: bool) -> Unit:
        unit = Unit((word.stems,), {word.stems: 1.0})
        unit.add((word.joined,), 1.0)
        for other in self._names_of(word.stems):
            # Part of a phrase with synonyms, it means what the phrase means: a "public house" is no dwelling.
            weight = weights.SYNONYM if alone else weights.SYNONYM_OF_A_PART
            unit.add(other, weight * self._share(word.stems, other, 1.0))
        return unit

    def _unit_of_run(self, words: Sequence[Word], run: Stems) -> Unit:
        """Its own words count already; as a run they stand for one thing, worth as much as all of them."""
        unit = Unit(tuple(word.stems for word in words))
        for other in self._names_of(run):
            unit.add(other, weights.RUN_SYNONYM * self._share(run, other, weights.MOST_OF_A_RUN))
        return unit

    def _unit_of_pair(self, one: Word, two: Word) -> Unit:
        joined, apart = (joined_stem(one, two),), (*one.stems, *two.stems)
        weight = weights.JOINED_PAIR * self._share(apart, joined, weights.MOST_OF_A_RUN)
        return Unit((one.stems, two.stems), {joined: weight})

    def _names_of(self, stems: Stems) -> Iterator[Stems]:
        """Yield the other names that a record may hold, but for those that would take too long to look for."""
        for other in self.synonyms.of(stems):
            rarest = min(self.terms.anywhere(stem) for stem in other)
            if rarest and (len(other) == 1 or rarest <= MOST_READ):
                yield other

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
