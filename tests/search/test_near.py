"""Near a point: exact distances, and what serves everybody listed apart."""

import random

import pytest

from search import geography
from search.query import SearchQuery
from tests.search.conftest import keys, record

HARTLEPOOL = (54.6892, -1.2122)
MIDDLESBROUGH = (54.5742, -1.235)
LONDON = (51.5074, -0.1278)


def test_the_distance_from_london_to_hartlepool_is_known():
    # 360.9 km by the same formula elsewhere (movable-type.co.uk/scripts/latlong.html).
    assert geography.haversine_km(LONDON, HARTLEPOOL) == pytest.approx(361, abs=1)
    assert geography.haversine_km(LONDON, LONDON) == 0


def test_within_leaves_out_what_lies_farther_away(make_index):
    index = make_index(
        record(1, points=(HARTLEPOOL,)), record(2, points=(MIDDLESBROUGH,)), record(3, points=(LONDON,)), record(4)
    )

    result = index.search(SearchQuery(near=HARTLEPOOL, within_km=16, sort="distance"))

    assert keys(result) == [1, 2]
    assert [hit.distance_km for hit in result.hits] == [0, pytest.approx(12.87, abs=0.02)]


def test_by_distance_without_a_limit_everything_comes_and_the_unplaced_last(make_index):
    index = make_index(
        record(1), record(2, points=(LONDON,)), record(3, points=(HARTLEPOOL,)), record(4, points=(MIDDLESBROUGH,))
    )

    result = index.search(SearchQuery(near=HARTLEPOOL, sort="distance"))

    assert keys(result) == [3, 4, 2, 1]
    assert result.hits[-1].distance_km is None


def test_the_nearest_of_several_points_counts(make_index):
    index = make_index(record(1, points=(LONDON, HARTLEPOOL)), record(2, points=(MIDDLESBROUGH,)))

    assert keys(index.search(SearchQuery(near=HARTLEPOOL, within_km=50, sort="distance"))) == [1, 2]


def test_a_circle_is_no_box_and_no_mixture_of_two_points(make_index):
    corner = (HARTLEPOOL[0] + 0.13, HARTLEPOOL[1] + 0.22)
    crossed = ((HARTLEPOOL[0], LONDON[1]), (LONDON[0], HARTLEPOOL[1]))
    index = make_index(record(1, points=(corner,)), record(2, points=crossed))

    assert index.search(SearchQuery(near=HARTLEPOOL, within_km=16)).total == 0


def test_what_serves_a_whole_area_is_listed_apart(make_index):
    index = make_index(
        record(1, points=(HARTLEPOOL,)),
        record(2, wide=True, areas=("North East",)),
        record(3, wide=True, areas=("Wales",)),
        record(4, wide=True, areas=("UK",), points=(LONDON,)),
    )

    near = index.search(SearchQuery(near=HARTLEPOOL, within_km=16, wide_areas=("North East", "UK")))
    anywhere = index.search(SearchQuery())

    assert (keys(near), near.total) == ([1], 1)
    assert [hit.key for hit in near.wide] == [4, 2]
    assert near.wide_total == 2
    assert (anywhere.total, anywhere.wide) == (4, [])


def test_a_radius_of_nothing_and_one_around_the_earth(make_index):
    index = make_index(record(1, points=(HARTLEPOOL,)), record(2, points=((-41.3, 174.8),)))

    assert keys(index.search(SearchQuery(near=HARTLEPOOL, within_km=0))) == [1]
    assert index.search(SearchQuery(near=HARTLEPOOL, within_km=30_000)).total == 2


def test_points_that_lie_nowhere_are_left_out(make_index):
    index = make_index(record(1, points=((float("nan"), 0.0), (95.0, 0.0))))

    assert index.search(SearchQuery(near=HARTLEPOOL, sort="distance")).hits[0].distance_km is None


def test_every_page_within_a_circle_is_as_counted_by_hand(make_index):
    chance = random.Random(7)
    spots = [(54 + chance.random(), -2 + chance.random()) for _ in range(40)]
    points = {key: tuple(chance.sample(spots, chance.choice([1, 1, 2, 3]))) for key in range(1, 301)}
    index = make_index(
        *(record(key, points=found, stage=("idea", "running")[key % 2]) for key, found in points.items())
    )
    gone = set(range(1, 301, 7))
    index.write([], deletes=gone)
    index.commit({})
    index.reload()

    nearest = {key: min(geography.haversine_km(HARTLEPOOL, point) for point in found) for key, found in points.items()}
    inside = [key for key, far in nearest.items() if far <= 45 and key % 2 and key not in gone]
    expected = sorted(inside, key=lambda key: (nearest[key], key))
    asked = {"near": HARTLEPOOL, "within_km": 45, "sort": "distance", "filters": {"stage": ("running",)}, "limit": 9}
    pages = [keys(index.search(SearchQuery(**asked, offset=offset))) for offset in range(0, len(expected) + 9, 9)]

    assert len(expected) > 30
    assert [key for page in pages for key in page] == expected
