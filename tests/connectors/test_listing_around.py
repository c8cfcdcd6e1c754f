"""Around a place: what lies near it, what serves the whole area, and the places that words name."""

import html

import pytest

from places.models import Outcode, PlaceAlias
from tests.connectors.test_listing import titles
from tests.factories import InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory

HARTLEPOOL, MIDDLESBROUGH = ("54.689", "-1.212"), ("54.574", "-1.235")


@pytest.fixture
def uk(db):
    return PlaceFactory(code="K02000001", name="United Kingdom", kind="country", tier="uk")


@pytest.fixture
def north_east(uk):
    england = PlaceFactory(code="E92000001", name="England", kind="nation", tier="nation")
    return RegionFactory(code="TLC", name="North East", nation=england)


@pytest.fixture
def hartlepool(north_east):
    latitude, longitude = HARTLEPOOL
    place = PlaceFactory(
        code="E06000001",
        slug="hartlepool",
        name="Hartlepool",
        region=north_east,
        nation=north_east.nation,
        latitude=latitude,
        longitude=longitude,
    )
    Outcode.objects.create(outcode="TS24", latitude=latitude, longitude=longitude, place=place, share=1)
    return place


@pytest.fixture
def entries(directory, hartlepool, north_east, uk):
    """One of the town, one of the next, and one for each wider area."""
    latitude, longitude = MIDDLESBROUGH
    middlesbrough = PlaceFactory(name="Middlesbrough", region=north_east, latitude=latitude, longitude=longitude)
    food = ThemeFactory(name="Food", slug="food")
    InitiativeFactory(parent=directory, title="Of the town", places=[hartlepool], themes=[food])
    InitiativeFactory(parent=directory, title="Of the next town", places=[middlesbrough])
    InitiativeFactory(parent=directory, title="Of the region", places=[north_east], themes=[food])
    InitiativeFactory(parent=directory, title="Of England", places=[north_east.nation])
    InitiativeFactory(parent=directory, title="Of the country", places=[uk])
    InitiativeFactory(parent=directory, title="Of Wales", places=[RegionFactory(code="TLL", name="Wales")])


def wide_titles(response) -> set[str]:
    wide = response.context["wide"]
    return {entry.title for entry in wide.entries} if wide else set()


@pytest.mark.parametrize("near", ["TS24 8", "ts248qt", "E06000001"])
def test_near_is_sorted_by_distance_and_what_serves_the_whole_area_is_listed_apart(client, entries, near):
    response = client.get("/directory/", {"near": near})

    assert titles(response) == ["Of the town", "Of the next town"]
    assert wide_titles(response) == {"Of the region", "Of England", "Of the country"}
    assert response.context["wide"].total == 3
    text = response.content.decode()
    assert "Also serving the whole of the North East, England or the United Kingdom" in text
    assert "3 entries that fit the rest of your search." in text
    assert "under 1 mile" in text
    assert "8 miles" in text


def test_entries_that_serve_the_whole_area_are_filtered_by_the_other_filters(client, entries):
    response = client.get("/directory/?near=TS24&theme=food")

    assert titles(response) == ["Of the town"]
    assert wide_titles(response) == {"Of the region"}
    assert "1 entry that fits the rest of your search." in response.content.decode()


def test_place_lists_apart_what_serves_the_area_around_it(client, entries):
    response = client.get("/directory/?place=E06000001")

    assert titles(response) == ["Of the town"]
    assert wide_titles(response) == {"Of the region", "Of England", "Of the country"}


def test_what_lies_in_the_place_is_not_listed_apart_once_more(client, entries):
    response = client.get("/directory/?place=TLC")

    assert set(titles(response)) == {"Of the town", "Of the next town", "Of the region"}
    assert wide_titles(response) == {"Of England", "Of the country"}
    assert "the whole of England or the United Kingdom" in response.content.decode()


def test_an_entry_of_the_town_that_also_serves_the_country_stands_once(client, directory, hartlepool, uk):
    InitiativeFactory(parent=directory, title="Both", places=[hartlepool, uk])

    response = client.get("/directory/?place=E06000001")

    assert titles(response) == ["Both"]
    assert response.context["wide"] is None


def test_listing_without_a_place_lists_nothing_apart(client, entries):
    response = client.get("/directory/?q=of")

    assert response.context["wide"] is None
    assert "Also serving" not in response.content.decode()


