"""What the page of a place shows: its entries, what is missing, what is like it, what it lies in."""

import json
import re

import pytest

from atlas.place_page import kept_of_directory
from connectors.choices import PlaceRole
from connectors.models import EntryPlace
from places.comparing import compare_places
from places.kinds import PlaceKind, PlaceTier
from places.models import UNITED_KINGDOM, Place
from tests.factories import ConnectorFactory, InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory

FIGURES = {
    "population": 95_366,
    "population_year": 2023,
    "density": 1_014.5,
    "urban_share": 0.97,
    "rural_share": 0.0,
    "remote_share": 0.03,
    "rural_urban": "Urban",
    "dep_score": 34.96,
    "dep_decile": 1,
}


@pytest.fixture
def england(db):
    return PlaceFactory(code="E92000001", name="England", slug="england", kind=PlaceKind.NATION, tier=PlaceTier.NATION)


@pytest.fixture
def north_east(england):
    return RegionFactory(code="TLC", name="North East", slug="north-east", nation=england)


@pytest.fixture
def hartlepool(north_east, england):
    return PlaceFactory(
        code="E06000001", name="Hartlepool", slug="hartlepool", region=north_east, nation=england, **FIGURES
    )


def add_place(entry, place, role):
    entry.entry_places.add(EntryPlace(place=place, role=role))
    entry.save()


def roles_of(items):
    return {item.entry.title: list(item.roles) for item in items}


def test_entries_are_listed_with_what_they_have_to_do_with_the_place(client, directory, hartlepool, north_east):
    here = InitiativeFactory(parent=directory, title="Here", places=[hartlepool])
    add_place(here, hartlepool, PlaceRole.LED_BY)
    wide = ConnectorFactory(parent=directory, title="Wide")
    add_place(wide, north_east, PlaceRole.SERVES)
    InitiativeFactory(parent=directory, title="Draft", places=[hartlepool], live=False)
    secret = InitiativeFactory(parent=directory, title="Secret", places=[hartlepool])
    secret.view_restrictions.create(restriction_type="login")

    entries = client.get("/places/hartlepool/").context["entries"]

    assert roles_of(entries.own) == {"Here": ["Based here", "Led by Hartlepool"]}
    assert entries.own_counts == ["1 based here", "1 led by Hartlepool"]
    assert roles_of(entries.wider) == {"Wide": ["Serves the whole of the North East"]}
    assert entries.total == 1


def test_region_lists_its_own_entries_apart_from_those_of_places_in_it(client, directory, hartlepool, north_east):
    InitiativeFactory(parent=directory, title="In the town", places=[hartlepool])
    InitiativeFactory(parent=directory, title="For the region", places=[north_east])

    response = client.get("/places/north-east/")
    entries = response.context["entries"]

    assert roles_of(entries.own) == {"For the region": ["Based here"]}
    assert [hit.card["title"] for hit in entries.inside] == ["In the town"]
    assert entries.total == 2
    assert "New in the places of the North East" in response.content.decode()


def test_place_without_entries_asks_for_the_first(client, directory, hartlepool):
    html = client.get("/places/hartlepool/").content.decode()

    assert "Nothing from Hartlepool yet" in html
    assert 'href="/submit/"' in html


def test_themes_that_places_like_it_have_are_shown_as_missing_with_their_entries(client, directory, hartlepool):
    alike = PlaceFactory(name="Halton", **{**FIGURES, "population": 129_587})
    PlaceFactory(**{**FIGURES, "density": 10, "dep_score": 9})
    compare_places()
    food, work = ThemeFactory(name="Food", slug="food"), ThemeFactory(name="Work", slug="work")
    InitiativeFactory(parent=directory, title="Ours", themes=[work], places=[hartlepool])
    InitiativeFactory(parent=directory, title="Growing", themes=[food], places=[alike])
    InitiativeFactory(parent=directory, title="Jobs", themes=[work], places=[alike])

    response = client.get("/places/hartlepool/")
    themes = response.context["themes"]

    assert [(theme.label, theme.count) for theme in themes.present] == [("Work", 1)]
    assert [(one.label, one.count, [hit.card["title"] for hit in one.examples]) for one in themes.missing] == [
        ("Food", 1, ["Growing"])
    ]
    assert "places like Hartlepool have 1 entry; Hartlepool has none" in response.content.decode()
    assert response.context["alike"][0].match.place.name == "Halton"
    assert response.context["alike"][0].entries == 2


def test_profile_gives_each_figure_its_year_and_none_that_is_not_known(client, directory, hartlepool):
    html = client.get("/places/hartlepool/").content.decode()

    for words in (
        "95,366 (2023)",
        "1,014 people per km² (2023)",
        "Urban (2011)",
        "In the most deprived tenth of the UK (2019)",
    ):
        assert words in html
    assert "English index" not in html


