"""From what was typed to the engine's queries. Built from terms only: no query parser ever sees what a stranger wrote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from tantivy import Occur, Query, Schema, Searcher

from search import analysis, spelling
from search.parsing import Parsed, Word, word_of
from search.schema import STATE_KEY
from search.synonyms import NO_SYNONYMS, Synonyms
from search.words import Words

TEXT = "text"
# BM25's k1 = 1.2 and b = 0.75 are the engine's own (Robertson & Zaragoza 2009); these weights are ours, by trial.
BONUS = {"title_words": 0.7, "label_words": 0.3}
SYNONYM_WEIGHT = 0.4
JOINED_PAIR_WEIGHT = 0.6
PREFIX_WEIGHT = 0.4
PHRASE_WEIGHT = 0.5
ALL_WORDS_WEIGHT = 0.35
MOST_PHRASE_WORDS = 8
MOST_PREFIX_WORDS = 12
MOST_CANDIDATES = 5
SHORTEST_PREFIX = 2

Stems = tuple[str, ...]


@dataclass(slots=True)
class Unit:
    """One thing to look for and the other ways to say it, each with its weight."""

    ways: dict[Stems, float] = field(default_factory=dict)

    def add(self, stems: Stems, weight: float) -> None:
        if stems:
            self.ways.setdefault(stems, weight)


@dataclass(slots=True)
class Plan:
    """What to ask the engine.

    Attributes:
        match: what a record must fulfil, without scores; None when every record does.
        rank: the same with scores; None when there is nothing to rank by.
        bonus: scores in full those that hold all words; None where that makes no difference.
        groups: for each thing looked for, the stems that explain a match; for highlighting.
        corrected: the words as searched, when spelling was corrected.
    """

    match: Query | None
    rank: Query | None
    bonus: Query | None
    groups: tuple[frozenset[str], ...]
    corrected: str | None = None


class Planner:
    """Makes plans for one state of the index."""

    def __init__(self, searcher: Searcher, schema: Schema, words: Words, synonyms: Synonyms = NO_SYNONYMS):
        self.searcher = searcher
        self.words = words
        self.synonyms = synonyms
        self.term = partial(Query.term_query, schema)
        self.phrase = partial(Query.phrase_query, schema)
        self.state = Query.term_query(schema, "key", STATE_KEY)
        # Each record, deleted ones too, is either wide or not.
        self.deleted = 1 + sum(searcher.doc_freq("wide", wide) for wide in (0, 1)) - searcher.num_docs

    def plan(self, parsed: Parsed, *, words: str = "", literal: bool = False, prefix: bool = False) -> Plan:
        wanted, corrections = list(parsed.wanted), {}
        if not literal:
            wanted, corrections = self._corrected(wanted, prefix=prefix)
        units = self._units(wanted, parsed.words, prefix=prefix)
        required = [self._text_query(stems) for stems in parsed.phrases]
        excluded = [self._excluded(word) for word in parsed.excluded]
        fields = self._field_bonuses(wanted, parsed)
        scored = [self._scored(unit) for unit in units] + fields
        typed = wanted if corrections else parsed.words
        return Plan(
            match=self._match(units, required, excluded),
            rank=_ranked(scored, required, excluded),
            bonus=None if required else self._bonus(units, fields, wanted, typed, excluded),
            groups=(
                *(frozenset(stem for way in unit.ways for stem in way) for unit in units),
                *map(frozenset, parsed.phrases),
            ),
            corrected=_replaced(words, corrections) if corrections else None,
        )

    def _corrected(self, words: list[Word], *, prefix: bool) -> tuple[list[Word], dict[str, str]]:
        result, corrections = [], {}
        for word in words:
            unfinished = prefix and word is words[-1] and self._expansions(word)
            other = None if unfinished or self._is_known(word) else self._correction(word)
            if other:
                corrections[word.typed] = other
            result.extend([word_of(part) for part in other.split()] if other else [word])
        return result, corrections

    def _is_known(self, word: Word) -> bool:
        ways = {word.stems, (word.joined,), *self.synonyms.of(word.stems)}
        return len(word.stems) > 1 or any(self._stands_in_a_record(way) for way in ways if way != ("",))

    def _stands_in_a_record(self, stems: Stems) -> bool:
        # The dictionary still counts deleted records; where these may be all there are, a look for one record tells.
        found = min(self.searcher.doc_freq(TEXT, stem) for stem in stems)
        if not found or (len(stems) == 1 and found > self.deleted):
            return found > 0
        return bool(self.searcher.search(self._text_query(stems), 1, count=False).hits)

    def _correction(self, word: Word) -> str | None:
        plain = "".join(analysis.words_of(word.typed))
        if not spelling.allowed_errors(plain):
            return None
        halves = spelling.two_words(plain, self._frequency)
        if halves and self._stands_in_a_record(tuple(map(analysis.stem_of, halves))):
            return " ".join(halves)
        for candidate in spelling.nearest_words(self.words, plain, self._frequency)[:MOST_CANDIDATES]:
            if self._stands_in_a_record((analysis.stem_of(candidate),)):
                return candidate
        return None

    def _expansions(self, word: Word) -> list[str]:
        """Return stems of the most frequent words that begin as this one does."""
        typed = "".join(analysis.words_of(word.typed)[-1:])
        if len(typed) < SHORTEST_PREFIX:
            return []
        stems = {analysis.stem_of(term) for term in self.words.beginning_with(typed)}
        frequent = sorted((-self.searcher.doc_freq(TEXT, stem), stem) for stem in stems)
        return [stem for count, stem in frequent[:MOST_PREFIX_WORDS] if count]

    def _frequency(self, word: str) -> int:
        return self.searcher.doc_freq(TEXT, analysis.stem_of(word))

    def _units(self, words: Sequence[Word], typed: Sequence[Word], *, prefix: bool) -> list[Unit]:
        units = [self._unit(word) for word in words]
        if prefix and units:
            for stem in self._expansions(words[-1]):
                units[-1].add((*words[-1].stems[:-1], stem), PREFIX_WEIGHT)
        stems = tuple(word.stems[0] for word in words if len(word.stems) == 1)
        for run in self.synonyms.runs(stems):
            unit = Unit()
            for other in self.synonyms.of(run):
                # Its own words count already; as a run they stand for one thing, worth more than one word.
                unit.add(other, SYNONYM_WEIGHT * len(run))
            units.append(unit)
        for one, two in pairwise(typed):
            joined = "".join(analysis.words_of(one.typed + two.typed))
            if joined and self._frequency(joined):
                units.append(Unit({(analysis.stem_of(joined),): JOINED_PAIR_WEIGHT}))
        return units

    def _unit(self, word: Word) -> Unit:
        unit = Unit({word.stems: 1.0})
        unit.add((word.joined,) if word.joined else (), 1.0)
        for other in self.synonyms.of(word.stems):
            unit.add(other, SYNONYM_WEIGHT)
        return unit

    def _text_query(self, stems: Stems) -> Query:
        return self.term(TEXT, stems[0]) if len(stems) == 1 else self.phrase(TEXT, list(stems))

    def _excluded(self, word: Word) -> Query:
        ways = [word.stems, *([(word.joined,)] if word.joined else [])]
        return any_of([self._text_query(way) for way in ways])

    def _match(self, units: Iterable[Unit], required: list[Query], excluded: list[Query]) -> Query | None:
        ways = dict.fromkeys(way for unit in units for way in unit.ways)
        # With a phrase in quotes the other words only rank.
        musts = required or ([any_of([self._text_query(way) for way in ways])] if ways else [])
        if not musts and excluded:
            return all_of([Query.all_query()], [self.state, *excluded])
        return all_of(musts, excluded) if musts else None

    def _scored(self, unit: Unit) -> Query:
        ways = [_weighted(self._text_query(way), weight) for way, weight in unit.ways.items()]
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways, 0.1)

    def _field_bonuses(self, words: list[Word], parsed: Parsed) -> list[Query]:
        stems = dict.fromkeys(stem for word in words for stem in word.stems)
        stems |= dict.fromkeys(stem for phrase in parsed.phrases for stem in phrase)
        return [
            _weighted(self.term(name, stem), weight)
            for name, weight in BONUS.items()
            for stem in stems
            if self.searcher.doc_freq(name, stem)
        ]

    def _bonus(
        self,
        units: list[Unit],
        fields: list[Query],
        words: list[Word],
        typed: Sequence[Word],
        excluded: list[Query],
    ) -> Query | None:
        """Return the query for those that hold all words, the more so where they stand together as typed."""
        if len(words) < 2:  # noqa: PLR2004 - one word has nothing to stand with
            return None
        clauses = []
        for unit, word in zip(units, words, strict=False):
            # A word without other names is scored where it is required: once instead of twice.
            weight = ALL_WORDS_WEIGHT + (len(unit.ways) == 1)
            clauses.append((Occur.Must, _weighted(self._text_query(word.stems), weight)))
        others = [unit for number, unit in enumerate(units) if number >= len(words) or len(unit.ways) > 1]
        clauses += [(Occur.Should, query) for query in [*map(self._scored, others), *fields]]
        run = [stem for word in typed for stem in word.stems]
        if len(run) <= MOST_PHRASE_WORDS:
            clauses.append((Occur.Should, _weighted(self.phrase(TEXT, run), PHRASE_WEIGHT)))
        return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in excluded])


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
