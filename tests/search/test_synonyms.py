"""Other names for the same thing find it too, behind the name itself."""

from io import StringIO

import pytest
from django.core.management import call_command

from search.models import SynonymSet
from search.query import SearchQuery
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
