"""The current result on a map, as the server draws it: the same entries as the list, with links that lead to them."""

import json
import re

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from connectors.boxes import box_value, outward, parse_box
from connectors.directory import DirectoryQuery
from connectors.options import all_options
from places import gazetteer
from places.kinds import PlaceKind, PlaceTier
from search.geography import Box
from tests.factories import InitiativeFactory, PlaceFactory, RegionFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
HOSTILE = [
    "q=%22",
    "q=%00&bbox=%00",
    "bbox=1,2,3",
    "bbox=nan,nan,inf,1e9",
    "bbox=-1,55,-2,54",
    "bbox=" + "9" * 10_000,
    "bbox=%D9%A1,%D9%A2,%D9%A3,%D9%A4",
    "bbox=%E2%80%AE-3,50,1,55&theme=x",
    "q=%5B%28&place=%3Cb%3E&near=%22",
]


@pytest.fixture
def north_east(directory):
    """Hartlepool with two entries, one of them also in Leeds, an exact one in Leeds, and one of the whole region."""
    region = RegionFactory(code="TLC", name="North East", slug="north-east")
    yorkshire = RegionFactory(code="TLE", name="Yorkshire and The Humber", slug="yorkshire")
    hartlepool = PlaceFactory(
        code="E06000001", name="Hartlepool", region=region, latitude="54.67613", longitude="-1.25914"
    )
    leeds = PlaceFactory(code="E08000035", name="Leeds", region=yorkshire, latitude="53.82", longitude="-1.51")
    InitiativeFactory(parent=directory, title="Wharton", places=[hartlepool])
    InitiativeFactory(parent=directory, title="Kitchen", places=[hartlepool, leeds])
    InitiativeFactory(
        parent=directory, title="Mill", places=[leeds], latitude="53.7965", longitude="-1.5412", point_precision="exact"
    )
    InitiativeFactory(parent=directory, title="Compact", places=[region])
    return hartlepool


def shown(client, query=""):
    return client.get(f"{reverse('map')}?{query}" if query else reverse("map"))


def dots(response):
    """Return label and address of each dot of the drawing."""
    return dict(re.findall(r'<a class="dot" href="([^"]*)" aria-label="([^"]*)"', response.content.decode()))


def test_map_has_a_dot_and_a_line_for_each_place_with_what_is_there(north_east, client):
    response = shown(client, "place=TLC&place=")
    page = shown(client)
    html = page.content.decode()

    assert response.status_code == 302  # what nobody filled in leaves the address
    assert "4 entries" in html
    assert "1 entry has no point on the map" in html
    assert dots(page) == {
        "/directory/?place=E06000001": "Hartlepool: 2 entries",
        "/directory/?place=E08000035": "Leeds: 2 entries",
    }
    assert html.index("North East</h3>") < html.index('href="/directory/?place=E06000001">Hartlepool</a>')
    assert 'href="/directory/compact' not in html.split("For a whole region")[0]
    assert ">Compact</a>" in html


def test_counts_of_places_are_those_of_the_lists_they_lead_to(north_east, client):
    page = shown(client)

    for address, label in dots(page).items():
        count = re.search(r"(\d+) entr", label)[1]
        assert f">{count} entries" in client.get(address).content.decode(), address


def test_map_takes_the_query_of_the_list_and_each_leads_to_the_other(north_east, client):
    page, listing = shown(client, "q=mill&kind=initiative"), client.get("/directory/?q=mill&kind=initiative")

    assert 'href="/directory/map/?q=mill&amp;kind=initiative">On a map' in listing.content.decode()
    html = page.content.decode()
    assert 'href="/directory/?q=mill&amp;kind=initiative">As a list' in html
    assert "1 entry for “mill”" in html
    assert dots(page) == {"/directory/mill/": "1: Mill, Leeds"}  # the figure in the dot is part of what it is called
    assert '<span class="visually-hidden">Remove </span>“mill”' in html


def test_a_part_of_the_map_narrows_map_list_and_exports_alike(north_east, client):
    box = "bbox=-1.6,53.7,-1.5,53.9"

    assert "2 entries in the chosen part of the map" in shown(client, box).content.decode()
    listing = client.get(f"/directory/?{box}").content.decode()
    assert "2 entries in the chosen part of the map" in listing
    assert '<input type="hidden" name="bbox" value="-1.6,53.7,-1.5,53.9">' in listing
    rows = b"".join(client.get(f"/directory/export.geojson?{box}").streaming_content)
    assert {one["properties"]["title"] for one in json.loads(rows)["features"]} == {"Kitchen", "Mill"}
    assert "There is no entry in this part" in shown(client, "bbox=0,50,1,51").content.decode()


