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
    assert 'href="/submit/"' in html


def test_former_council_shows_also_what_its_successors_have_and_says_so(client, directory):
    north_yorkshire = PlaceFactory(code="E06000065", name="North Yorkshire", slug="north-yorkshire")
    craven = PlaceFactory(name="Craven", slug="craven", until="2023-03-31")
    craven.replaced_by.add(north_yorkshire)
    InitiativeFactory(parent=directory, title="Old one", places=[craven])
    InitiativeFactory(parent=directory, title="New one", places=[north_yorkshire])
    InitiativeFactory(parent=directory, title="Both", places=[craven, north_yorkshire])
    InitiativeFactory(parent=directory, title="Elsewhere", places=[PlaceFactory()])

    response = client.get("/places/craven/")

    assert sorted(entry.title for entry in response.context["entries"]) == ["Both", "New one", "Old one"]
    page = response.content.decode()
    assert "everything from the councils that serve its area now" in page
    assert 'href="/directory/?place=E06000065"' in page


def test_successor_lists_what_was_recorded_under_a_former_council_without_speaking_of_it(client, directory):
    north_yorkshire = PlaceFactory(code="E06000065", name="North Yorkshire", slug="north-yorkshire")
    craven = PlaceFactory(name="Craven", slug="craven", until="2023-03-31")
    craven.replaced_by.add(north_yorkshire)
    InitiativeFactory(parent=directory, title="New one", places=[north_yorkshire])
    InitiativeFactory(parent=directory, title="Old one", places=[craven])

    response = client.get("/places/north-yorkshire/")
    page = response.content.decode()

    assert sorted(entry.title for entry in response.context["entries"]) == ["New one", "Old one"]
    assert "serve its area now" not in page
    assert "See them in the directory" in page


@pytest.mark.parametrize("item_count", [1, 3])
def test_place_page_costs_the_same_queries_for_one_entry_and_three(
    client, directory, item_count, django_assert_num_queries
):
    town = PlaceFactory(slug="town", region=RegionFactory())
    for _number in range(item_count):
        InitiativeFactory(parent=directory, themes=[ThemeFactory()], places=[town])
    client.get("/places/town/")

    with django_assert_num_queries(8):
        client.get("/places/town/")
