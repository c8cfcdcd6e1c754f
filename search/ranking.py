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
    bonus: Query | None = None  # scores in full those of the found that earn more than `query` gives

    def page(self, offset: int, limit: int) -> tuple[int, list[Ranked]]:
        limit = min(limit, self.searcher.num_docs - offset)
        if limit < 1:
            return count(self.searcher, self.query), []
        first = max(0, offset - 1)
        # One hit more at each end tells whether a tie goes across the edge of the page.
        total, hits = self._hits(first, offset - first + limit + 1)
        if _crosses(hits, offset - first, limit):
            first = max(0, offset - LONGEST_TIE)
            _, hits = self._hits(first, offset - first + limit + LONGEST_TIE)
        return total, self._settled(hits, offset - first, offset - first + limit)

    def _hits(self, first: int, number: int) -> tuple[int, list[Ranked]]:
        """Return how many there are in all, and the best of them from `first` on.

        Two questions and a merge are twice as fast as one question with all bonuses, because the engine is fast with a
        union of plain words and with an intersection, and slow with a union that holds intersections. Nothing is missed:
        who is among the best n without a bonus of its own is among the best n where nobody has one.
        """
        if self.bonus is None:
            found = self.searcher.search(self.query, number, offset=first)
            return found.count, found.hits
        found = self.searcher.search(self.query, first + number)
        better = self.searcher.search(self.bonus, first + number, count=False).hits
        seen = {(address.segment_ord, address.doc) for _, address in better}
        rest = [hit for hit in found.hits if (hit[1].segment_ord, hit[1].doc) not in seen]
        merged = sorted([*better, *rest], key=itemgetter(0), reverse=True)
        return found.count, merged[first : first + number]

    def _settled(self, hits: Sequence[Ranked], start: int, end: int) -> list[Ranked]:
        """Return hits[start:end] with their ties settled, also those that go across the edges."""
        settled: list[Ranked] = []
        for _, group in groupby(hits, key=itemgetter(0)):
            tied = list(group)
            on_page = len(settled) < end and len(settled) + len(tied) > start
            settled += self._by_key(tied) if on_page and 1 < len(tied) <= LONGEST_TIE else tied
        return settled[start:end]

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
        placed, unplaced = self._parts()
        located = total if self.nearness.within is not None else count(self.searcher, placed)
        hits = self._nearest(min(located, offset + limit), located)[offset : offset + limit]
        if len(hits) < limit and located < total:
            rest = ByField(self.searcher, unplaced, "newest").page(max(0, offset - located), limit - len(hits))
            hits += rest[1]
        return total, hits

    def _parts(self) -> tuple[Query, Query]:
        """Return the questions for those that have a point and for those that have none."""
        silent = (Occur.Must, Query.const_score_query(self.query, 0.0))
        anywhere = self.nearness.anywhere()
        return Query.boolean_query([silent, (Occur.Must, anywhere)]), Query.boolean_query(
            [silent, (Occur.MustNot, anywhere)]
        )

    def _nearest(self, wanted: int, located: int) -> list[Ranked]:
        """Return at least so many of the nearest, in order: all in the smallest of growing circles that holds them."""
        if not wanted:
            return []
        found = self._found_within(wanted, located)
        distances = self.nearness.distances(found)
        keys = self.searcher.fast_field_values("key", found)
        ordered = sorted(zip(distances, keys, found, strict=True), key=itemgetter(0, 1))
        return [(0.0, address) for _, _, address in ordered]

    def _found_within(self, wanted: int, located: int) -> list[DocAddress]:
        for circle in self.nearness.circles_holding(wanted):
            clauses = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in (self.query, circle)]
            found = self.searcher.search(Query.boolean_query(clauses), located)
            if found.count >= wanted:
                break
        return [address for _, address in found.hits]
