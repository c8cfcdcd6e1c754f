"""The listing as a council officer meets it: /directory/ and its filters."""

import gzip
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from connectors.directory import GROUPS
from connectors.models import EntryPage
from places.models import Outcode, PlaceAlias
from tests.factories import (
    CaseStudyFactory,
    ConnectorFactory,
    InitiativeFactory,
    PlaceFactory,
    RegionFactory,
    ThemeFactory,
    TierFactory,
)

# They find the page and ask whether it is restricted; the index and the memory of the process answer the rest.
LISTING_QUERIES = 3


def titles(response) -> list[str]:
    return [hit.card["title"] for hit in response.context["page_of_entries"]]


def count_of(response, group: str, value: str) -> int:
    choices = {g.name: g.choices for g in response.context["groups"]}[group]
    return next(choice.count for choice in choices if choice.value == value)


@pytest.fixture
def food(db):
    return ThemeFactory(name="Food", slug="food", synonyms="foodbank\nallotments")


@pytest.fixture
def housing(db):
    return ThemeFactory(name="Housing", slug="housing")


def test_listing_shows_every_published_entry_and_its_count(client, directory, shelf):
    InitiativeFactory(parent=directory, title="Baths")
    ConnectorFactory(parent=directory, title="Network")
    CaseStudyFactory(parent=shelf, title="Story")
    InitiativeFactory(parent=directory, title="Draft", live=False)

    response = client.get("/directory/")

    assert sorted(titles(response)) == ["Baths", "Network", "Story"]
    assert response.context["heading"] == "3 entries"


def test_choices_within_a_group_widen_and_groups_narrow(client, directory, food, housing):
    InitiativeFactory(parent=directory, title="Bakery", themes=[food], stage="running")
    InitiativeFactory(parent=directory, title="Land trust", themes=[housing], stage="running")
    InitiativeFactory(parent=directory, title="Ended kitchen", themes=[food], stage="ended")

    either = client.get("/directory/?theme=food&theme=housing")
    both_groups = client.get("/directory/?theme=food&stage=running")

    assert sorted(titles(either)) == ["Bakery", "Ended kitchen", "Land trust"]
    assert titles(both_groups) == ["Bakery"]


def test_count_beside_a_choice_is_what_choosing_it_gives(client, directory, food, housing):
    InitiativeFactory(parent=directory, themes=[food, housing], stage="running")
    InitiativeFactory(parent=directory, themes=[food], stage="ended")
    ConnectorFactory(parent=directory, themes=[housing], stage="running")

    response = client.get("/directory/?theme=food")

    assert count_of(response, "theme", "food") == 2
    assert count_of(response, "theme", "housing") == 2
    assert count_of(response, "stage", "running") == 1
    assert count_of(response, "kind", "connector") == 0


def test_choice_that_would_find_nothing_is_disabled_unless_it_is_chosen(client, directory, food, housing):
    InitiativeFactory(parent=directory, themes=[food])

    html = client.get("/directory/?theme=food&stage=ended").content.decode()

    housing_box = re.search(r'<input[^>]*value="housing"[^>]*>', html).group()
    ended_box = re.search(r'<input[^>]*value="ended"[^>]*>', html).group()
    assert "disabled" in housing_box
    assert "disabled" not in ended_box


def test_entry_with_several_themes_is_listed_and_counted_once(client, directory, food, housing):
    InitiativeFactory(parent=directory, title="Both", themes=[food, housing])

    response = client.get("/directory/?theme=food&theme=housing")

    assert titles(response) == ["Both"]
    assert response.context["heading"] == "1 entry"


def test_region_finds_entries_of_its_councils_and_its_own(client, directory):
    north = RegionFactory(code="TLC", name="North East")
    south = RegionFactory(code="TLK", name="South West")
    hartlepool = PlaceFactory(name="Hartlepool", region=north)
    InitiativeFactory(parent=directory, title="In the town", places=[hartlepool])
    InitiativeFactory(parent=directory, title="In the region", places=[north])
    InitiativeFactory(parent=directory, title="Elsewhere", places=[south])

    response = client.get("/directory/?region=TLC")

    assert sorted(titles(response)) == ["In the region", "In the town"]
    assert count_of(response, "region", "TLK") == 1


def test_entry_with_two_places_of_one_region_counts_once_there(client, directory):
    region = RegionFactory(code="TLC")
    towns = [PlaceFactory(region=region), PlaceFactory(region=region)]
    InitiativeFactory(parent=directory, places=towns)

    assert count_of(client.get("/directory/"), "region", "TLC") == 1