def test_scripts_are_told_the_same_points(north_east, client):
    points = client.get(reverse("map_points")).json()

    assert (points["total"], points["placed"], points["squares"]) == (4, 3, False)
    told = {
        (points["places"][place][1], lat, count, exactness) for lat, _lng, count, place, exactness in points["spots"]
    }
    assert told == {("Hartlepool", 54.67613, 2, 2), ("Leeds", 53.82, 1, 2), ("Leeds", 53.7965, 1, 0)}
    found = client.get(f"{reverse('map_entries')}?bbox=-1.5413,53.7964,-1.5411,53.7966").json()
    assert [entry["title"] for entry in found["entries"]] == ["Mill"]
    assert (found["heading"], found["rest"]) == ("1 entry here", None)


def test_hostile_parameters_are_answered_and_what_is_no_box_is_said(north_east, client):
    for query in HOSTILE:
        for name in ("map", "map_points", "map_entries"):
            assert client.get(f"{reverse(name)}?{query}", follow=True).status_code == 200, (name, query)
    assert "We do not know these filters" in shown(client, "bbox=1,2,3").content.decode()


def test_a_box_is_read_as_it_is_written(north_east):
    for text in ("-1.6,53.7,-1.5,53.9", "-180,-90,180,90", "0,50,0,50"):
        assert box_value(parse_box(text)) == text
    assert parse_box("-0.00001,50,0.00001,51")
    assert [parse_box(text) for text in ("", "1,2,3,95", "-200,0,1,1", "1e1,2,3,4", "2,50,1,51", "1,2,3,4,5")] == [
        None
    ] * 6


def test_map_asks_the_same_queries_for_one_and_more_entries(directory, north_east, client, monkeypatch):
    monkeypatch.setattr(gazetteer, "FRESH_FOR", 10**9)  # else a slow test reads the places anew between two questions

    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    addresses = [reverse("map"), reverse("map_points")]
    before = [queries(address) for address in addresses]
    former = PlaceFactory(code="E07000001", name="Old", until="2019-03-31")
    for place in (north_east, former, PlaceFactory(latitude="51", longitude="0")):
        InitiativeFactory(parent=directory, places=[place])
    gazetteer.forget()
    after = [queries(address) for address in addresses]

    # One more for the names of places that are none of today.
    assert [found - 1 for found in after] == before
    assert max(after) <= 20


def test_a_county_says_that_it_is_one(directory, client):
    county = PlaceFactory(name="Essex", kind=PlaceKind.COUNTY, tier=PlaceTier.UPPER, latitude="51.7", longitude="0.5")
    for _ in range(2):
        InitiativeFactory(parent=directory, places=[county])

    assert ">Essex (" in shown(client).content.decode()


def test_tile_server_joins_the_policy_and_is_named_only_when_it_is_set(home, north_east, client, settings):
    plain = shown(client)
    settings.MAP_TILES_URL = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "© Example Maps"
    tiled = shown(client)

    assert "example.org" not in plain.headers["Content-Security-Policy"] + plain.content.decode()
    assert "https://*.tiles.example.org" in tiled.headers["Content-Security-Policy"]
    assert "© Example Maps, from tiles.example.org" in tiled.content.decode()
    assert "example.org" not in client.get("/directory/").headers["Content-Security-Policy"]
    StandardPageFactory(parent=home, title="Privacy", slug="privacy")
    assert "from tiles.example.org (© Example Maps)" in client.get("/privacy/").content.decode()
    settings.MAP_TILES_URL = ""
    assert "network address" not in client.get("/privacy/").content.decode()


@pytest.mark.parametrize(
    ("url", "attribution", "code"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", "© Example", None),
        ("http://tiles.example.org/{z}/{x}/{y}.png", "© Example", "atlas.E001"),
        ("https://tiles.example.org/map.png", "© Example", "atlas.E001"),
        ("https://a; script-src */{z}/{x}/{y}", "© Example", "atlas.E001"),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "", "atlas.E002"),
    ],
)
def test_a_tile_server_that_is_half_set_is_said_at_start_up(settings, url, attribution, code):
    settings.MAP_TILES_URL, settings.MAP_TILES_ATTRIBUTION = url, attribution

    found = [error.id for error in run_checks() if error.id.startswith("atlas.")]

    assert found == ([code] if code else [])


def test_a_box_around_points_holds_them_after_rounding():
    box = outward(Box(-1.25914, 54.67613, -1.25914, 54.67613))

    assert parse_box(box_value(box)).holds((54.67613, -1.25914))


def test_parameters_keep_the_box(home):
    from django.http import QueryDict

    query = DirectoryQuery.parse(QueryDict("bbox=-1.60,53.7,-1.5,53.9"), all_options())

    assert query.parameters().urlencode() == "bbox=-1.6%2C53.7%2C-1.5%2C53.9"
    assert not query.without("bbox").is_filtered


def test_page_of_a_place_has_its_map_when_there_is_something_to_show(north_east, client):
    page = client.get("/places/north-east/")

    assert list(dots(page)) == ["/directory/?place=E06000001"]
    assert 'href="/directory/map/?place=TLC">Open the map' in page.content.decode()
    # What also works in Leeds does not stretch the map of the North East to it.
    assert "Leeds" not in " ".join(dots(page).values())
    assert "On the map" not in client.get(PlaceFactory(slug="quiet").get_absolute_url()).content.decode()
