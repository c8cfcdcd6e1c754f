"""Where a result lies: places and points counted, and the box of "search this area"."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import spread
from search.geography import Box
from search.query import SearchQuery
from tests.search.conftest import keys, record

HARTLEPOOL, LEEDS, LERWICK = (54.6892, -1.2122), (53.8, -1.55), (60.155, -1.145)


def at(key, *spots, **fields):
    points = tuple(point for _code, point, _precision in spots if point)
    return record(key, spots=spots, points=points, **fields)


@pytest.fixture
def index(make_index):
    return make_index(
        at(1, ("A", HARTLEPOOL, "area_centre")),
        at(2, ("A", HARTLEPOOL, "area_centre"), ("B", LEEDS, "area_centre"), stage="idea"),
        at(3, ("B", (53.79, -1.51), "exact")),
        at(4, ("TLC", None, "")),
        record(5),
    )


def test_a_spread_counts_each_place_and_each_point_of_what_was_found(index):
    found = index.spread(SearchQuery())

    assert (found.total, found.placed, found.squared) == (5, 3, False)
    assert {code: count for code, (count, _key) in found.places.items()} == {"A": 2, "B": 2, "TLC": 1}
    assert {(spot.code, spot.lat, spot.precision, spot.count) for spot in found.spots} == {
        ("A", 54.6892, "area_centre", 2),
        ("B", 53.8, "area_centre", 1),
        ("B", 53.79, "exact", 1),
    }
    assert index.cards([found.places["TLC"][1], 99]).keys() == {4}


def test_a_spread_is_that_of_the_filters(index):
    found = index.spread(SearchQuery(filters={"stage": ("idea",)}))

    assert (found.total, found.places) == (1, {"A": (1, 2), "B": (1, 2)})
    assert index.spread(SearchQuery(words="zzz", literal=True)).total == 0


def test_too_many_points_are_told_as_squares_that_hold_all_of_them(index, monkeypatch):
    monkeypatch.setattr(spread, "MOST_SPOTS", 2)
    found = index.spread(SearchQuery())

    assert found.squared
    assert sorted((spot.lat, spot.lng, spot.count) for spot in found.spots) == [
        (53.775, -1.525, 1),
        (53.825, -1.525, 1),
        (54.675, -1.225, 2),
    ]


def test_a_box_holds_what_has_a_point_in_it_and_nothing_else(index):
    def found(*box):
        return sorted(keys(index.search(SearchQuery(box=Box(*box)))))

    assert found(-2, 54, -1, 55) == [1, 2]
    assert found(-1.6, 53.7, -1.5, 53.9) == [2, 3]
    assert found(-1.2122, 54.6892, -1.2122, 54.6892) == [1, 2]  # its edges belong to it
    assert found(-9, 59, 2, 61) == []
    assert index.search(SearchQuery(box=Box(-180, -90, 180, 90))).total == 3


def test_boxes_of_every_size_hold_exactly_the_points_in_them(make_index):
    chance = random.Random(11)
    points = {key: (round(chance.uniform(49, 61), 5), round(chance.uniform(-9, 2), 5)) for key in range(1, 400)}
    index = make_index(*(at(key, ("A", point, "exact")) for key, point in points.items()))
    for _ in range(60):
        (west, east), (south, north) = (
            sorted((chance.uniform(*span), chance.uniform(*span))) for span in ((-9, 2), (49, 61))
        )
        box = Box(west, south, east, north)
        found = index.search(SearchQuery(box=box, limit=400))

        assert sorted(keys(found)) == [key for key, point in points.items() if box.holds(point)]


@given(st.tuples(*[st.floats(-180, 180)] * 2, *[st.floats(-90, 90)] * 2))
def test_cells_over_a_box_hold_every_point_of_it(numbers):
    from search.geography import cells_over, point_term

    (west, east), (south, north) = sorted(numbers[:2]), sorted(numbers[2:])
    cells = list(cells_over(Box(west, south, east, north)))

    assert len(cells) <= 120
    corner = point_term((south + north) / 2, (west + east) / 2)
    assert any(corner.startswith(cell) for cell in cells)