def test_entry_of_a_whole_nation_stands_under_that_nation(client, directory):
    england = PlaceFactory(code="E92000001", name="England", kind="nation", tier="nation")
    InitiativeFactory(parent=directory, title="Everywhere", places=[england])

    response = client.get("/directory/?region=E92000001")

    assert titles(response) == ["Everywhere"]
    assert "All of England" in response.content.decode()


def test_place_finds_what_is_inside_it(client, directory):
    county = PlaceFactory(code="E10000011", name="East Sussex", kind="county", tier="upper")
    hastings = PlaceFactory(name="Hastings", kind="district", tier="lower", county=county)
    InitiativeFactory(parent=directory, title="Commons", places=[hastings])
    InitiativeFactory(parent=directory, title="Elsewhere", places=[PlaceFactory()])

    response = client.get("/directory/?place=E10000011")

    assert titles(response) == ["Commons"]
    assert response.context["heading"] == "1 entry in East Sussex"


def test_place_finds_what_was_recorded_under_a_council_that_it_took_over_from(client, directory):
    region = RegionFactory(code="TLE")
    north_yorkshire = PlaceFactory(code="E06000065", name="North Yorkshire", region=region)
    craven = PlaceFactory(name="Craven", until="2023-03-31", region=region)
    craven.replaced_by.add(north_yorkshire)
    InitiativeFactory(parent=directory, title="Outlived its council", places=[craven])

    assert titles(client.get("/directory/?place=E06000065")) == ["Outlived its council"]
    assert titles(client.get("/directory/?place=TLE")) == ["Outlived its council"]


def test_place_of_a_former_council_means_the_one_that_took_it_over(client, directory):
    north_yorkshire = PlaceFactory(code="E06000065", name="North Yorkshire")
    PlaceFactory(code="E07000163", name="Craven", until="2023-03-31").replaced_by.add(north_yorkshire)
    split = PlaceFactory(code="E10000006", name="Cumbria", until="2023-03-31")
    split.replaced_by.add(PlaceFactory(name="Cumberland"), PlaceFactory(name="Westmorland and Furness"))
    InitiativeFactory(parent=directory, title="There", places=[north_yorkshire])

    response = client.get("/directory/?place=E07000163")

    assert response.context["heading"] == "1 entry in North Yorkshire"
    assert "E10000006" in client.get("/directory/?place=E10000006").context["query"].unknown


@pytest.mark.parametrize(
    "words", ["bakery", "BAKERY", "foodbank", "Anfield", "Lerpwl", "Homebaked Ltd", "nonsense bakery"]
)
def test_words_are_found_in_title_theme_synonyms_places_and_organisation(client, directory, food, words):
    liverpool = PlaceFactory(name="Liverpool")
    PlaceAlias.objects.create(place=liverpool, name="Lerpwl", kind="welsh")
    entry = InitiativeFactory(
        parent=directory, title="The bakery", organisation="Homebaked Ltd", themes=[food], places=[liverpool]
    )
    entry.entry_places.update(locality="Anfield")
    InitiativeFactory(parent=directory, title="Something else")

    assert titles(client.get("/directory/", {"q": words})) == ["The bakery"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("bakers", "The <mark>bakery</mark> of Anfield"),  # stem, in the title
        ("bred", "Makes <mark>bread</mark>."),  # corrected
        ("volunteers", "<mark>Volunteers</mark> began"),  # in the text
        ("foodbank", "Found by theme <mark>foodbank</mark>"),
        ("lerpwl", "Found by place <mark>Lerpwl</mark>"),
        ("homebaked", "Found by organisation <mark>Homebaked Ltd</mark>"),
    ],
)
def test_row_shows_why_it_was_found(client, directory, food, words, shown):
    liverpool = PlaceFactory(name="Liverpool")
    PlaceAlias.objects.create(place=liverpool, name="Lerpwl", kind="welsh")
    InitiativeFactory(
        parent=directory,
        title="The bakery of Anfield",
        summary="Makes bread.",
        what_it_does="<p>Volunteers began with one oven.</p>",
        organisation="Homebaked Ltd",
        themes=[food],
        places=[liverpool],
    )

    page = client.get("/directory/", {"q": words}).content.decode()

    assert shown in page
    assert page.count("Makes ") == 1


def test_reason_that_two_fields_give_is_said_once(client, directory, food):
    entry = InitiativeFactory(parent=directory, title="Bakery", themes=[food])
    entry.keywords.add("allotments")
    entry.save()

    page = client.get("/directory/?q=allotments").content.decode()

    assert page.count("<mark>allotments</mark>") == 1


def test_row_without_words_marks_nothing(client, directory, food):
    InitiativeFactory(parent=directory, title="Bakery & café", summary="<b>Bread</b>", themes=[food])

    page = client.get("/directory/").content.decode()

    assert "<mark>" not in page
    assert "Bakery &amp; café" in page
    assert "&lt;b&gt;Bread&lt;/b&gt;" in page


