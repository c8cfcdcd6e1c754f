"""Any place is found by what people type: postcodes in any spelling, names in any language, slips of the pen."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from places.finding import find
from places.gazetteer import gazetteer
from tests.places.test_loading import loaded  # noqa: F401 - the whole geography

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

# Forty spellings; the councils of TS24, CF10 and their like lie wholly in them.
POSTCODES = {
    "Hartlepool": [
        *("TS24", "ts24", "Ts24", " TS24 ", "T S 2 4", "TS24 8QT", "ts24 8qt", "TS248QT", "ts248qt", "TS24  8QT"),
        *(
            "TS24-8QT",
            "TS24.8QT",
            "TS2 48QT",
            "TS24 8 QT",
            "TS24\t8QT",
            "TS24\u00a08QT",
            "(TS24 8QT)",
            "TS24 8",
            "ts24 8q t",
        ),
        *("TS24 8QT.", "Ts24 8qT", "TS24,8QT"),
    ],
    "Cardiff": ["CF10", "cf10 3at", "CFIO 3AT", "CF1O 3AT", "CF10 3AT", "cf103at", "C F 1 0 3 A T"],
    "Westminster": ["SW1A 1AA", "sw1a1aa", "SWIA 1AA", "SW1A", "SW1A-1AA"],
    "Belfast": ["BT1", "bt1 5gs", "BT15GS", "BTI 5GS", "B T1 5GS"],
    "Aberdeen City": ["AB10 1AB", "AB1O 1AB"],
}
WRONG = {
    "ZZ99 9ZZ": "do not know the postcode",
    "TS99": "do not know the postcode",
    "TS24 8QTX": "do not know the postcode",
    "IM1 1AA": "Isle of Man",
    "im2": "Isle of Man",
    "JE2 3AB": "Channel Islands",
    "GY1 1AA": "Channel Islands",
    "BFPO 801": "British Forces",
    "BF1 2AA": "British Forces",
    "90210": "another country",
    "10115": "another country",
    "D02 X285": "another country",
    "K1A 0B1": "another country",
    "1012 AB": "another country",
}


@pytest.mark.parametrize("council", POSTCODES)
def test_postcode_is_understood_in_any_spelling_and_spacing(council):
    for typed in POSTCODES[council]:
        finding = find(typed)
        found = [finding.place] if finding.place else [choice.place for choice in finding.choices]
        assert found, typed
        assert found[0].name == council, typed


def test_forty_spellings_are_tried():
    assert len({typed for spellings in POSTCODES.values() for typed in spellings}) >= 40


def test_postcode_that_is_none_of_ours_gets_a_clear_sentence():
    for typed, words in WRONG.items():
        finding = find(typed)
        assert finding.place is None, typed
        assert finding.choices == [], typed
        assert words in finding.said, typed


def test_every_postcode_district_leads_to_a_council():
    known = gazetteer()

    assert len(known.outcodes) == 2_946
    assert all(known.places[outcode.place_key].areas for outcode in known.outcodes.values())


def test_postcode_district_in_several_councils_offers_them_with_most_of_it_first():
    finding = find("AB12")

    assert [(choice.place.name, choice.why) for choice in finding.choices] == [
        ("Aberdeen City", "most of AB12 lies here"),
        ("Aberdeenshire", "a part of AB12 lies here"),
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hartlepool", "Hartlepool"),
        ("Hartlepool Borough Council", "Hartlepool"),
        ("Caerdydd", "Cardiff"),
        ("ynys mon", "Isle of Anglesey"),
        ("Y Deyrnas Unedig", "United Kingdom"),
        ("scotland", "Scotland"),
        ("bristol, city of", "Bristol"),
    ],
)
def test_one_place_that_is_called_so_is_opened(typed, name):
    assert find(typed).place.name == name


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hartlepol", "Hartlepool"),
        ("Middlesborough", "Middlesbrough"),
        ("Aberdenshire", "Aberdeenshire"),
        ("Hartlepool town hall", "Hartlepool"),
        ("wolverh", "Wolverhampton"),
        ("Craven", "North Yorkshire"),
        ("Newcastle", "Newcastle upon Tyne"),
    ],
)
def test_what_is_not_sure_is_offered(typed, first):
    finding = find(typed)

    assert finding.place is None
    assert finding.choices[0].place.name == first


def test_name_of_several_places_offers_all_with_their_kinds():
    finding = find("North East")

    assert {choice.place.kind for choice in finding.choices} == {"region", "strategic_authority"}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True, max_examples=40)
@given(typed=st.text(max_size=40))
@example(typed='"')
@example(typed="\x00")
@example(typed="TS24 " * 30)
@example(typed="a" * 120)
@example(typed="\u202eTS24")
@example(typed="()[]")
def test_any_text_is_answered(typed):
    finding = find(typed)

    assert finding.place or finding.said


def test_sure_hit_is_opened_and_a_choice_or_a_reason_shown(client, home):
    assert client.get("/places/", {"q": "ts24 8qt"}).url == "/places/hartlepool/"
    choice = client.get("/places/", {"q": "North East"}).content.decode()
    assert "Which of these do you mean?" in choice
    assert 'href="/places/north-east-strategic-authority/"' in choice
    nothing = client.get("/places/", {"q": "<b>zzzz"}).content.decode()
    assert "We know no place called “&lt;b&gt;zzzz”" in nothing
    assert 'value="&lt;b&gt;zzzz"' in nothing


def test_page_shows_twelve_tiles_and_leads_to_every_place(client, home, django_assert_max_num_queries):
    client.get("/places/")
    with django_assert_max_num_queries(4):
        html = client.get("/places/").content.decode()

    assert html.count('<li class="tile-tl') == 12
    missing = [place.slug for place in gazetteer().places.values() if f'href="/places/{place.slug}/"' not in html]
    # Their nation has the same name and area.
    assert set(missing) == {
        "scotland-region",
        "wales-region",
        "northern-ireland-region",
    }


def test_places_are_offered_while_typing(client, home):
    def offered(typed):
        groups = client.get("/places/suggest.json", {"q": typed}).json()["groups"]
        return [(item["label"], item["detail"], item["url"]) for group in groups for item in group["items"]]

    assert offered("hartl") == [("Hartlepool", "unitary council", "/places/hartlepool/")]
    assert offered("caerd")[0] == ("Cardiff", "Caerdydd · Welsh council", "/places/cardiff/")
    assert offered("ts24 8") == [("TS24", "Hartlepool", "/places/?q=TS24")]
    assert offered('"') == []
