"""Words that match nothing are replaced by the nearest that does, and the result says so."""

import pytest

from search import spelling
from search.query import SearchQuery
from tests.search.conftest import keys, record


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("emtpy", "empty"),
        ("shpos", "shops"),
        ("empyt", "empty"),
        ("befreinding", "befriending"),
        ("comunity", "community"),
        ("neigbourhod", "neighbourhood"),
        ("xmpty", "empty"),
        ("foodbank", "food bank"),
    ],
)
def test_a_word_that_matches_nothing_is_corrected(make_index, typed, meant):
    index = make_index(
        record(1, "Empty shops"),
        record(2, "Befriending"),
        record(3, "Community neighbourhood"),
        record(4, "A food bank"),
    )

    result = index.search(SearchQuery(typed))

    assert result.corrected == meant
    assert result.total == 1


def test_only_the_wrong_words_are_replaced(make_index):
    index = make_index(record(1, "Empty shops in the high street"))

    assert index.search(SearchQuery("emtpy shops high sreet")).corrected == "empty shops high street"


def test_nothing_is_corrected_when_the_words_are_meant_literally(make_index):
    index = make_index(record(1, "Empty shops"))

    result = index.search(SearchQuery("emtpy", literal=True))

    assert (result.total, result.corrected) == (0, None)


def test_a_word_that_matches_is_never_corrected(make_index):
    index = make_index(record(1, "Emtpy"), *(record(key, "Empty") for key in range(2, 20)))

    result = index.search(SearchQuery("emtpy"))

    assert (keys(result), result.corrected) == ([1], None)


def test_of_two_near_words_the_more_frequent_is_chosen(make_index):
    index = make_index(record(1, "hot"), *(record(key, "hut") for key in range(2, 12)))

    assert index.search(SearchQuery("hxt")).corrected == "hut"


@pytest.mark.parametrize("words", ["ab", "TS24", "2011", "zzzzzzzzzz", "x" * 200])
def test_short_words_numbers_and_words_like_no_other_stay_as_they_are(make_index, words):
    index = make_index(record(1, "Abe in TS25, 2012"))

    assert index.search(SearchQuery(words)).corrected is None


def test_words_that_only_deleted_records_held_are_not_offered(make_index):
    index = make_index(record(1, "Empty"), record(2, "Other"))
    index.write([], deletes=[1])
    index.commit()
    index.reload()

    result = index.search(SearchQuery("emtpy"))

    assert (result.total, result.corrected) == (0, None)


def test_a_word_with_synonyms_is_no_misspelling(make_index):
    index = make_index(record(1, "Employment"), record(2, "Jogs"), synonyms=[[["jobs", "employment"], False]])

    result = index.search(SearchQuery("jobs"))

    assert (keys(result), result.corrected) == ([1], None)


def test_a_word_that_only_a_synonym_holds_is_no_misspelling(make_index):
    index = make_index(
        record(1, "Bettered brought"), record(2, "Insulation"), synonyms=[[["draught-proofing", "insulation"], False]]
    )

    result = index.search(SearchQuery("draught proofing"))

    assert (keys(result), result.corrected) == ([2], None)


def test_a_word_with_another_first_letter_and_another_slip_is_another_word(make_index):
    index = make_index(record(1, "Brought"))

    assert index.search(SearchQuery("draught")).corrected is None


def test_two_halves_of_a_word_are_found_as_one(make_index):
    index = make_index(record(1, "One", body="A band"), record(2, "Two", body="Broadband"), record(3, "Board games"))

    result = index.search(SearchQuery("broad band"))

    assert (keys(result), result.corrected) == ([2, 1], None)


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("empty", "emtpy", 1), ("ca", "abc", 3)],
)
def test_distances(one, other, errors):
    assert spelling.distance(one, other) == spelling.distance(other, one) == errors
