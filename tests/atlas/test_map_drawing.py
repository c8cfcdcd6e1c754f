"""The drawing: dots that do not touch, nothing lost, and a coast that is where the land is."""

import itertools
import json
import math
import random

import pytest
from django.core.management import CommandError, call_command

from atlas.map_drawing import LEAST_RADIUS, WIDTH, clusters_of, coast, frame_around, whole_frame
from atlas.map_shapes import clipped, from_stretch, simplified
from search.geography import Box
from search.spread import Spot


def spots(number):
    chance = random.Random(5)
    return [
        Spot("A", chance.uniform(50, 60), chance.uniform(-6, 1), "exact", chance.randint(1, 400)) for _ in range(number)
    ]


def test_dots_never_touch_and_hold_every_entry():
    found = spots(2_000)
    for frame in (whole_frame(), frame_around(Box(-2, 53, -1, 54))):
        dots = clusters_of(found, frame)

        assert sum(dot.count for dot in dots) == sum(spot.count for spot in found)
        assert all(dot.radius >= LEAST_RADIUS for dot in dots)
        for one, other in itertools.combinations(dots, 2):
            assert math.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 0.2


def test_frame_holds_its_box_and_is_neither_a_tower_nor_a_ribbon():
    for box in (Box(-1.2, 54.6, -1.2, 54.6), Box(-6, 54, 1, 54.1), Box(-1, 50, -0.9, 60)):
        frame = frame_around(box)
        for latitude, longitude in ((box.south, box.west), (box.north, box.east)):
            x, y = frame.place(latitude, longitude)
            assert 0 < x < WIDTH
            assert 0 < y < frame.height
        assert 0.7 * WIDTH < frame.height < 2 * WIDTH


def test_shetland_is_drawn_where_it_lies():
    x, y = whole_frame().place(60.155, -1.145)

    assert 0 < y < 60
    assert 200 < x < 260
    ours, neighbours = coast(whole_frame())
    assert ours.startswith("M")
    assert 10_000 < len(ours) + len(neighbours) < 25_000


def test_a_cut_ring_stays_in_the_box_and_keeps_what_lies_in_it():
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]

    assert sorted(clipped(square, 1, 1, 9, 9)) == [(1, 1), (1, 4), (4, 1), (4, 4)]
    assert clipped(square, 5, 5, 9, 9) == []


def test_a_simplified_line_stays_within_the_tolerance():
    line = [(x / 10, math.sin(x / 10)) for x in range(100)]
    short = simplified(line, 0.05, from_stretch)

    assert (short[0], short[-1]) == (line[0], line[-1])
    assert len(short) < 30
    assert all(min(from_stretch(p, a, b) for a, b in itertools.pairwise(short)) <= 0.05 for p in line)


def test_draw_coast_refuses_what_is_no_atlas(tmp_path):
    (tmp_path / "x.json").write_text(json.dumps({"objects": {}}))

    with pytest.raises(CommandError, match=r"is not countries-10m\.json"):
        call_command("draw_coast", tmp_path / "x.json", "--to", tmp_path / "out.json")
