"""The order of what was found, the same on every page and on every host."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from tantivy import DocAddress, Occur, Order, Query, Searcher

from search.nearness import Nearness

Ranked = tuple[float, DocAddress]
LONGEST_TIE = 1_000  # records; longer ones stay in the engine's own order, which is by key within a segment
ORDERS = {
    "newest": ("newest_order", Order.Desc),
    "confirmed": ("confirmed_order", Order.Desc),
    "title": ("title_order", Order.Asc),
}


def count(searcher: Searcher, query: Query) -> int:
    return searcher.search(query, 1).count


@dataclass(frozen=True)
class ByField:
    """Ordered by a column whose values are all different."""

    searcher: Searcher
    query: Query
    sort: str

    def page(self, offset: int, limit: int) -> tuple[int, list[Ranked]]:
        """Return how many there are in all, and the hits from offset on. Offsets beyond the end give none."""
        limit = min(limit, self.searcher.num_docs - offset)
        if limit < 1:
            return count(self.searcher, self.query), []
        field, order = ORDERS[self.sort]
        found = self.searcher.search(self.query, limit, order_by_field=field, offset=offset, order=order)
        return found.count, [(0.0, address) for _, address in found.hits]


@dataclass(frozen=True)
class ByScore:
    """Ordered by how well they match; equal ones by evidence and date of confirmation, then by key."""

    searcher: Searcher
    query: Query

    def page(self, offset: int, limit: int) -> tuple[int, list[Ranked]]:
        limit = min(limit, self.searcher.num_docs - offset)
        if limit < 1:
            return count(self.searcher, self.query), []
        first = max(0, offset - 1)
        # One hit more at each end tells whether a tie goes across the edge of the page.
        found = self.searcher.search(self.query, offset - first + limit + 1, offset=first)
        hits = found.hits
        if not _crosses(hits, offset - first, limit):
            return found.count, self._settled(hits)[offset - first : offset - first + limit]
        first = max(0, offset - LONGEST_TIE)
        hits = self.searcher.search(self.query, offset - first + limit + LONGEST_TIE, offset=first).hits
        return found.count, self._settled(hits)[offset - first : offset - first + limit]

    def _settled(self, hits: Sequence[Ranked]) -> list[Ranked]:
        settled: list[Ranked] = []
        for _, group in groupby(hits, key=itemgetter(0)):
            tied = list(group)
            settled += self._by_key(tied) if 1 < len(tied) <= LONGEST_TIE else tied
        return settled

    def _by_key(self, tied: list[Ranked]) -> list[Ranked]:
        addresses = [address for _, address in tied]
        priors = self.searcher.fast_field_values("prior", addresses)
        keys = self.searcher.fast_field_values("key", addresses)
        return [
            hit
            for _, _, hit in sorted(zip((-prior for prior in priors), keys, tied, strict=True), key=itemgetter(0, 1))
        ]


def _crosses(hits: Sequence[Ranked], start: int, limit: int) -> bool:
    before = start > 0 and len(hits) > start and hits[start - 1][0] == hits[start][0]
    after = len(hits) > start + limit and hits[start + limit - 1][0] == hits[start + limit][0]
    return before or after


@dataclass(frozen=True)
class ByDistance:
    """Ordered by the nearest point of each, equal distances by key; records without a point come last, newest first."""

    searcher: Searcher
    query: Query
    nearness: Nearness

    def page(self, offset: int, limit: int) -> tuple[int, list[Ranked]]:
        total = count(self.searcher, self.query)
        if offset >= total or limit < 1:
            return total, []
        silent = (Occur.Must, Query.const_score_query(self.query, 0.0))
        located = count(self.searcher, Query.boolean_query([silent, (Occur.Must, self.nearness.anywhere())]))
        hits = self._nearest(silent, min(located, offset + limit))[offset : offset + limit]
        if len(hits) < limit and located < total:
            unplaced = Query.boolean_query([silent, (Occur.MustNot, self.nearness.anywhere())])
            rest = ByField(self.searcher, unplaced, "newest").page(max(0, offset - located), limit - len(hits))
            hits += rest[1]
        return total, hits

    def _nearest(self, silent: tuple[Occur, Query], wanted: int) -> list[Ranked]:
        """Return at least so many of the nearest, in order: all in the smallest of growing circles that holds them."""
        for clause in self.nearness.circles():
            query = Query.boolean_query([silent, (Occur.Must, Query.const_score_query(clause, 0.0))])
            number = count(self.searcher, query)
            if number >= wanted:
                break
        if not wanted:
            return []
        found = [address for _, address in self.searcher.search(query, number, count=False).hits]
        distances = self.nearness.distances(found)
        keys = self.searcher.fast_field_values("key", found)
        ordered = sorted(zip(distances, keys, found, strict=True), key=itemgetter(0, 1))
        return [(0.0, address) for _, _, address in ordered]
