"""How alike places are: the measure on made figures, and on all places of the United Kingdom."""

import pytest
from django.core.management import call_command

from places.alike import ALL, OTHER, compared_places, likeness_to, places_like
from places.comparing import is_compared
from places.likeness import USUAL, Measured, Weights, match, standardise
from places.models import Place, PlaceFeatures
from places.reasons import reasons
from tests.places.test_loading import loaded  # noqa: F401 - the whole geography

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

CONTROL = {
    "Hartlepool": [
        ("Halton", 85),
        ("Blackburn with Darwen", 84),
        ("Blaenau Gwent", 82),
        ("North East Lincolnshire", 80),
        ("West Dunbartonshire", 79),
    ],
    "Leeds": [("Sheffield", 88), ("Kirklees", 78), ("Glasgow City", 78), ("Bradford", 75), ("Bristol", 74)],
    "Cornwall": [
        ("Somerset", 83),
        ("Shropshire", 74),
        ("Cumberland", 72),
        ("Dorset", 71),
        ("North Yorkshire", 71),
    ],
}


def named(name):
    return next(place for place in compared_places().values() if place.name == name and place.group == "councils")


@pytest.mark.parametrize("name", CONTROL)
def test_the_places_most_like_one_are_those_that_were_worked_out_by_hand(name):
    found = places_like(named(name).code, limit=5)

    assert [(one.place.name, one.whole_percent) for one in found] == CONTROL[name]


def test_every_council_county_and_strategic_authority_is_compared_and_alike_to_itself_and_both_ways():
    places = compared_places()
    groups = [place.group for place in places.values()]

    assert (groups.count("councils"), groups.count("counties"), groups.count("strategic")) == (361, 21, 20)
    for code, place in places.items():
        likeness = likeness_to(code)
        assert likeness[code] == 100
        assert all(0 <= percent <= 100 for percent in likeness.values())
        assert set(likeness) == {other.code for other in places.values() if other.group == place.group}
    hartlepool, leeds = named("Hartlepool"), named("Leeds")
    assert likeness_to(hartlepool.code)[leeds.code] == likeness_to(leeds.code)[hartlepool.code]


def test_like_is_compared_with_like():
    hartlepool = named("Hartlepool")

    assert {one.place.tier for one in places_like(hartlepool.code)} == {"single"}
    assert {one.place.tier for one in places_like(hartlepool.code, tiers=OTHER)} == {"lower"}
    assert len(places_like(hartlepool.code, tiers=ALL)) == 360
    for slug, kinds in (("kent", {"county"}), ("tees-valley", {"strategic_authority"})):
        code = Place.objects.get(slug=slug).code
        assert {one.place.kind for one in places_like(code)} == kinds
    assert places_like(Place.objects.get(slug="north-east").code) == []


def test_only_places_of_an_area_are_looked_at_when_it_is_chosen():
    wales = Place.objects.get(slug="wales")
    first, *_others = places_like(named("Hartlepool").code, area=wales.code)

    assert first.place.name == "Blaenau Gwent"
    assert len(places_like(named("Hartlepool").code, area=wales.code)) == 22


def test_northern_ireland_is_measured_within_itself():
    eleven = [place for place in compared_places().values() if place.nation == "N92000002"]

    assert len(eleven) == 11
    assert sum(place.vector.deprivation for place in eleven) == pytest.approx(0, abs=1e-9)
    belfast, newcastle = named("Belfast"), named("Newcastle upon Tyne")
    said = reasons(belfast, newcastle, Weights(0, 1, 0, 0, 0)).figures
    assert said == (
        "Belfast is the 2nd most deprived of Northern Ireland’s 11 councils (2017). "
        "Nations’ own scores are not set side by side."
    )


def test_a_match_says_what_is_alike_and_how_it_differs_with_figures_and_years():
    said = reasons(named("Hartlepool"), named("West Dunbartonshire"))

    assert said.alike == "Alike in urban share, remote areas and size; less deprived"
    assert said.apart == "deprivation"
    assert (
        said.figures
        == "West Dunbartonshire scores 29.02 (2020), Hartlepool 34.96 (2019); a higher score is more deprived."
    )
    assert "(both 2023)" in reasons(named("Hartlepool"), named("Halton")).figures


