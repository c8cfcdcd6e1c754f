"""The table, on screen and in docs/performance.md, with the machine it comes from."""

import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path

from django.utils import timezone

from bench.timing import Line, at_most

GROWTH = 3.0
MARKS = {True: "reached", False: "missed", None: ""}
PACKAGES = ("Django", "wagtail", "tantivy", "gunicorn")
INTRODUCTION = """# How fast it is

Written by `make bench`, which makes its own directory (a fixed seed, texts from the words of the seed content) and measures
every reference in the same run, in turn with what is compared. Ratios say more than milliseconds: what slows the machine
slows both sides.

`make bench SIZES="10000 100000"` is the default; sizes above 200,000 measure the engine alone. `BENCH_FOLDER=…` keeps what
was built and uses it again. Nothing fails when a limit is missed; the table says so.

Figures with a stroke are the median and the 95th percentile.

* **Engine with counts**: twenty hits with snippets, their number, and the counts of every filter under all other groups'
  filters. **(a)** is what remains when everything is prepared: one search for the same match in the same order, twenty
  stored documents and the same counts, straight from the library.
* **(b)** is the database search that the CMS brings, with the same filters, twenty hits, their number and the same counts
  by SQL. It reads less text (title, summary, organisation). A question is stopped after ten seconds and counts as that
  long.
* **(c)** is a view with a template of twenty lines behind the same middleware on the same gunicorn.
* **The bare csv loop** reads the same columns of the same entries with seven plain SQL statements,
  joins them by key and hands the rows to the csv module. Both sides include the reading; ours also ranks, checks who may
  see an entry, defuses formulas and encodes.
* **Map endpoint**: all points of a result, for the script that draws them. The map page is the same drawn by the server, with
  its list. Ten thousand points that are all different are an index of their own, on which no answer is remembered.
* **Place page, ideas that fit**: a process keeps what the directory has for a place, and its ideas, until the index changes.
  The ratio is that of pages asked for before; how long the first question takes stands above it. Ideas come after
  the place pages, which have worked some of them out.
* **Tracker**: different questions to five thousand commitments with ten updates each, through the middleware in one process,
  in turn with the bare view there.
* **Publish to visible**: an entry is published in one process and looked for through the server, which is another.
"""


def table(sizes: list[dict]) -> list[str]:
    """Return the table as Markdown, one part for each size."""
    rows = []
    for result in sizes:
        rows += [f"### {result['size']:,} entries", "", "| what | measured | limit | |", "| --- | --- | --- | --- |"]
        rows += [_row(Line(**line)) for line in result["lines"]]
        rows.append("")
    growth = _growth(sizes)
    return rows + (
        ["### Growth", "", "| what | measured | limit | |", "| --- | --- | --- | --- |", _row(growth), ""]
        if growth
        else []
    )


def machine(load: float) -> list[str]:
    """Return what the figures come from, one line each.

    Args:
        load: how many processes wanted to run, on average over the run.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return [
        f"* {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, load {load:.1f} during the run",
        f"* Python {platform.python_version()}, {versions}, SQLite {sqlite3.sqlite_version}",
        f"* {timezone.localdate():%d %B %Y}",
    ]


def write_note(path: Path, sizes: list[dict], load: float) -> None:
    note = [INTRODUCTION, "## The machine", "", *machine(load), "", "## The last run", "", *table(sizes)]
    path.write_text("\n".join(note).rstrip() + "\n", encoding="utf-8")


def missed(sizes: list[dict]) -> int:
    return sum(line["reached"] is False for result in sizes for line in result["lines"])


def _row(line: Line) -> str:
    return f"| {line.name} | {line.value} | {line.limit} | {MARKS[line.reached]} |"


def _growth(sizes: list[dict]) -> Line | None:
    listings = {result["size"]: result["listing"] for result in sizes if result["listing"]}
    if len(listings) < 2:
        return None
    smallest, largest = min(listings), max(listings)
    return at_most(
        f"listing median, {smallest:,} → {largest:,} entries", listings[largest] / listings[smallest], GROWTH, " ×"
    )
