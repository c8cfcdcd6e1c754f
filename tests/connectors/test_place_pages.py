"""What the directory shows of a place."""

import pytest

from tests.factories import InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory


def test_place_lists_its_own_entries_and_those_inside_it(client, directory):
    region = RegionFactory(name="North East", slug="north-east")
    town = PlaceFactory(name="Hartlepool", slug="hartlepool", region=region)
    InitiativeFactory(parent=directory, title="In the town", places=[town])
    InitiativeFactory(parent=directory, title="For the region", places=[region])
    InitiativeFactory(parent=directory, title="Draft", places=[town], live=False)

    of_town = client.get("/places/hartlepool/").context["entries"]
    of_region = client.get("/places/north-east/").context["entries"]

    assert [entry.title for entry in of_town] == ["In the town"]
    assert {entry.title for entry in of_region} == {"In the town", "For the region"}


def test_place_without_entries_asks_for_the_first(client, directory):
    PlaceFactory(name="Hartlepool", slug="hartlepool")

    html = client.get("/places/hartlepool/").content.decode()

    assert "Nothing from Hartlepool yet" in html
    assert 'href="/contribute/"' in html


@pytest.mark.parametrize("item_count", [1, 3])
def test_place_page_costs_the_same_queries_for_one_entry_and_three(
    client, directory, item_count, django_assert_num_queries
):
    town = PlaceFactory(slug="town", region=RegionFactory())
    for _number in range(item_count):
        InitiativeFactory(parent=directory, themes=[ThemeFactory()], places=[town])
    client.get("/places/town/")

    with django_assert_num_queries(7):
        client.get("/places/town/")
