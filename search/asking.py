"""One question put to one state of the index."""

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property
from typing import Any

from tantivy import Query, Schema, Searcher

from search import schema as fields
from search.analysis import valid_text
from search.filters import Filters, count_facets
from search.matching import Planner, all_of
from search.nearness import Nearness, at_points_in
from search.parsing import parse
from search.query import SearchQuery
from search.ranking import ORDERS, ByDistance, ByField, ByScore
from search.spread import Spread, spread_of
from search.synonyms import Synonyms
from search.words import Words

MOST_REMEMBERED = 256


class View:
    """One state of the index, and what was worked out from it: it never changes, so neither do they."""

    def __init__(self, searcher: Searcher, schema: Schema, words: Words):
        self.searcher = searcher
        self.words = words
        self.schema = schema
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """Return what `work` returned for this key before, or does now. The next page of a result counts nothing again."""
        try:
            return self._remembered[key]
        except KeyError:
            found = self._remembered[key] = work()
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return found

    @property
    def size(self) -> int:
        return self.searcher.num_docs - (self.state is not None)

    @cached_property
    def state(self) -> dict | None:
        hits = self.searcher.search(self.term("key", fields.STATE_KEY), 1, count=False).hits
        return json.loads(self.searcher.doc(hits[0][1]).get_first("stored")) if hits else None

    def term(self, field: str, value: str | int) -> Query:
        return Query.term_query(self.schema, field, valid_text(value) if isinstance(value, str) else value)


class Asked:
    """A query worked out against a view: its plan, filters and surroundings."""

    def __init__(self, view: View, query: SearchQuery, synonyms: Synonyms, *, today: date):
        self.view = view
        self.query = query
        self._synonyms = id(synonyms)
        self.plan = Planner(view.searcher, view.schema, view.words, synonyms).plan(
            parse(query.words), words=query.words, literal=query.literal, prefix=query.prefix
        )
        place = [view.term("within", query.place)] if query.place else []
        if query.places:
            place.append(Query.term_set_query(view.schema, "within", [valid_text(code) for code in query.places]))
        self.nearness = self._nearness()
        others = [*place, *self._near_clauses(), *self._box_clauses()]
        self.filters = Filters(view.schema, query.filters, today=today, others=others)
        self.today = today

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        """Group → value → how many records there would be with this choice."""
        return self.view.once(self._facets_key, lambda: count_facets(self.view.searcher, self.plan.match, self.filters))

    @property
    def _facets_key(self) -> Hashable:
        query = self.query
        chosen = tuple(sorted((group, tuple(values)) for group, values in query.filters.items()))
        return (
            query.words,
            self._synonyms,
            query.literal,
            query.prefix,
            chosen,
            query.place,
            query.places,
            query.near,
            query.within_km,
            query.box,
            self.today,
        )

    def ranking(self) -> ByScore | ByField | ByDistance:
        return self._ranking(self.filters)

    @property
    def has_wide(self) -> bool:
        """Tell whether something is listed apart."""
        return bool(self.query.near or (self.query.place and self.query.wide_areas))

    def wide_ranking(self) -> ByScore | ByField | ByDistance:
        """Return the order of those that serve a whole area and are listed apart."""
        areas, wide = self.query.wide_areas, self.view.term("wide", 1)
        # What lies in the place is among the hits; near a point all that is wide is left out of them.
        inside = self.query.place and not self.query.near
        clauses = [all_of([wide], [self.view.term("within", self.query.place)]) if inside else wide]
        if areas:
            clauses.append(Query.term_set_query(self.view.schema, "region", list(areas)))
        filters = Filters(self.view.schema, self.query.filters, today=self.today, others=clauses)
        return self._ranking(filters, sort="relevance" if self.query.sort == "distance" else self.query.sort)

    def _ranking(self, filters: Filters, sort: str = "") -> ByScore | ByField | ByDistance:
        sort = sort or self.query.sort
        if sort == "distance" and self.nearness:
            return ByDistance(self.view.searcher, filters.combined(self.plan.match), self.nearness)
        if sort in ORDERS or self.plan.rank is None:
            found = filters.combined(self.plan.match)
            return ByField(self.view.searcher, found, sort if sort in ORDERS else "newest")
        bonus = filters.ranked(self.plan.bonus) if self.plan.bonus is not None else None
        return ByScore(self.view.searcher, filters.ranked(self.plan.rank), bonus)

    def _nearness(self) -> Nearness | None:
        near, within = self.query.near, self.query.within_km
        if near is None:
            return None
        return self.view.once(
            ("near", near, within), lambda: Nearness(self.view.searcher, self.view.schema, near, within)
        )

    def _near_clauses(self) -> list[Query]:
        if self.nearness is None:
            return []
        narrow = self.view.term("wide", 0)
        clause = self.nearness.within
        return [narrow, clause] if clause is not None else [narrow]

    def _box_clauses(self) -> list[Query]:
        box = self.query.box
        return (
            []
            if box is None
            else [self.view.once(box, lambda: at_points_in(self.view.searcher, self.view.schema, box))]
        )

    @property
    def spread(self) -> Spread:
        """Where what was found lies."""
        return self.view.once(("spread", self._facets_key), self._spread)

    def _spread(self) -> Spread:
        return spread_of(self.view.searcher, self.filters.combined(self.plan.match))
