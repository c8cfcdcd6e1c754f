"""What the search box offers while somebody types."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from places.models import Outcode, PlaceAlias
from search import conf
from tests.factories import ConnectorFactory, InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory

SUGGEST = "/directory/suggest.json"


def offered(client, typed: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return the suggestions of each group by the first word of its label."""
    answer = client.get(SUGGEST, {"q": typed})
    assert answer.status_code == 200
    return {
        group["label"].split(":")[0]: [(item["label"], item["detail"], item["url"]) for item in group["items"]]
        for group in answer.json()["groups"]
    }


@pytest.fixture
def cardiff(directory):
    place = PlaceFactory(code="W06000015", name="Cardiff", official_name="Cardiff Council", kind="welsh_council")
    PlaceAlias.objects.create(place=place, name="Caerdydd", kind="welsh")
    Outcode.objects.create(outcode="CF10", latitude="51.48", longitude="-3.18", place=place, share=1)
    Outcode.objects.create(outcode="CF1", latitude="51.48", longitude="-3.18", place=place, share=1)
    return place


def test_a_place_is_offered_by_its_name_and_by_its_welsh_name(client, cardiff):
    address = "/directory/?place=W06000015"

    assert offered(client, "card")["Places"] == [("Cardiff", "Welsh council", address)]
    assert offered(client, "Caerd")["Places"] == [("Cardiff", "Caerdydd · Welsh council", address)]
    assert offered(client, "cardiff coun")["Places"] == [("Cardiff", "Welsh council", address)]


def test_a_former_council_offers_who_serves_its_area_now(client, directory):
    north_yorkshire = PlaceFactory(code="E06000065", name="North Yorkshire")
    craven = PlaceFactory(name="Craven", until="2023-03-31")
    craven.replaced_by.add(north_yorkshire)

    assert offered(client, "crav")["Places"] == [
        ("North Yorkshire", "Craven · unitary council", "/directory/?place=E06000065")
    ]


def test_a_place_that_is_called_so_stands_before_one_that_has_the_word_later(client, directory):
    for name in ("South York", "Yorkshire and The Humber", "York"):
        PlaceFactory(name=name)

    assert [label for label, *_ in offered(client, "york")["Places"]] == [
        "York",
        "Yorkshire and The Humber",
        "South York",
    ]


def test_later_words_of_official_names_offer_no_place(client, cardiff):
    assert "Places" not in offered(client, "coun")


@pytest.mark.parametrize(
    ("typed", "label", "address"),
    [
        ("cf10", "Near CF10", "/directory/?near=CF10"),
        ("CF10 3", "Near CF10 3", "/directory/?near=CF10+3"),
        ("cf103a", "Near CF10 3", "/directory/?near=CF10+3"),
        (" cf10 3at ", "Near CF10 3AT", "/directory/?near=CF10+3AT"),
    ],
)
def test_a_postcode_is_offered_as_a_place_to_be_near_in_any_spacing(client, cardiff, typed, label, address):
    assert offered(client, typed) == {"Places": [(label, "within 10 miles, Cardiff", address)]}
    assert client.get(address).context["query"].near.point == (51.48, -3.18)


def test_the_start_of_a_postcode_offers_the_districts_it_may_become(client, cardiff):
    assert [label for label, *_ in offered(client, "cf1")["Places"]] == ["Near CF1", "Near CF10"]


@pytest.mark.parametrize("typed", ["befriending card", "befriending in Cardiff"])
def test_a_place_after_other_words_keeps_what_is_looked_for(client, cardiff, typed):
    assert offered(client, typed)["Places"] == [
        ("“befriending” in Cardiff", "Welsh council", "/directory/?q=befriending&place=W06000015")
    ]


def test_two_or_three_letters_after_other_words_are_no_place_yet(client, cardiff):
    assert offered(client, "business car") == {}


def test_a_theme_is_offered_by_its_name_and_by_what_people_call_it(client, directory):
    ThemeFactory(name="Good work and pay", slug="work", synonyms="jobs\nliving wage")
    ThemeFactory(name="Job centres", slug="centres")

    assert offered(client, "job")["Themes"] == [
        ("Job centres", "", "/directory/?theme=centres"),
        ("Good work and pay", "also “jobs”", "/directory/?theme=work"),
    ]


def test_a_renamed_theme_is_offered_by_its_new_name_at_once(client, directory):
    theme = ThemeFactory(name="Employment", slug="work")
    assert offered(client, "emp")["Themes"]

    theme.name = "Good work"
    theme.save()

    assert offered(client, "emp") == {}
    assert offered(client, "good")["Themes"] == [("Good work", "", "/directory/?theme=work")]


def test_an_entry_is_offered_by_the_start_of_any_word_of_its_title(client, directory):
    town = PlaceFactory(name="Hastings")
    entry = InitiativeFactory(parent=directory, title="Hastings Commons", places=[town])
    ConnectorFactory(parent=directory, title="Network of networks")
    InitiativeFactory(parent=directory, title="Draft commons", live=False)

    assert offered(client, "comm") == {"Entries": [("Hastings Commons", "Initiative · Hastings", entry.url)]}


def test_restricted_entry_is_not_offered(client, directory):
    secret = InitiativeFactory(parent=directory, title="Secret")
    secret.view_restrictions.create(restriction_type="login")

    assert offered(client, "secr") == {}


def test_suggestions_are_few_and_their_number_is_said(client, directory):
    for number in range(12):
        InitiativeFactory(
            parent=directory, title=f"Leeds thing {number}", places=[PlaceFactory(name=f"Leeds {number}")]
        )
        ThemeFactory(name=f"Leeds theme {number}")

    answer = client.get(SUGGEST, {"q": "leeds"}).json()

    assert [len(group["items"]) for group in answer["groups"]] == [3, 2, 5]
    assert answer["count"] == "10 suggestions"


@pytest.mark.parametrize("typed", ["", "a", " ", '"', "zzzz"])
def test_nothing_is_offered_for_nothing(client, directory, typed):
    assert client.get(SUGGEST, {"q": typed}).json() == {"count": "", "groups": []}


def test_suggestions_may_be_kept_by_caches_and_cost_no_query(client, cardiff, settings, django_assert_num_queries):
    RegionFactory(name="Cardigan Bay")
    client.get(SUGGEST, {"q": "card"})  # reads the places and themes
    settings.SEARCH_CATCH_UP = "never"  # as in production, where requests leave that to a thread

    with django_assert_num_queries(0):
        answer = client.get(SUGGEST, {"q": "cardi"})

    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


def test_without_an_index_nothing_is_offered_and_nothing_is_kept(client, cardiff, settings, tmp_path):
    settings.SEARCH_INDEX_DIR, settings.SEARCH_CATCH_UP = tmp_path / "none", "never"
    assert conf.index_dir() == tmp_path / "none"

    answer = client.get(SUGGEST, {"q": "card"})

    assert (answer.status_code, answer.json()) == (200, {"count": "", "groups": []})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(typed=st.text(max_size=60))
@example(typed='"')
@example(typed="\x00")
@example(typed="ts24 \u202e8")
@example(typed="a" * 10_000)
@example(typed="in " * 1_000)
@example(typed="cf10 3 cf10 3")
def test_suggestions_answer_anything(client, cardiff, typed):
    offered(client, typed)
