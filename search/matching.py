"""From what was typed to the engine's queries. Built from terms only: no query parser ever sees what a stranger wrote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tantivy import Occur, Query, Schema, Searcher

from search import weights
from search.correcting import Corrector
from search.parsing import Parsed, Word
from search.synonyms import NO_SYNONYMS, Synonyms
from search.terms import TEXT, THEMES, Stems, Terms
from search.units import Unit, Units
from search.words import Words

BONUS = {"title_words": weights.TITLE, "label_words": weights.LABELS}
MOST_PHRASE_WORDS = 8


@dataclass(slots=True)
class Plan:
    """What to ask the engine.

    Attributes:
        match: what a record must fulfil, without scores; None when every record does.
        rank: the same with scores; None when there is nothing to rank by.
        bonus: scores in full those that hold all words; None where that makes no difference.
        groups: for each word or phrase looked for, all that explains a match: stems, several in a row for a phrase.
        corrected: the words as searched, when spelling was corrected.
    """

    match: Query | None
    rank: Query | None
    bonus: Query | None
    groups: tuple[frozenset[Stems], ...]
    corrected: str | None = None


class Planner:
    """Makes plans for one state of the index."""

    def __init__(self, searcher: Searcher, schema: Schema, words: Words, synonyms: Synonyms = NO_SYNONYMS):
        self.searcher = searcher
        self.words = words
        self.terms = Terms(searcher, schema)
        self.corrector = Corrector(self.terms, words, synonyms)
        self.units = Units(self.terms, synonyms)

    def plan(self, parsed: Parsed, *, words: str = "", literal: bool = False, prefix: bool = False) -> Plan:
        wanted, corrections = list(parsed.wanted), {}
        endings = self.units.endings_of(wanted[-1], self.words.beginning_with) if prefix and wanted else []
        if not literal:
            wanted, corrections = self.corrector.corrected(wanted, wanted[-1] if endings else None)
        units = self.units.of(wanted, parsed.words, endings=endings)
        required = [any_of(self._everywhere(stems, 1.0)) for stems in parsed.phrases]
        excluded = [self._excluded(word) for word in parsed.excluded]
        fields = self._field_bonuses(wanted, parsed)
        typed = wanted if corrections else parsed.words
        fields += self._theme_named(typed)
        scored = [self._scored(unit) for unit in units] + fields
        return Plan(
            match=self._match(units, required, excluded),
            rank=_ranked(scored, required, excluded),
            bonus=None if required else self._bonus(units, fields, wanted, typed, excluded),
            groups=(*_explanations(wanted, units), *(frozenset({phrase}) for phrase in parsed.phrases)),
            corrected=_replaced(words, corrections) if corrections else None,
        )

    def _excluded(self, word: Word) -> Query:
        ways = [word.stems, *([(word.joined,)] if word.joined else [])]
        return any_of([self.terms.query(way) for way in ways])

    def _match(self, units: Iterable[Unit], required: list[Query], excluded: list[Query]) -> Query | None:
        ways = dict.fromkeys(way for unit in units for way in unit.ways)
        # With a phrase in quotes the other words only rank.
        queries = [self.terms.query(way, field) for way in ways for field in self.terms.fields_of(way)]
        musts = required or ([any_of(queries)] if queries else [])
        if not musts and excluded:
            return all_of([Query.all_query()], [self.terms.state, *excluded])
        return all_of(musts, excluded) if musts else None

    def _scored(self, unit: Unit) -> Query:
        ways = [query for way, weight in unit.ways.items() for query in self._everywhere(way, weight)]
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways, weights.OTHER_WAYS)

    def _everywhere(self, stems: Stems, weight: float) -> list[Query]:
        """Return the queries for these stems in what is said of a record, and in its themes and tiers."""
        worth = {TEXT: 1.0, THEMES: weights.THEMES}
        return [
            _weighted(self.terms.query(stems, field), weight * worth[field]) for field in self.terms.fields_of(stems)
        ]

    def _field_bonuses(self, words: list[Word], parsed: Parsed) -> list[Query]:
        stems = dict.fromkeys(stem for word in words for stem in word.stems)
        stems |= dict.fromkeys(stem for phrase in parsed.phrases for stem in phrase)
        return [
            _weighted(self.terms.query((stem,), name), weight * self._ordinary(stem, name))
            for name, weight in BONUS.items()
            for stem in stems
            if self.terms.frequency(stem, name)
        ]

    def _theme_named(self, typed: Sequence[Word]) -> list[Query]:
        """Return the query for the words as the name of a theme or tier, where they may be one."""
        run = tuple(stem for word in typed for stem in word.stems)
        if not 1 < len(run) <= MOST_PHRASE_WORDS or THEMES not in self.terms.fields_of(run):
            return []
        return [_weighted(self.terms.query(run, THEMES), weights.THEME_NAME)]

    def _ordinary(self, stem: str, field: str) -> float:
        """Return what makes a word no rarer in titles than elsewhere: "people" in a title says little."""
        return min(1.0, self.terms.worth((stem,)) / self.terms.worth((stem,), field))

    def _bonus(
        self,
        units: list[Unit],
        fields: list[Query],
        words: list[Word],
        typed: Sequence[Word],
        excluded: list[Query],
    ) -> Query | None:
        """Return the query for those that hold all words, the more so where they stand together as typed."""
        run = tuple(stem for word in typed for stem in word.stems)
        if len(run) < 2 or not words:  # noqa: PLR2004 - one word has nothing to stand with
            return None
        clauses, others = [], units[len(words) :]
        for unit, word in zip(units, words, strict=False):
            # A word without other names is scored where it is required: once instead of twice.
            alone = len(unit.ways) == 1 and self.terms.fields_of(word.stems) == [TEXT]
            clauses.append((Occur.Must, _weighted(self.terms.query(word.stems), weights.ALL_WORDS + alone)))
            others += [] if alone else [unit]
        clauses += [(Occur.Should, query) for query in [*map(self._scored, others), *fields]]
        if len(run) <= MOST_PHRASE_WORDS:
            clauses.append((Occur.Should, _weighted(self.terms.query(run), weights.PHRASE)))
        return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in excluded])


def _explanations(words: Iterable[Word], units: Iterable[Unit]) -> Iterator[frozenset[Stems]]:
    """Yield for each word all the ways to say it, by itself and with its neighbours."""
    for word in words:
        yield frozenset(way for unit in units if word.stems in unit.words for way in unit.ways)


def _ranked(scored: list[Query], required: list[Query], excluded: list[Query]) -> Query | None:
    if not required:
        return all_of([any_of(scored)], excluded) if scored else None
    clauses = [(Occur.Must, query) for query in required] + [(Occur.Should, query) for query in scored]
    return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in excluded])


def any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query], excluded: Sequence[Query]) -> Query:
    """Return what fulfils all queries and none of the excluded ones."""
    if len(queries) == 1 and not excluded:
        return queries[0]
    return Query.boolean_query(
        [(Occur.Must, query) for query in queries] + [(Occur.MustNot, query) for query in excluded]
    )


def _weighted(query: Query, weight: float) -> Query:
    return query if weight == 1 else Query.boost_query(query, weight)


def _replaced(words: str, corrections: dict[str, str]) -> str:
    return " ".join(corrections.get(word, word) for word in words.split())
