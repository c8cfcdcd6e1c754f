"""`make bench` on a directory so small that it takes seconds: it runs through, and says what it found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.corpus import Author
from bench.questions import query_strings
from bench.report import missed, table
from bench.timing import at_least, at_most, interleaved, median, percentile_95
from tests.copies import migrated_environment, shared_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
def test_bench_measures_a_small_directory_and_writes_its_note(tmp_path, tmp_path_factory, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)  # it measures on SQLite
    migrated_environment(shared_folder(tmp_path_factory), tmp_path / "60", "unused")
    note = tmp_path / "note.md"
    command = [sys.executable, "-m", "bench", "60", "--questions", "12", "--note", str(note), "--folder", str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}

    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)

    assert run.returncode == 0, run.stderr[-3_000:]
    text = note.read_text()
    for measured in (
        "### 60 entries",
        "engine median ÷ (a)",
        "(b) median ÷ engine median",
        "listing median ÷ (c)",
        "place page median ÷ (c)",
        "CSV ÷ bare loop",
        "map endpoint median ÷ (c)",
        "publish to visible",
        "desk search, pages",
        "desk, entries, last page",
        "merging themes with 60 uses",
        "index on disk",
    ):
        assert f"| {measured}" in text or measured in text
        assert measured in run.stdout
    assert "cores" in text
    assert "| desk search: server errors | 0.00 | ≤ 0 | reached |" in text


@pytest.mark.django_db
def test_questions_are_many_different_and_the_same_each_time(home):
    from tests.factories import PlaceFactory, RegionFactory, ThemeFactory

    RegionFactory(), ThemeFactory()
    PlaceFactory(latitude=54, longitude=-1)

    asked = query_strings(Author(), 200)

    assert len(set(asked)) == 200
    assert asked == query_strings(Author(), 200)
    assert any("near=" in text for text in asked)
    assert any("%22" in text for text in asked)


def test_works_are_timed_in_turn():
    order = []
    works = {"a": lambda: order.append("a"), "b": lambda: order.append("b")}

    times = interleaved([works, works])

    assert order == ["a", "b", "b", "a"]
    assert {name: len(found) for name, found in times.items()} == {"a": 2, "b": 2}


def test_median_and_percentile_of_a_hundred_times():
    times = [float(number) for number in range(1, 101)]

    assert (median(times), percentile_95(times)) == (50.5, 96.0)


def test_missed_limits_are_marked_and_counted():
    lines = [at_most("slow", 3, 2, " ×"), at_most("quick", 1, 2, " ×"), at_least("far", 10, 200, " ×")]
    result = {"size": 10, "listing": 5.0, "lines": [vars(line) for line in lines]}

    rows = table([result, {**result, "size": 100, "listing": 20.0}])

    assert "| slow | 3.00 × | ≤ 2 × | missed |" in rows
    assert "| quick | 1.00 × | ≤ 2 × | reached |" in rows
    assert "| far | 10.00 × | ≥ 200 × | missed |" in rows
    assert "| listing median, 10 → 100 entries | 4.00 × | ≤ 3 × | missed |" in rows
    assert missed([result]) == 2
