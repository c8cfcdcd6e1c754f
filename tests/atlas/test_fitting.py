"""What makes one idea fit a place better than another: one factor at a time decides."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.fitting import FACTORS, WEIGHTS, Candidate, rank, score
from casestudies.evidence import EvidenceLevel
from connectors.choices import CostBand

PLAIN = Candidate(key=1, lead="A", percent=70, same_tier=False, cost="under-250k", age=700, km=10)


def keys(ranked):
    return [one.candidate.key for one in ranked]


@pytest.mark.parametrize(
    "better",
    [
        {"percent": 80},
        {"same_tier": True},
        {"same_tier": None},
        {"theme": True},
        {"evidence": "story"},
        {"cost": "under-5k"},
        {"age": 20},
        {"adapted": 1},
        {"km": 5},
    ],
    ids=lambda better: "{} {}".format(*next(iter(better.items()))),
)
def test_idea_that_is_better_in_one_thing_comes_first(better):
    other = replace(PLAIN, key=2, lead="B", **better)

    assert keys(rank([PLAIN, other])) == keys(rank([other, PLAIN])) == [2, 1]


def test_nearness_decides_only_between_equal_points():
    far_but_more_alike = replace(PLAIN, key=2, lead="B", percent=71, km=500)

    assert keys(rank([PLAIN, far_but_more_alike])) == [2, 1]


def test_weights_are_a_hundred_points_that_a_perfect_idea_gets_and_each_has_a_name():
    perfect = Candidate(1, "A", 100, same_tier=True, theme=True, evidence="compared", cost="0", age=0, adapted=3)

    assert score(perfect) == sum(points for points, _why in WEIGHTS.values()) == 100
    assert FACTORS.keys() == WEIGHTS.keys()


def test_cost_that_nobody_knows_lies_in_the_middle():
    costs = [score(replace(PLAIN, cost=cost)) for cost in ("0", "", "over-10m")]

    assert costs == sorted(costs, reverse=True)
    assert costs[0] - costs[1] == pytest.approx(costs[1] - costs[2])


def test_third_idea_of_a_place_stands_behind_those_of_all_others():
    same = [replace(PLAIN, key=key, percent=99 - key) for key in (1, 2, 3)]

    assert keys(rank([*same, replace(PLAIN, key=4, lead="B", percent=20)])) == [1, 2, 4, 3]


candidates = st.builds(
    Candidate,
    key=st.just(0),
    lead=st.sampled_from(["", "A", "B", "C"]),
    percent=st.floats(0, 100),
    same_tier=st.sampled_from([True, False, None]),
    theme=st.booleans(),
    evidence=st.sampled_from(["", *EvidenceLevel.values]),
    cost=st.sampled_from(["", *CostBand.values]),
    age=st.one_of(st.none(), st.integers(0, 9_000)),
    adapted=st.integers(0, 5),
    km=st.one_of(st.none(), st.floats(0, 900)),
)


@given(st.lists(candidates, max_size=25), candidates, st.randoms())
def test_another_idea_never_changes_the_order_of_others_unless_it_is_a_better_one_of_their_place(some, added, random):
    some = [replace(one, key=key) for key, one in enumerate(some, 1)]
    before = keys(rank(some))
    lowest = min((score(one) for one in some), default=0)
    for one in (replace(added, lead="elsewhere"), replace(added, percent=0) if score(added) < lowest else None):
        if one:
            mixed = [*some, one]
            random.shuffle(mixed)
            assert [key for key in keys(rank(mixed)) if key] == before
