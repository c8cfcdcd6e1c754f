"""Titles for the box while somebody types."""

import json
from dataclasses import dataclass

from tantivy import Occur, Query

from search import analysis, parsing
from search.asking import View

MOST_ENDINGS = 50
MOST_WORDS = 8
MOST_WORDS_OF_TITLE = 24


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: int
    title: str
    card: dict


def suggest(view: View, words: str, limit: int) -> list[Suggestion]:
    typed = analysis.words_of(parsing.tidy(words))[:MOST_WORDS]
    if not typed or limit < 1:
        return []
    *whole, last = typed
    endings = [term for term, _ in view.searcher.terms_with_prefix("title_typed", last, limit=MOST_ENDINGS)]
    if not endings:
        return []
    clauses = [(Occur.Must, view.term("title_typed", word)) for word in whole]
    clauses.append(
        (Occur.Must, Query.const_score_query(Query.term_set_query(view.schema, "title_typed", endings), 1.0))
    )
    # A word that stands there as typed is worth more than one that only begins so.
    clauses.append((Occur.Should, view.term("title_typed", last)))
    return _found(view, Query.boolean_query(clauses), limit)


def titles_like(view: View, title: str, limit: int) -> list[Suggestion]:
    """Return titles that share words with this one: the more of them and the rarer, the further in front."""
    words = dict.fromkeys(analysis.words_of(parsing.tidy(title))[:MOST_WORDS_OF_TITLE])
    if not words or limit < 1:
        return []
    return _found(view, Query.boolean_query([(Occur.Should, view.term("title_typed", word)) for word in words]), limit)


def _found(view: View, query: Query, limit: int) -> list[Suggestion]:
    found = view.searcher.search(query, limit, count=False)
    documents = [view.searcher.doc(address) for _, address in found.hits]
    return [_suggestion(document.get_first("key"), json.loads(document.get_first("stored"))) for document in documents]


def _suggestion(key: int, parts: dict) -> Suggestion:
    return Suggestion(key, parts["title"], parts["card"])
