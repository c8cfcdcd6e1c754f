"""Other names for the same thing find it too, behind the name itself."""

from io import StringIO

import pytest
from django.core.management import call_command

from search.management.commands.load_synonyms import DATA, product_sets
from search.models import SynonymSet
from search.query import SearchQuery
from search.synonym_rules import check_lines
from tests.search.conftest import keys, record


def test_synonyms_find_and_rank_behind_the_word_itself(make_index):
    index = make_index(
        record(1, "Employment support"), record(2, "Jobs support"), synonyms=[[["jobs", "employment"], False]]
    )

    assert keys(index.search(SearchQuery("jobs"))) == [2, 1]
    assert keys(index.search(SearchQuery("employment"))) == [1, 2]


def test_synonyms_of_several_words_are_phrases(make_index):
    index = make_index(
        record(1, "Local authority"), record(2, "Local shop"), synonyms=[[["council", "local authority"], False]]
    )

    assert keys(index.search(SearchQuery("council"))) == [1]


def test_several_words_in_a_row_have_synonyms(make_index):
    index = make_index(
        record(1, "Vacant units"), record(2, "Empty streets"), synonyms=[[["empty shops", "vacant units"], False]]
    )

    assert sorted(keys(index.search(SearchQuery("the empty shops")))) == [1, 2]


def test_a_one_way_set_works_one_way(make_index):
    index = make_index(record(1, "Solar panels"), record(2, "Climate"), synonyms=[[["climate", "solar"], True]])

    assert keys(index.search(SearchQuery("climate"))) == [2, 1]
    assert keys(index.search(SearchQuery("solar"))) == [1]


def test_synonyms_of_a_records_themes_find_it(make_index):
    index = make_index(record(1, "Knit and natter", theme_words=("Loneliness", "befriending")))

    result = index.search(SearchQuery("befriending"))

    assert result.hits[0].why == ("theme: befriending",)


def test_what_says_it_in_its_own_words_comes_before_what_only_has_the_theme(make_index):
    index = make_index(
        record(1, "Dawn walks", theme_words=("Climate", "wind turbine")),
        record(
            2, "Village power", body="Many words stand here. " * 9 + "There is a wind turbine.", theme_words=("Energy",)
        ),
    )

    assert keys(index.search(SearchQuery("wind turbines"))) == [2, 1]


def test_a_theme_is_found_by_its_name(make_index):
    index = make_index(
        record(1, "Watches", body="Digital clocks too.", theme_words=("Crafts",)),
        record(2, "Lessons", body="For anybody here.", theme_words=("Digital inclusion",)),
        record(3, "Teams", body="The inclusion cup.", theme_words=("Sport",)),
    )

    assert keys(index.search(SearchQuery("digital inclusion")))[0] == 2


def test_a_rare_synonym_does_not_outweigh_the_word_itself(make_index):
    others = [record(key, f"Pub number {key}") for key in range(10, 40)]
    index = make_index(record(1, "A tavern"), *others, synonyms=[[["pub", "tavern"], False]])

    result = index.search(SearchQuery("pub", limit=40))

    assert keys(result)[-1] == 1
    assert result.total == 31


def test_a_phrase_with_synonyms_is_not_taken_for_its_words(make_index):
    index = make_index(
        record(1, "New dwellings"),
        record(2, "The village inn"),
        synonyms=[[["public house", "inn"], False], [["house", "dwelling"], False]],
    )

    assert keys(index.search(SearchQuery("public house"))) == [2, 1]


@pytest.mark.parametrize("words", ["dial-a-ride", "dial a ride", "a dial ride"])
def test_small_words_and_hyphens_in_a_name_do_not_matter(make_index, words):
    index = make_index(
        record(1, "Ringing bells"),
        record(2, "Community transport"),
        synonyms=[[["dial-a-ride", "community transport"], False]],
    )

    assert keys(index.search(SearchQuery(words))) == [2]


def test_the_products_sets_are_good_and_each_has_a_first_word_of_its_own():
    sets = product_sets()

    assert len(sets) == len(DATA.read_text(encoding="utf-8").splitlines()) - 1
    assert {name: faults for name, some in sets.items() if (faults := check_lines(some.lines))} == {}


def test_the_products_list_is_loaded_once(db):
    call_command("load_synonyms", stdout=StringIO())
    number = SynonymSet.objects.count()
    SynonymSet.objects.first().delete()

    call_command("load_synonyms", stdout=StringIO())

    assert number >= 60
    assert SynonymSet.objects.count() == number - 1


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("community pub", "A co-operative pub"),
        ("loneliness", "Befriending"),
        ("council", "The local authority"),
        ("empty shops", "Vacant units"),
        ("net zero", "Climate action"),
        ("community-owned pub", "The local pub"),
    ],
)
def test_the_products_list_knows_the_field(make_index, db, words, finds):
    call_command("load_synonyms", stdout=StringIO())
    synonyms = [[synonyms.lines, synonyms.one_way] for synonyms in SynonymSet.objects.all()]
    index = make_index(record(1, finds), record(2, "Nothing of the kind"), synonyms=synonyms)

    assert keys(index.search(SearchQuery(words, literal=True)))[0] == 1
