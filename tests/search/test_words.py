"""What words find: any of them, in any form, with or without accents."""

import pytest

from search.query import SearchQuery
from tests.search.conftest import keys, record


def test_any_word_matches_and_more_words_rank_higher(make_index):
    index = make_index(
        record(1, "A charter", body="nothing else"),
        record(2, "A charter for jobs", body="with a living wage"),
        record(3, "Something else"),
    )

    result = index.search(SearchQuery("jobs charter living wage"))

    assert keys(result) == [2, 1]
    assert result.total == 2


def test_endings_do_not_matter(make_index):
    index = make_index(record(1, "Volunteers repairing bicycles"))

    assert keys(index.search(SearchQuery("bicycle repairs volunteering"))) == [1]


@pytest.mark.parametrize("words", ["Tŷ", "ty", "TŶ", "Ynys Môn", "ynys mon", "Caerdydd", "CAERDYDD"])
def test_welsh_names_are_found_with_and_without_their_accents(make_index, words):
    index = make_index(
        record(1, "Tŷ Pawb", places=("Ynys Môn", "Isle of Anglesey", "Caerdydd")),
        record(2, "Another", places=("Leeds",)),
    )

    assert keys(index.search(SearchQuery(words))) == [1]


def test_a_name_whose_accent_is_a_sign_of_its_own_is_the_same_name(make_index):
    index = make_index(record(1, "Ty\u0302 Pawb"))

    assert keys(index.search(SearchQuery("tŷ"))) == [1]


def test_a_title_counts_more_than_the_body(make_index):
    index = make_index(
        record(1, "Something", body="A pub. " + "Many other words stand here. " * 3),
        record(2, "The pub", body="Many other words stand here. " * 3),
    )

    assert keys(index.search(SearchQuery("pub"))) == [2, 1]


def test_words_that_stand_together_count_more_than_words_apart(make_index):
    index = make_index(
        record(1, "One", body="the high wind blew down the street"),
        record(2, "Two", body="wind blew down the high street"),
    )

    assert keys(index.search(SearchQuery("high street"))) == [2, 1]


def test_a_phrase_in_quotes_must_be_there(make_index):
    index = make_index(record(1, "Living on a wage"), record(2, "A living wage"), record(3, "Wage living"))

    assert keys(index.search(SearchQuery('"living wage"'))) == [2]
    assert keys(index.search(SearchQuery("“living wage”"))) == [2]
    assert keys(index.search(SearchQuery('on "living wage" nothing'))) == [2]


def test_an_unpaired_quote_is_no_quote(make_index):
    index = make_index(record(1, "Wage"), record(2, "Living"))

    assert sorted(keys(index.search(SearchQuery('"living wage')))) == [1, 2]


def test_a_word_with_a_minus_must_not_be_there(make_index):
    index = make_index(record(1, "Village pub"), record(2, "Village shop"), record(3, "Town hall"))

    assert keys(index.search(SearchQuery("village -pub"))) == [2]
    assert keys(index.search(SearchQuery('village -"village pub"'))) == [2]


def test_only_exclusions_give_everything_else(make_index):
    index = make_index(record(1, "Village pub"), record(2, "Village shop"))

    result = index.search(SearchQuery("-pub"))

    assert (keys(result), result.total) == ([2], 1)


def test_a_hyphen_inside_a_word_excludes_nothing(make_index):
    index = make_index(record(1, "A co-operative pub"))

    assert keys(index.search(SearchQuery("co-operative"))) == [1]


@pytest.mark.parametrize(
    "words", ["co-operative", "cooperative", "co operative", "well-being", "wellbeing", "well being"]
)
def test_hyphens_do_not_matter(make_index, words):
    index = make_index(record(1, "Co-operative wellbeing"), record(2, "Cooperative well-being"))

    assert sorted(keys(index.search(SearchQuery(words)))) == [1, 2]


def test_stop_words_find_nothing_by_themselves_beside_other_words(make_index):
    index = make_index(record(1, "The shop on the hill"), record(2, "The pub in the village"))

    assert keys(index.search(SearchQuery("the pub on the corner"))) == [2]


def test_only_stop_words_find_what_holds_them(make_index):
    index = make_index(record(1, "The Who"), record(2, "Nothing"))

    assert keys(index.search(SearchQuery("the who"))) == [1]


@pytest.mark.parametrize("words", ["", "   ", "!!!", "😀", '""', "-", '-""', "\0"])
def test_a_query_without_words_gives_everything_newest_first(make_index, words):
    index = make_index(record(1), record(2), record(3))

    assert index.search(SearchQuery(words)).total == 3


def test_the_last_word_may_be_half_typed(make_index):
    index = make_index(record(1, "Befriending"), record(2, "A best friend"), record(3, "Shop"))

    assert keys(index.search(SearchQuery("befri", prefix=True))) == [1]
    assert keys(index.search(SearchQuery("befri", literal=True))) == []


def test_titles_are_suggested_by_their_words(make_index):
    index = make_index(record(1, "High Street Shops"), record(2, "Shops on the Hill"), record(3, "High Hopes"))

    assert [found.title for found in index.suggest("shops hi")] in (
        ["High Street Shops", "Shops on the Hill"],
        ["Shops on the Hill", "High Street Shops"],
    )
    assert index.suggest("") == []
    assert index.suggest("zzz") == []
