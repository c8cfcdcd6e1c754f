"""The geography comes into the database as the data files say, as often as it is loaded."""

from collections import Counter

import pytest
from django.core.management import call_command

from atlas.former import follow
from places.kinds import PlaceKind
from places.loading import is_loaded, load_places
from places.models import DataVersion, Outcode, Place, PlaceAlias, PlaceLoad


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The whole geography, loaded once for this file."""
    with django_db_blocker.unblock():
        load_places()
        yield
        Outcode.objects.all().delete()
        Place.replaced_by.through.objects.all().delete()
        Place.objects.update(nation=None, region=None, county=None, strategic=None)
        Place.objects.all().delete()
        PlaceLoad.objects.all().delete()
        DataVersion.objects.all().delete()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_all_current_places_are_there_by_kind():
    kinds = Counter(Place.objects.current().values_list("kind", flat=True))

    assert kinds == {
        PlaceKind.COUNTRY: 1,
        PlaceKind.NATION: 4,
        PlaceKind.REGION: 12,
        PlaceKind.STRATEGIC_AUTHORITY: 20,
        PlaceKind.COUNTY: 21,
        PlaceKind.DISTRICT: 164,
        PlaceKind.UNITARY: 63,
        PlaceKind.METROPOLITAN_BOROUGH: 36,
        PlaceKind.LONDON_BOROUGH: 32,
        PlaceKind.CITY_CORPORATION: 1,
        PlaceKind.WELSH_COUNCIL: 22,
        PlaceKind.SCOTTISH_COUNCIL: 32,
        PlaceKind.NI_DISTRICT: 11,
    }


def test_there_are_361_councils_and_2946_postcode_districts():
    assert Place.objects.current().councils().count() == 361
    assert Outcode.objects.count() == 2946


def test_every_postcode_district_lies_in_a_council():
    assert set(Outcode.objects.values_list("place__tier", flat=True).distinct()) == {"lower", "single"}


@pytest.mark.parametrize(
    ("slug", "parents"),
    [
        ("hartlepool", ["England", "North East", "Tees Valley"]),
        ("leeds", ["England", "Yorkshire and The Humber", "West Yorkshire"]),
        ("cardiff", ["Wales"]),
        ("hastings", ["England", "South East", "Sussex and Brighton", "East Sussex"]),
        ("west-yorkshire", ["England", "Yorkshire and The Humber"]),
        ("north-east", ["England"]),
        ("united-kingdom", []),
    ],
)
def test_place_knows_what_it_lies_in(slug, parents):
    assert [parent.name for parent in Place.objects.get(slug=slug).parents()] == parents


def test_within_a_strategic_authority_are_its_councils():
    names = Place.objects.within(Place.objects.get(slug="west-yorkshire")).councils().values_list("name", flat=True)

    assert sorted(names) == ["Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"]


def test_within_the_united_kingdom_is_everything():
    assert Place.objects.within(Place.objects.get(code="K02000001")).count() == Place.objects.count()


def test_welsh_and_short_names_are_known():
    assert PlaceAlias.objects.get(name="Caerdydd").place.name == "Cardiff"
    assert PlaceAlias.objects.get(name="Hull").place.name == "Kingston upon Hull"
    assert PlaceAlias.objects.filter(kind="welsh").count() >= 13


def test_former_council_is_dated_and_names_its_successor():
    craven = Place.objects.get(slug="craven")

    assert craven.until == "2023-03-31"
    assert [place.name for place in craven.replaced_by.all()] == ["North Yorkshire"]
    assert "SI 2022/328" in craven.source
    assert craven not in Place.objects.current()


def test_every_place_has_its_parents():
    current = Place.objects.current()

    assert not current.exclude(kind__in=["country", "nation"]).filter(nation=None).exists()
    assert not current.exclude(kind__in=["country", "nation"]).filter(region=None).exists()
    assert not current.filter(kind=PlaceKind.DISTRICT, county=None).exists()


def test_every_former_place_leads_to_places_of_today():
    former = Place.objects.exclude(until="")

    assert former.count() == 94
    assert all(follow(place) for place in former)


def test_loading_again_changes_nothing_and_keeps_what_editors_added(capsys):
    place = Place.objects.get(slug="hartlepool")
    PlaceAlias.objects.create(place=place, name="Monkey Hangers' Town", kind="other")
    before = list(Place.objects.order_by("pk").values())

    call_command("load_places", "--again")

    assert list(Place.objects.order_by("pk").values()) == before
    assert place.aliases.filter(name="Monkey Hangers' Town").exists()
    assert is_loaded()


def test_loading_is_skipped_when_the_files_have_not_changed(capsys, django_assert_num_queries):
    with django_assert_num_queries(4):
        call_command("load_places")

    assert "up to date" in capsys.readouterr().out


def test_place_page_shows_name_parents_and_what_lies_inside(client, home):
    html = client.get("/places/west-yorkshire/").content.decode()

    assert "<h1>West Yorkshire</h1>" in html
    assert 'href="/places/yorkshire-and-the-humber/"' in html
    assert 'href="/places/leeds/"' in html


def test_page_of_a_former_council_says_who_serves_the_area_now(client, home):
    html = client.get("/places/craven/", follow=True).content.decode()

    assert "31 March 2023" in html
    assert "<h1>North Yorkshire</h1>" in html


def test_place_index_lists_every_council_under_its_region(client, home, django_assert_max_num_queries):
    client.get("/places/")
    with django_assert_max_num_queries(8):
        html = client.get("/places/").content.decode()

    assert html.count('href="/places/') >= 361 + 12
    assert "Hartlepool" in html


@pytest.mark.parametrize("slug", ["nowhere", "E06000001", "a" * 500])
def test_unknown_place_is_not_found(client, home, slug):
    assert client.get(f"/places/{slug}/").status_code == 404
