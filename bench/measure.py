"""Builds and measures one size, in a process of its own: `python -m bench.measure SIZE FOLDER QUESTIONS all|desk|tracker`.

`bench.__main__` starts it with the settings and the data folder in the environment, and reads the lines it leaves behind.
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import django

RESULTS, BUILT = "results.json", "built.json"
MOST_IN_DATABASE = 200_000  # above it the engine alone
MOST_ON_DESK = 20_000


def say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def measure_desk_only(size: int, folder: Path) -> None:
    """Measure the desk and nothing else, and leave the lines in the folder."""
    from bench.desk import measure_desk
    from connectors.models import DirectoryPage

    _built(size, folder, with_database=True)
    _leave(size, folder, measure_desk(DirectoryPage.objects.get().pk, say))


def measure_tracker_only(size: int, folder: Path) -> None:
    """Measure the promises tracker and nothing else, and leave the lines in the folder."""
    from bench.tracker import measure_tracker

    _built(size, folder, with_database=True)
    _leave(size, folder, measure_tracker(size, say))


def measure(size: int, folder: Path, questions: int) -> None:
    """Measure one size and leave the lines and the listing's median in the folder."""
    from bench.corpus import Author
    from bench.engine import measure_engine
    from bench.questions import parsed, query_strings
    from bench.timing import Line
    from search.engine import Index

    with_database = size <= MOST_IN_DATABASE
    built = _built(size, folder, with_database=with_database)
    lines = [Line(name, value) for name, value in built["lines"]]
    strings = query_strings(Author(), questions)
    index = Index(built["index"])
    lines += measure_engine(index, [parsed(text).for_index() for text in strings], say)
    middle = 0.0
    if with_database:
        lines += _against_cms(index, strings)
        more, middle = _through_server(size, folder, strings)
        lines += more
    _leave(size, folder, lines, middle)


def _leave(size: int, folder: Path, lines: list, listing: float = 0.0) -> None:
    results = {"size": size, "listing": listing, "lines": [asdict(line) for line in lines]}
    (folder / RESULTS).write_text(json.dumps(results), encoding="utf-8")


def _built(size: int, folder: Path, *, with_database: bool) -> dict:
    """Return what was built, building it when the folder does not hold it yet."""
    from bench.building import build_engine_only, build_site_and_index

    path = folder / BUILT
    if not path.exists():
        build = build_site_and_index if with_database else build_engine_only
        path.write_text(json.dumps(build(size, folder, say)), encoding="utf-8")
    else:
        say(f"{size:,} entries are there already")
    return json.loads(path.read_text(encoding="utf-8"))


def _against_cms(index, strings: list[str]) -> list:
    from bench.cms import ask_cms, fill_cms_index
    from bench.engine import compare_with_cms
    from bench.questions import for_cms, parsed
    from bench.timing import timed
    from connectors.models import EntryPage
    from search.query import SearchQuery

    if not EntryPage.index_entries.rel.model.objects.filter(body__gt="").exists():
        say("the CMS's own index")
        fill_cms_index()
    engine, cms, stopped = [], [], 0
    index.reload()  # what was remembered of the questions is gone
    index.search(SearchQuery(words="community"))  # opening the columns is no part of a question
    for number, text in enumerate(for_cms(strings), 1):
        say(f"CMS search: question {number}")
        query, answers = parsed(text), []
        engine.append(timed(lambda q=query: index.search(q.for_index())))
        cms.append(timed(lambda q=query, found=answers: found.append(ask_cms(q))))
        stopped += not answers[0]
    return compare_with_cms(index, engine, cms, stopped)


def _through_server(size: int, folder: Path, strings: list[str]) -> tuple[list, float]:
    from bench.desk import measure_desk
    from bench.exports import measure_export
    from bench.maps import measure_map, measure_own_points
    from bench.pages import measure_pages, measure_places, measure_publishing
    from bench.server import running_server
    from bench.tracker import measure_tracker
    from connectors.models import DirectoryPage

    with running_server(folder) as (port, pid):
        lines, middle = measure_pages(port, pid, strings, say)
        lines += measure_places(port, say)
        lines += measure_map(port, strings, say)
        lines += measure_export(port, pid, size, say)
        lines += measure_publishing(port, say)
    if size <= MOST_ON_DESK:
        lines += measure_own_points(folder, size, say)
        lines += measure_desk(DirectoryPage.objects.get().pk, say)
        lines += measure_tracker(size, say)  # after the desk, whose lists it makes longer
    return lines, middle


if __name__ == "__main__":
    django.setup()
    if only := {"desk": measure_desk_only, "tracker": measure_tracker_only}.get(sys.argv[4]):
        only(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        measure(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
