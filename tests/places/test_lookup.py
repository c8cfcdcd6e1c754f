"""A place is recognised in what people type."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from places.gazetteer import folded_name
from places.lookup import find_outcode, find_place, places_in_words
from places.models import Outcode, PlaceAlias
from tests.factories import PlaceFactory, RegionFactory


@pytest.fixture
def hartlepool(db):
    place = PlaceFactory(code="E06000001", name="Hartlepool", official_name="Hartlepool Borough Council")
    Outcode.objects.create(outcode="TS24", latitude="54.699", longitude="-1.207", place=place, share=1)
    return place


@pytest.mark.parametrize("typed", ["TS24", "ts24", "TS24 8", "ts24 8qt", "TS248QT", " TS24  8QT "])
def test_postcode_is_found_in_any_spacing_and_case(hartlepool, typed):
    assert find_outcode(typed).outcode == "TS24"


@pytest.mark.parametrize("typed", ["", "TS99", "24", "TS24 8QTX", "hello", "A1A1A1"])
def test_what_is_no_postcode_district_is_not_found(hartlepool, typed):
    assert find_outcode(typed) is None


def test_postcode_among_words_leaves_the_other_words(hartlepool):
    [found] = places_in_words("befriending near ts24 8qt please")

    assert (found.place.code, found.outcode, found.rest) == ("E06000001", "TS24", "befriending near please")
    assert found.point == (54.699, -1.207)


def test_council_is_recognised_by_short_and_official_name(hartlepool):
    assert [found.place.name for found in places_in_words("pubs hartlepool")] == ["Hartlepool"]
    assert [found.place.name for found in places_in_words("Hartlepool Borough Council")] == ["Hartlepool"]
    assert places_in_words("pubs hartlepool")[0].rest == "pubs"


@pytest.mark.parametrize("typed", ["Ynys Môn", "ynys mon", "YNYS MÔN"])
def test_welsh_name_is_recognised_with_and_without_accent(db, typed):
    anglesey = PlaceFactory(name="Isle of Anglesey")
    PlaceAlias.objects.create(place=anglesey, name="Ynys Môn", kind="welsh")

    assert [found.place.key for found in places_in_words(typed)] == [anglesey.pk]


def test_former_council_leads_to_its_successor(db):
    craven = PlaceFactory(name="Craven", until="2023-03-31")
    north_yorkshire = PlaceFactory(name="North Yorkshire")
    craven.replaced_by.add(north_yorkshire)

    assert [found.place.key for found in places_in_words("craven arts")] == [north_yorkshire.pk]


def test_longest_name_wins(db):
    PlaceFactory(name="York")
    bournemouth = PlaceFactory(name="Bournemouth, Christchurch and Poole")

    assert [found.place.key for found in places_in_words("Bournemouth Christchurch & Poole food")] == [bournemouth.pk]


def test_name_of_two_places_offers_both(db):
    region = RegionFactory(name="North East")
    authority = PlaceFactory(name="North East", kind="strategic_authority", tier="strategic")

    assert {found.place.key for found in places_in_words("north east jobs")} == {region.pk, authority.pk}


def test_words_without_a_place_find_none(hartlepool):
    assert places_in_words("community owned pub") == []


@pytest.mark.django_db
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True, max_examples=80)
@given(words=st.text(max_size=60))
@example(words='"')
@example(words="\x00")
@example(words="a " * 1_000)
@example(words="\u202eTS24")
def test_any_words_are_answered(hartlepool, words):
    assert len(places_in_words(words)) <= 3


def test_place_is_found_by_code_and_by_slug_without_asking_again(hartlepool, django_assert_num_queries):
    assert find_place("E06000001").name == "Hartlepool"

    with django_assert_num_queries(0):
        assert find_place(hartlepool.slug).code == "E06000001"
        assert find_place("nowhere") is None


def test_folded_names_ignore_accents_case_and_punctuation():
    assert folded_name("King’s Lynn & West Norfolk") == folded_name("kings lynn and west norfolk")
    assert folded_name("Tŷ  Môn!") == "ty mon"


def test_a_nation_is_recognised_once_though_a_region_has_its_name(db):
    wales = PlaceFactory(code="W92000004", name="Wales", kind="nation", tier="nation")
    RegionFactory(code="TLL", name="Wales", nation=wales)

    assert [found.place.code for found in places_in_words("befriending wales")] == ["W92000004"]