def test_title_match_stands_before_a_match_elsewhere(client, directory):
    InitiativeFactory(parent=directory, title="A pub", summary="It also has a bakery.")
    InitiativeFactory(parent=directory, title="Bakery", summary="Bread.")

    assert titles(client.get("/directory/?q=bakery")) == ["Bakery", "A pub"]


def test_filter_tags_lead_to_the_same_list_without_that_filter(client, directory, food):
    InitiativeFactory(parent=directory, themes=[food], stage="running")

    tags = client.get("/directory/?theme=food&stage=running&q=entry").context["tags"]

    assert [(str(tag.label), tag.url) for tag in tags] == [
        ("“entry”", "?theme=food&stage=running"),
        ("Food", "?q=entry&stage=running"),
        ("Running", "?q=entry&theme=food"),
    ]


def test_unknown_filter_value_is_said_and_not_applied(client, directory):
    InitiativeFactory(parent=directory, title="Baths")

    response = client.get("/directory/", {"theme": "<script>alert(1)</script>", "place": "nowhere"})

    assert titles(response) == ["Baths"]
    assert response.context["query"].unknown == ("<script>alert(1)</script>", "nowhere")
    assert "<script>alert" not in response.content.decode()
    assert "not applied" in response.content.decode()


def test_empty_result_says_what_to_do_next(client, directory, food):
    html = client.get("/directory/?theme=food").content.decode()

    assert "Nothing fits all of that yet" in html
    assert 'href="/submit/"' in html


def test_empty_directory_says_that_it_is_empty(client, directory):
    assert "The directory is empty" in client.get("/directory/").content.decode()


def test_pages_of_the_list_neither_repeat_nor_skip_an_entry(client, directory):
    for number in range(25):
        InitiativeFactory(parent=directory, title=f"Entry {number:02}")

    seen = titles(client.get("/directory/?sort=title")) + titles(client.get("/directory/?sort=title&page=2"))

    assert seen == [f"Entry {number:02}" for number in range(25)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [("-1", 1), ("0", 1), ("abc", 1), ("99999", 2), ("99999999999999999999", 2), ("", 1), ("2", 2)],
)
def test_page_number_out_of_range_falls_back(client, directory, page, expected):
    for _number in range(21):
        InitiativeFactory(parent=directory)

    response = client.get("/directory/", {"page": page}, follow=True)

    assert response.context["page_of_entries"].number == expected


@pytest.mark.parametrize(
    ("sent", "short"),
    [
        ("q=&theme=food", "?theme=food"),
        ("q=+&place=", ""),
        ("q=&theme=food&theme=&theme=housing&within=", "?theme=food&theme=housing"),
        ("q=&nonsense=1", "?nonsense=1"),
    ],
)
def test_address_holds_no_empty_fields(client, directory, sent, short):
    assert client.get(f"/directory/?{sent}").headers["Location"] == f"/directory/{short}"
    assert client.get(f"/directory/{short}").status_code == 200


def test_links_and_form_write_the_parameters_in_one_order(client, directory, food):
    Outcode.objects.create(outcode="TS24", latitude="54.7", longitude="-1.2", place=PlaceFactory(), share=1)
    asked = "q=bakery&near=TS24&within=25&theme=food&sort=title"

    response = client.get("/directory/?sort=title&theme=food&within=25&near=TS24&q=bakery")

    assert response.context["query"].parameters().urlencode() == asked
    names = re.findall(r'<(?:input|select)[^>]* name="(\w+)"', response.content.decode())
    assert list(dict.fromkeys(name for name in names if f"{name}=" in asked)) == [
        "q",
        "near",
        "within",
        "theme",
        "sort",
    ]


def test_usual_distance_and_order_stay_out_of_the_address(client, directory):
    Outcode.objects.create(outcode="TS24", latitude="54.7", longitude="-1.2", place=PlaceFactory(), share=1)

    page = client.get("/directory/?near=TS24&within=10&sort=distance").content.decode()
    farther = client.get("/directory/?near=TS24&within=25").content.decode()

    assert '<option value="" selected>10 miles</option>' in page
    assert 'name="sort"' not in page
    assert '<option value="25" selected>25 miles</option>' in farther


def test_title_of_the_page_tells_words_choices_and_page(client, directory, food, housing):
    for number in range(21):
        InitiativeFactory(parent=directory, title=f"Bakery {number}", themes=[food, housing])

    first = client.get("/directory/?q=bakery&theme=food&theme=housing").content.decode()
    second = client.get("/directory/?q=bakery&page=2").content.decode()

    assert "<title>21 entries for “bakery”: Food, Housing – " in first
    assert "<title>21 entries for “bakery” (page 2 of 2) – " in second