def test_more_weight_to_a_feature_brings_those_nearer_that_share_it():
    made = standardise(
        [
            Measured("mine", 100, 10, 0.5, 0.1, 100_000),
            Measured("as deprived", 3_000, 10, 0.5, 0.1, 100_000),
            Measured("as dense", 100, 40, 0.5, 0.1, 100_000),
        ]
    )
    only_deprivation, only_density = Weights(0, 4, 0, 0, 0), Weights(4, 0, 0, 0, 0)

    assert match(made["mine"], made["as deprived"], only_deprivation) == 100
    assert match(made["mine"], made["as dense"], only_density) == 100
    assert match(made["mine"], made["as dense"], only_deprivation) < 50
    assert match(made["mine"], made["as dense"], Weights(0, 0, 0, 0, 0)) == match(made["mine"], made["as dense"], USUAL)


def test_comparing_again_is_left_out_until_it_must_be_done(capsys):
    before = list(PlaceFeatures.objects.order_by("pk").values())
    assert is_compared()
    call_command("compare_places")
    assert "up to date" in capsys.readouterr().out

    PlaceFeatures.objects.filter(place=Place.objects.get(slug="leeds")).delete()
    call_command("compare_places", "--again")

    assert "Compared 402" in capsys.readouterr().out
    assert list(PlaceFeatures.objects.order_by("pk").values()) == before


def test_a_place_without_figures_is_left_out_until_it_has_them():
    leeds = Place.objects.get(slug="leeds")
    Place.objects.filter(pk=leeds.pk).update(dep_score=None)
    call_command("compare_places", "--again")

    assert leeds.code not in compared_places()
    assert len(compared_places()) == 401


def test_page_lists_the_most_alike_first_with_reasons(client, home):
    html = client.get("/places/hartlepool/like/").content.decode()

    assert "Places like Hartlepool" in html
    assert html.index(">Halton<") < html.index(">Blackburn with Darwen<")
    assert "Alike in urban share, remote areas and deprivation." in html
    assert "no entries yet" in html


def test_address_of_a_comparison_holds_only_what_differs_from_the_usual(client, home):
    sent = {"tiers": "", "area": "", "density": "2", "deprivation": "4", "urban": "1", "remote": "1", "size": "1"}

    answer = client.get("/places/hartlepool/like/", sent)

    assert answer.url == "/places/hartlepool/like/?deprivation=4"
    html = client.get(answer.url).content.decode()
    assert '<output for="deprivation">4</output>' in html
    assert "Back to the usual comparison" in html
    assert client.get("/places/hartlepool/like/", dict.fromkeys(sent, "")).url == "/places/hartlepool/like/"


@pytest.mark.parametrize("typed", ['"', "\x00", "٣", "-1", "9" * 10_000, "four", "E92000001' OR 1=1"])
def test_what_the_form_does_not_offer_is_said_and_left_out(client, home, typed):
    answer = client.get("/places/hartlepool/like/", {"size": typed, "area": "nowhere", "page": typed})

    assert answer.status_code == 200
    assert "We do not know these choices" in answer.content.decode()
    assert answer.context["query"].weights == USUAL


def test_region_offers_its_councils_and_a_former_council_its_own_page(client, home):
    html = client.get("/places/north-east/like/").content.decode()

    assert "Nothing is compared with North East" in html
    assert 'href="/places/hartlepool/like/"' in html
    assert client.get("/places/craven/like/").url == "/places/craven/"
    assert client.get("/places/nowhere/like/").status_code == 404


def test_how_we_compare_says_the_years_the_weights_and_the_note_on_northern_ireland(client, home):
    html = client.get("/places/how-we-compare/").content.decode()

    for words in (
        "361 councils",
        "21 counties",
        "20 strategic authorities",
        "Northern Ireland: the UK-wide",
        "CC BY 4.0",
    ):
        assert words in html
