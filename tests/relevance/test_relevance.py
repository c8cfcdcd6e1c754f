"""What people look for comes first: judged needs over the seed content and a made corpus. `make relevance` prints the table."""

from collections import defaultdict
from statistics import mean

import pytest

from tests.relevance.measures import ndcg, recall
from tests.relevance.needs import read_needs

pytestmark = pytest.mark.django_db
NEEDS = read_needs()
KINDS = list(dict.fromkeys(need.kind for need in NEEDS))
ALL = "all"


@pytest.fixture(scope="module")
def results(rankers, names, django_db_blocker) -> dict:
    """Ranker → kind of need → a pair of nDCG@10 and recall@10 for each need."""
    found: dict = {name: defaultdict(list) for name in rankers}
    with django_db_blocker.unblock():
        for need in NEEDS:
            for name, rank in rankers.items():
                ranking = [names[key] for key in rank(need)]
                figures = ndcg(ranking, need.grades), recall(ranking, need.grades)
                for group in (need.kind, ALL):
                    found[name][group].append(figures)
    return found


def test_the_needs_are_many_and_name_records_that_exist(names):
    judged = {name for need in NEEDS for name in need.grades}

    assert len(NEEDS) >= 60
    assert judged <= set(names.values())


def test_what_people_look_for_comes_first(results):
    print("\n" + table(results))
    ours, *others = (mean(gain for gain, _ in groups[ALL]) for groups in results.values())

    assert ours >= 0.85
    assert ours > max(others)


def test_no_kind_of_need_is_left_behind(results):
    weak = {kind: mean(gain for gain, _ in results["ours"][kind]) for kind in KINDS}

    assert {kind: gain for kind, gain in weak.items() if gain < 0.7} == {}


def table(results: dict) -> str:
    """Return the figures as a table in Markdown: nDCG@10 and recall@10 of each ranker for each kind of need."""
    lines = [
        "| kind of need | needs | " + " | ".join(f"{name}: nDCG@10 | recall@10" for name in results) + " |",
        "| --- | ---: |" + " ---: | ---: |" * len(results),
    ]
    for kind in (*KINDS, ALL):
        figures = [figure for groups in results.values() for figure in zip(*groups[kind], strict=True)]
        number = len(next(iter(results.values()))[kind])
        lines.append(f"| {kind} | {number} | " + " | ".join(f"{mean(figure):.2f}" for figure in figures) + " |")
    return "\n".join(lines)