def test_words_are_not_counted_among_the_filters_that_are_on(client, directory, food):
    words = client.get("/directory/?q=bakery").content.decode()
    filtered = client.get("/directory/?q=bakery&theme=food").content.decode()

    assert "<summary>Filters</summary>" in words
    assert "<summary>Filters (1 on)</summary>" in filtered


def test_taking_the_only_filter_away_leads_to_the_plain_address(client, directory, food):
    assert [tag.url for tag in client.get("/directory/?theme=food").context["tags"]] == ["./"]


def test_restricted_entry_is_neither_listed_nor_counted(client, directory, food):
    secret = InitiativeFactory(parent=directory, title="Secret", themes=[food])
    secret.view_restrictions.create(restriction_type="login")

    response = client.get("/directory/")

    assert titles(response) == []
    assert count_of(response, "theme", "food") == 0


def test_private_contact_is_nowhere_on_the_pages(client, directory, food):
    entry = InitiativeFactory(
        parent=directory, themes=[food], contact_name="Canary Contactperson", contact_email="canary@example.org"
    )

    pages = [client.get(url).content.decode() for url in ("/directory/", "/directory/?q=canary", entry.url, "/")]

    assert not any("Canary Contactperson" in html or "canary@example" in html for html in pages)
    assert titles(client.get("/directory/?q=canary@example.org")) == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_listing_costs_the_same_queries_for_one_entry_and_three(
    client, directory, item_count, settings, django_assert_num_queries
):
    region = RegionFactory()
    for _number in range(item_count):
        InitiativeFactory(
            parent=directory,
            themes=[ThemeFactory(), ThemeFactory()],
            tiers=[TierFactory()],
            places=[PlaceFactory(region=region), PlaceFactory(region=region)],
        )
    client.get("/directory/")  # fills the memory of the process
    settings.SEARCH_CATCH_UP = "never"  # a thread does it where the site is served

    with django_assert_num_queries(LISTING_QUERIES):
        client.get("/directory/")
    with django_assert_num_queries(LISTING_QUERIES):
        client.get("/directory/?q=entry&stage=running&near=TS24&sort=title&page=2")


def test_page_of_long_entries_stays_small(client, directory):
    region = RegionFactory(name="Yorkshire and The Humber")
    place = PlaceFactory(name="Bournemouth, Christchurch and Poole", region=region, latitude=53, longitude=-1)
    themes = [ThemeFactory(name=f"Community assets and ownership {number}") for number in range(18)]
    for number in range(60):
        InitiativeFactory(
            parent=directory,
            title=f"{number} The association of residents who keep the swimming baths, the library and the hall of their town",
            summary="Residents keep the baths, and teach their neighbours to swim. " * 4,
            what_it_does="<p>Baths, and what else there is to say of them. </p>" * 20,
            themes=themes[number % 15 : number % 15 + 3],
            places=[region if number % 3 == 0 else place],
            stage="running",
        )

    addresses = ("/directory/?page=2", "/directory/?q=baths+residents", f"/directory/?q=baths&near={place.code}")
    bodies = [client.get(address).content for address in addresses]

    assert all(body.count(b'<article class="row">') >= 20 for body in bodies)
    assert max(len(body) for body in bodies) <= 40 * 1024
    assert max(len(gzip.compress(body, 6)) for body in bodies) <= 10 * 1024


HOSTILE = st.one_of(
    st.sampled_from(
        [
            '"',
            "'",
            "\x00",
            "",
            " ",
            "((((",
            "]]",
            "%",
            "_",
            "*",
            "\u202eevil",
            "a" * 10_000,
            "☃" * 500,
            "<script>",
            "-1",
            "9" * 30,
            "OR 1=1",
            "\ud7ff",
            "NEAR(",
            '"un closed',
            "a " * 1_000,
        ]
    ),
    st.text(max_size=40),
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    parameters=st.dictionaries(
        st.sampled_from([*GROUPS, "q", "place", "page", "sort", "near", "zzz"]),
        st.lists(HOSTILE, max_size=3),
        max_size=5,
    )
)
@example(parameters={"q": ['"']})
@example(parameters={"q": ["\x00"], "theme": ["\x00"], "page": ["99999999999999999999"]})
@example(parameters={"place": ["\x00"], "sort": ["\x00"]})
def test_listing_answers_any_query_string(client, directory, parameters):
    response = client.get("/directory/", parameters, follow=True)

    assert response.status_code == 200
    assert EntryPage.objects.count() == 0


def test_thousands_of_parameters_are_refused_politely(client, directory):
    response = client.get("/directory/?" + "&".join(f"theme={n}" for n in range(5_000)))

    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()