def test_more_wide_entries_than_are_shown_are_counted_and_reachable(client, directory, hartlepool, uk):
    for number in range(22):
        InitiativeFactory(parent=directory, title=f"Everywhere {number}", places=[uk])

    response = client.get("/directory/?near=TS24")

    assert (response.context["wide"].total, len(response.context["wide"].entries)) == (22, 20)
    links = {offer.label: offer.url for offer in response.context["wide"].rest}
    assert links["The whole United Kingdom"] == "?region=K02000001"
    assert client.get(f"/directory/{links['The whole United Kingdom']}").context["result"].total == 22


def test_second_page_of_a_place_does_not_repeat_what_is_listed_apart(client, directory, hartlepool, uk):
    InitiativeFactory(parent=directory, title="Everywhere", places=[uk])
    for _number in range(21):
        InitiativeFactory(parent=directory, places=[hartlepool])

    assert "Everywhere" in client.get("/directory/?near=TS24").content.decode()
    assert "Everywhere" not in client.get("/directory/?near=TS24&page=2").content.decode()


def offers(response) -> list[tuple[str, str]]:
    return [(offer.label, offer.url) for offer in response.context["offers"]]


def test_place_in_the_words_is_offered_as_filter_as_surroundings_and_as_page(client, entries):
    response = client.get("/directory/?q=food+hartlepool")

    assert offers(response) == [
        ("In Hartlepool (unitary council)", "?q=food&place=E06000001"),
        ("Within 10 miles of Hartlepool", "?q=food&near=E06000001"),
        ("About Hartlepool", "/places/hartlepool/"),
    ]


@pytest.mark.parametrize("words", ["TS24 8", "ts248 "])
def test_postcode_in_the_words_is_offered_as_a_place_to_be_near(client, entries, words):
    response = client.get("/directory/", {"q": words})

    [(label, address), page] = offers(response)
    assert label.replace("TS24 8", "TS248") == "Near TS248, within 10 miles"
    assert titles(client.get(f"/directory/{address}")) == ["Of the town", "Of the next town"]
    assert page == ("About Hartlepool", "/places/hartlepool/")


def test_other_name_of_a_place_is_repeated_where_the_place_is_offered(client, entries, hartlepool):
    PlaceAlias.objects.create(place=hartlepool, name="Monkey Town")

    response = client.get("/directory/?q=monkey+town")

    assert offers(response)[0] == ("In Hartlepool (unitary council), for “monkey town”", "?place=E06000001")
    assert "for “monkey town”" in html.unescape(response.content.decode())


def ways_out(response) -> list[tuple[str, str, int]]:
    return [(way.label, way.url, way.count) for way in response.context["ways_out"]]


def test_place_that_finds_nothing_as_a_word_is_offered_with_what_it_finds_as_a_place(client, entries):
    response = client.get("/directory/?q=TS24+8")

    assert ways_out(response) == [("Near TS24 8, within 10 miles", "?near=TS24+8", 2)]
    assert "Near TS24 8, within 10 miles</a>: 2 entries" in response.content.decode()


def test_empty_place_and_empty_circle_offer_the_nearest_circle_that_holds_something(client, entries):
    latitude, longitude = "54.1", "-1.2"  # 41 miles south of Hartlepool, 33 of Middlesbrough
    PlaceFactory(code="E06000099", name="Quiet", latitude=latitude, longitude=longitude)

    in_place = client.get("/directory/?place=E06000099")
    near = client.get("/directory/?near=E06000099")

    assert ways_out(in_place) == [
        ("Within 50 miles of Quiet", "?near=E06000099&within=50", 2),
        ("Without “In Quiet”", "./", 6),
    ]
    assert ways_out(near)[0] == ("Within 50 miles of Quiet", "?near=E06000099&within=50", 2)
    assert client.get("/directory/?near=E06000099&within=50").context["result"].total == 2


def test_words_alone_that_find_nothing_offer_no_way_but_the_whole_directory(client, entries):
    response = client.get("/directory/?q=zzzzzz")

    assert ways_out(response) == []
    assert "Show the whole directory" in response.content.decode()


def test_filter_that_leaves_nothing_is_named_with_what_comes_back_without_it(client, entries):
    response = client.get("/directory/?q=town&theme=food&stage=ended")

    assert ways_out(response) == [("Without “Ended”", "?q=town&theme=food", 1)]


def test_large_area_is_offered_without_a_distance_from_its_middle(client, entries):
    assert [label for label, _url in offers(client.get("/directory/?q=north+east"))] == [
        "In North East (region)",
        "About North East",
    ]