def test_northern_irish_council_is_ranked_within_northern_ireland_and_shows_no_uk_decile(client, directory):
    nation = PlaceFactory(code="N92000002", name="Northern Ireland", kind=PlaceKind.NATION, tier=PlaceTier.NATION)
    for name, score in (("Belfast", 55.5), ("Derry", 62.3)):
        PlaceFactory(
            name=name, slug=name.lower(), nation=nation, kind=PlaceKind.NI_DISTRICT, **{**FIGURES, "dep_score": score}
        )
    compare_places()

    html = client.get("/places/belfast/").content.decode()

    assert "Belfast is the 2nd most deprived of Northern Ireland’s 2 councils (2017)." in html
    assert "We show no UK-wide decile" in html
    assert "most deprived tenth of the UK" not in html
    assert "55.5" not in html


def test_breadcrumbs_lead_up_to_the_country_and_lists_lead_down(client, directory, hartlepool, england):
    country = PlaceFactory(
        code=UNITED_KINGDOM, name="United Kingdom", slug="united-kingdom", kind="country", tier=PlaceTier.UK
    )

    html = client.get("/places/hartlepool/").content.decode()
    crumbs = re.findall(r'href="/places/([\w-]+)/"', html[: html.index("<h1>")])

    assert crumbs == ["united-kingdom", "england", "north-east"]
    assert 'href="/places/england/"' in client.get(country.get_absolute_url()).content.decode()
    assert 'href="/places/hartlepool/"' in client.get("/places/england/").content.decode()


def test_programs_are_told_what_the_place_is_and_where_its_feed_is(client, directory, hartlepool):
    Place.objects.filter(pk=hartlepool.pk).update(official_name="</script><b>", name="A </script> B")

    html = client.get("/places/hartlepool/").content.decode()
    facts = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html)[1])

    assert facts["@type"] == "AdministrativeArea"
    assert facts["name"] == "A </script> B"
    assert facts["containedInPlace"]["name"] == "North East"
    for link in ("/directory/feed.atom?place=E06000001", "/directory/export.csv?place=E06000001"):
        assert link in html


def test_former_council_with_one_successor_leads_there_through_all_reorganisations(client, directory):
    somerset = PlaceFactory(name="Somerset", slug="somerset")
    between = PlaceFactory(name="Somerset West and Taunton", until="2023-03-31")
    between.replaced_by.add(somerset)
    deane = PlaceFactory(name="Taunton Deane", slug="taunton-deane", kind=PlaceKind.DISTRICT, until="2019-03-31")
    deane.replaced_by.add(between)
    InitiativeFactory(parent=directory, title="Old one", places=[deane])

    response = client.get("/places/taunton-deane/", follow=True)

    assert response.redirect_chain == [("/places/somerset/?was=taunton-deane", 302)]
    html = response.content.decode()
    assert "Taunton Deane was a district until 31 March 2019. Somerset serves its area now" in html
    assert roles_of(response.context["entries"].own) == {"Old one": ["Recorded under Taunton Deane"]}
    assert "Taunton Deane" not in client.get("/places/somerset/?was=nonsense").content.decode().split("<main")[0]


def test_council_that_became_another_kind_is_not_called_another_place(client, directory):
    now = PlaceFactory(name="Cornwall", slug="cornwall")
    before = PlaceFactory(name="Cornwall", slug="cornwall-until-2009", kind=PlaceKind.COUNTY, until="2009-03-31")
    before.replaced_by.add(now)

    html = client.get("/places/cornwall-until-2009/", follow=True).content.decode()

    assert "Until 31 March 2009, Cornwall was a county. Since then it has been a unitary council." in html


def test_former_council_with_several_successors_explains_them(client, directory):
    cumbria = PlaceFactory(name="Cumbria", slug="cumbria-until-2023", kind=PlaceKind.COUNTY, until="2023-03-31")
    for name in ("Westmorland and Furness", "Cumberland"):
        cumbria.replaced_by.add(PlaceFactory(name=name, slug=name.lower().replace(" ", "-")))
    InitiativeFactory(parent=directory, title="Old one", places=[cumbria])

    response = client.get("/places/cumbria-until-2023/")
    html = response.content.decode()

    assert [one["place"].name for one in response.context["successors"]] == ["Cumberland", "Westmorland and Furness"]
    assert "Cumbria was a county until 31 March 2023." in html
    assert "Old one" in html


@pytest.mark.parametrize("item_count", [1, 3])
def test_place_page_costs_the_same_queries_for_one_entry_and_three(
    client, directory, hartlepool, north_east, item_count, django_assert_max_num_queries, settings
):
    other = PlaceFactory(name="Halton", **{**FIGURES, "population": 129_587})
    compare_places()
    for _number in range(item_count):
        InitiativeFactory(parent=directory, themes=[ThemeFactory()], places=[hartlepool, other])
        InitiativeFactory(parent=directory, themes=[ThemeFactory()], places=[north_east, other])
    client.get("/places/hartlepool/")
    settings.SEARCH_CATCH_UP = "never"  # as in production
    kept_of_directory.forget()  # the first who asks costs no more

    with django_assert_max_num_queries(18):
        client.get("/places/hartlepool/")
    with django_assert_max_num_queries(18):
        client.get("/places/north-east/")
