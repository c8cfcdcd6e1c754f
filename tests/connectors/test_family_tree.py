"""The drawing of a family: nothing overlaps, nothing is lost, circles end."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.family_tree import ACROSS, BOX, MOST_LINES, PAD, Kin, draw_family, generations_of
from core.lettering import width_of

LONG = "Community-owned neighbourhood energy and repair partnership of Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def overlapping(tree) -> list:
    pairs = itertools.combinations(tree.boxes, 2)
    return [
        (one.key, other.key)
        for one, other in pairs
        if abs(one.x - other.x) < BOX and one.y < other.y + other.height and other.y < one.y + one.height
    ]


def check(tree, size):
    assert len({box.key for box in tree.boxes}) == size
    assert overlapping(tree) == []
    for box in tree.boxes:
        assert 0 <= box.x <= tree.width - BOX
        assert 0 <= box.y <= tree.height - box.height + 0.01
        assert all(box.y < y < box.y + box.height for y, _text in box.lines)
        assert all(width_of(text) <= BOX - 2 * PAD for _y, text in box.lines)


def test_one_and_two_members_are_drawn():
    check(draw_family([Kin(1, "Alone")]), 1)
    tree = draw_family([Kin(1, "Child", "2023", (2,)), Kin(2, "Parent", "2019")])

    check(tree, 2)
    assert {box.key: box.x for box in tree.boxes} == {2: 0, 1: BOX + ACROSS}
    assert [text for _y, text in tree.boxes[0].lines] == ["Parent", "2019"]
    assert len(tree.ways) == len(tree.tips) == 1


def test_a_line_past_a_generation_crosses_no_box():
    family = [Kin(0, "Root"), *(Kin(n, f"Child {n}", parents=(0,)) for n in range(1, 10))]
    family += [Kin(10, "Grandchild", parents=(3,)), Kin(11, "Late", parents=(10, 0))]

    tree = draw_family(family)

    check(tree, 12)
    passing = [way for way in tree.ways if "h" in way]
    assert len(passing) == 1
    for x, y in re.findall(r"([\d.]+) ([\d.]+)h", passing[0]):
        inside = [b for b in tree.boxes if b.x - 1 < float(x) < b.x + BOX and b.y < float(y) < b.y + b.height]
        assert inside == []


@pytest.mark.parametrize("parents", [{1: (2,), 2: (1,)}, {1: (2,), 2: (3,), 3: (1,)}, {1: (1, 2), 2: ()}])
def test_circle_is_cut_and_everybody_drawn(parents):
    check(draw_family([Kin(key, f"Entry {key}", parents=found) for key, found in parents.items()]), len(parents))


def test_long_title_is_cut_and_fits():
    tree = draw_family([Kin(1, LONG, "2023"), Kin(2, "W" * 400, parents=(1,))])

    check(tree, 2)
    assert len(tree.boxes[0].lines) == MOST_LINES + 1
    assert tree.boxes[0].lines[MOST_LINES - 1][1].endswith("…")


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30),
    st.lists(st.text(min_size=1, max_size=80), min_size=12, max_size=12),
)
@settings(max_examples=80, deadline=None)
def test_any_family_is_drawn_without_overlaps(links, titles):
    parents = {key: tuple({parent for child, parent in links if child == key}) for key in range(12)}
    family = [Kin(key, titles[key], parents=found) for key, found in parents.items()]

    check(draw_family(family), 12)
    assert min(generations_of(family).values()) == 0
