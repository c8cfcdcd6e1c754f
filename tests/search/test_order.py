"""The orders a result can have, and what lies before and after."""

from datetime import UTC, date, datetime

import pytest

from search.query import SearchQuery
from tests.search.conftest import keys, record


def test_newest_first(make_index):
    days = {1: 5, 2: 9, 3: 1}
    index = make_index(*(record(key, published=datetime(2026, 3, day, tzinfo=UTC)) for key, day in days.items()))

    assert keys(index.search(SearchQuery(sort="newest"))) == [2, 1, 3]


def test_last_confirmed_first_and_never_confirmed_last(make_index):
    index = make_index(record(1), record(2, confirmed=date(2026, 1, 1)), record(3, confirmed=date(2026, 2, 1)))

    assert keys(index.search(SearchQuery(sort="confirmed"))) == [3, 2, 1]


def test_titles_in_the_order_of_an_index_of_a_book(make_index):
    titles = {1: "zebra", 2: "Éclair", 3: "apple", 4: "“Banana”", 5: "Eagle", 6: "Tŷ", 7: "Tz", 8: "Tx"}
    index = make_index(*(record(key, title) for key, title in titles.items()))

    assert keys(index.search(SearchQuery(sort="title"))) == [3, 4, 5, 2, 8, 6, 7, 1]


@pytest.mark.parametrize("sort", ["relevance", "newest", "confirmed", "title", "distance", "nonsense"])
def test_equal_records_are_ordered_by_key_on_every_page_and_after_rewriting(make_index, sort):
    index = make_index(*(record(key, "Same") for key in range(1, 31)))
    for key in (17, 3, 25):
        index.write([record(key, "Same")])
        index.commit()
    index.reload()
    query = {"words": "same", "sort": sort, "near": (51.0, 0.0) if sort == "distance" else None}

    pages = [
        key for offset in range(0, 30, 7) for key in keys(index.search(SearchQuery(**query, offset=offset, limit=7)))
    ]

    assert pages in (list(range(1, 31)), list(range(30, 0, -1)))


def test_between_equal_matches_evidence_and_a_recent_confirmation_decide(make_index):
    index = make_index(
        record(1, "Same"),
        record(2, "Same", confirmed=date(2024, 1, 1)),
        record(3, "Same", confirmed=date(2026, 1, 1)),
        record(4, "Same", evidence="trial"),
    )

    assert keys(index.search(SearchQuery("same"))) == [4, 3, 2, 1]


@pytest.mark.parametrize("offset", [3, 4, 10**9, 10**18, 10**30])
@pytest.mark.parametrize("sort", ["relevance", "newest", "distance"])
def test_beyond_the_end_there_is_nothing_and_the_total_is_right(make_index, offset, sort):
    index = make_index(record(1, points=((51.0, 0.0),)), record(2), record(3))

    result = index.search(SearchQuery("title", offset=offset, sort=sort, near=(51.0, 0.0)))

    assert (result.hits, result.total) == ([], 3)


def test_a_limit_of_nothing_counts(make_index):
    index = make_index(record(1), record(2))

    assert (index.search(SearchQuery(limit=0)).hits, index.search(SearchQuery(limit=-5)).total) == ([], 2)


def test_neighbours_are_those_before_and_after_in_the_result(make_index):
    index = make_index(*(record(key, f"Title {key:03}") for key in range(1, 251)))
    query = SearchQuery(sort="title", offset=40)

    assert index.neighbours(query, 1) == (None, 2)
    assert index.neighbours(query, 100) == (99, 101)
    assert index.neighbours(query, 101) == (100, 102)
    assert index.neighbours(query, 250) == (249, None)
    assert index.neighbours(query, 999) == (None, None)


def test_iterating_gives_the_index_as_it_was_at_the_first(make_index):
    index = make_index(*(record(key) for key in range(1, 1_201)))

    hits = index.iterate(SearchQuery(limit=1))
    first = next(hits)
    index.write([], deletes=range(1, 1_201))
    index.commit()
    index.reload()

    assert [key for key, _score in (first, *hits)] == list(range(1_200, 0, -1))
    assert list(index.iterate(SearchQuery())) == []
