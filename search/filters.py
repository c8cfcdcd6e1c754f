"""Filters, and counts of what each choice of a filter would leave."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from tantivy import FieldType, Occur, Query, Schema, Searcher

from search.analysis import valid_text
from search.query import GROUPS, LAST_YEAR
from search.schema import FACTS, SINGLE_GROUPS, SLOTS_OF_GROUP, STATE_KEY, TOGETHER

DAYS_OF_A_YEAR = 365
MOST_VALUES = 65_000  # above the most combinations a column can hold in practice; the engine's own limit of buckets
CONFIRMED = "confirmed"


def columns_of(group: str) -> list[str]:
    """Return the columns whose values together are the group's."""
    if group in SINGLE_GROUPS:
        return [FACTS]
    return [f"{group}_{slot}" for slot in range(SLOTS_OF_GROUP[group])]


class Filters:
    """What a query asks beside its words, as clauses that leave scores alone."""

    def __init__(
        self, schema: Schema, chosen: Mapping[str, Sequence[str]], *, today: date, others: Sequence[Query] = ()
    ):
        self.schema = schema
        self.since = (today - timedelta(days=DAYS_OF_A_YEAR)).toordinal()
        self.others = list(others)
        self.clauses = {group: self._clause(group, chosen[group]) for group in GROUPS if chosen.get(group)}

    def combined(self, match: Query | None, *, without: str = "") -> Query:
        """Return what fulfils the words and all filters, but for those of one group."""
        clauses = [clause for group, clause in self.clauses.items() if group != without] + self.others
        return self._both([match] if match is not None else [], clauses)

    def ranked(self, rank: Query) -> Query:
        return self._both([rank], [*self.clauses.values(), *self.others])

    def _both(self, queries: list[Query], clauses: list[Query]) -> Query:
        if queries and not clauses:
            return queries[0]
        parts = [(Occur.Must, query) for query in queries]
        parts += [(Occur.Must, Query.const_score_query(clause, 0.0)) for clause in clauses]
        if not parts:
            parts = [(Occur.Must, Query.all_query())]
            parts.append((Occur.MustNot, Query.term_query(self.schema, "key", STATE_KEY)))
        return Query.boolean_query(parts)

    def _clause(self, group: str, values: Sequence[str]) -> Query:
        if group != CONFIRMED:
            return Query.term_set_query(self.schema, group, [valid_text(value) for value in values])
        if LAST_YEAR not in values:
            return Query.empty_query()
        return Query.range_query(self.schema, CONFIRMED, FieldType.Unsigned, lower_bound=self.since)


def count_facets(searcher: Searcher, match: Query | None, filters: Filters) -> dict[str, dict[str, int]]:
    """Return group → value → how many records, each group under all other groups' filters. Values without any are left out."""
    free = [group for group in GROUPS if group not in filters.clauses]
    counts = _count(searcher, filters.combined(match), free, filters.since) if free else {}
    for group in filters.clauses:
        counts |= _count(searcher, filters.combined(match, without=group), [group], filters.since)
    return {group: counts[group] for group in GROUPS}


def _count(searcher: Searcher, query: Query, groups: list[str], since: int) -> dict[str, dict[str, int]]:
    asked: dict = {
        column: {"terms": {"field": column, "size": MOST_VALUES}}
        for group in groups
        if group != CONFIRMED
        for column in columns_of(group)
    }
    if CONFIRMED in groups:
        asked[CONFIRMED] = {"range": {"field": CONFIRMED, "ranges": [{"from": float(since)}]}}
    answer = searcher.aggregate(query, asked)
    counted = (_confirmed(answer) if group == CONFIRMED else _values(answer, group) for group in groups)
    return dict(zip(groups, counted, strict=True))


def _values(answer: dict, group: str) -> dict[str, int]:
    position = SINGLE_GROUPS.index(group) if group in SINGLE_GROUPS else None
    counts: dict[str, int] = {}
    for column in columns_of(group):
        for bucket in answer[column]["buckets"]:
            values = _apart(bucket["key"])
            for value in values if position is None else filter(None, [values[position]]):
                counts[value] = counts.get(value, 0) + bucket["doc_count"]
    return counts


@lru_cache(maxsize=4_096)
def _apart(together: str) -> tuple[str, ...]:
    """Return the values that one column holds. The same combinations come with every question."""
    return tuple(together.split(TOGETHER))


def _confirmed(answer: dict) -> dict[str, int]:
    # The engine adds a bucket for what lies below the range asked for.
    count = sum(bucket["doc_count"] for bucket in answer[CONFIRMED]["buckets"] if "from" in bucket)
    return {LAST_YEAR: count} if count else {}
