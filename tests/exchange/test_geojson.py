"""The result as GeoJSON: RFC 7946, every entry there, and no point more exact than its editors said."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from places.models import Place
from tests.exchange.conftest import row
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db
EXACT = {"latitude": "54.69171", "longitude": "-1.21299"}
CENTRE = {"latitude": "54.67613", "longitude": "-1.25914"}


def read(client, query=""):
    response = client.get(f"{reverse('exchange:geojson')}?{query}")
    assert response.headers["Content-Type"] == "application/geo+json"
    return json.loads(b"".join(response.streaming_content).decode())


@pytest.fixture
def points(site):
    """An entry of each precision, one of a place alone and one of a region."""
    Place.objects.filter(pk=site.hartlepool.pk).update(**CENTRE)
    site.hartlepool.refresh_from_db()
    for title, fields in {
        "exact": {**EXACT, "point_precision": "exact"},
        "district": {**EXACT, "point_precision": "postcode_district"},
        "unsaid": EXACT,
        "area": {**EXACT, "point_precision": "area_centre"},
        "place": {},
        "region": {"places": [site.hartlepool.region]},
    }.items():
        parent = site.home.get_children().get(slug="directory")
        InitiativeFactory(parent=parent, title=title, slug=title, **{"places": [site.hartlepool], **fields})
    return site


def test_geojson_shows_no_point_more_exactly_than_was_said(points, client):
    found = read(client)

    shown = {
        feature["properties"]["title"]: (
            feature["geometry"] and feature["geometry"]["coordinates"],
            feature["properties"]["precision"],
        )
        for feature in found["features"]
    }
    assert shown == {
        "exact": ([-1.21299, 54.69171], "exact"),
        "district": ([-1.21, 54.69], "postcode_district"),
        "unsaid": ([-1.21, 54.69], "postcode_district"),
        "area": ([-1.25914, 54.67613], "area_centre"),
        "place": ([-1.25914, 54.67613], "area_centre"),
        "region": (None, ""),
    }


def test_geojson_is_a_feature_collection_as_the_standard_asks(points, client):
    found = read(client, "sort=title&theme=nonsense")

    assert set(found) == {"type", "about", "features", "bbox"}
    assert (found["type"], found["bbox"]) == ("FeatureCollection", [-1.25914, 54.67613, -1.21, 54.69171])
    assert found["about"]["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {"exported_on", "publisher", "query"} <= set(found["about"])
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["id"] == feature["properties"]["external_id"]
        assert not {"latitude", "longitude"} & set(feature["properties"])
    assert len({feature["id"] for feature in found["features"]}) == 6


def test_geojson_of_nothing_has_no_box(site, client):
    found = read(client, "q=nothing")

    assert (found["features"], "bbox" in found) == ([], False)


def test_an_exact_point_is_not_in_the_search_index_unless_it_may_be_shown(points, client):
    """What "near" measures from is public too: with many questions it could be found out."""
    from connectors.records import build_records

    found = {record.title: record.points for record in build_records()}

    assert found["district"] == found["unsaid"] == ((54.69, -1.21),)
    assert found["exact"] == ((54.69171, -1.21299),)
    assert found["area"] == found["place"] == ((54.67613, -1.25914),)


def test_geojson_asks_the_same_queries_for_one_and_three_entries(bring_in, client):
    counts = []
    for numbers in ([1], [1, 2, 3]):
        bring_in([row(number, themes="food", place="Langbaurgh; Cardiff") for number in numbers], publish=True)
        read(client)  # fills the caches of content types and of the site
        with CaptureQueriesContext(connection) as captured:
            read(client)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20
