"""`make bench`: measures each size in a process and a data folder of its own, prints the table and writes docs/performance.md."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "docs" / "performance.md"
DEFAULT_SIZES = [10_000, 100_000]
QUESTIONS = 240
# What a developer's shell may hold: the measured site is always its own, on SQLite.
NOT_INHERITED = ("DATABASE_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "WEB_CONCURRENCY", "WEB_THREADS")


def main() -> None:
    arguments = _parsed()
    began, loads, results = time.monotonic(), [], []
    for size in arguments.sizes:
        print(f"{size:,} entries", file=sys.stderr)
        with _folder(arguments.folder, size) as folder:
            _measure_apart(size, folder, arguments.questions, arguments.only)
            results.append(json.loads((folder / "results.json").read_text(encoding="utf-8")))
        loads.append(os.getloadavg()[1])
    _report(arguments.note if arguments.only == "all" else None, results, sum(loads) / len(loads))
    print(f"{time.monotonic() - began:.0f} seconds in all", file=sys.stderr)


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure how fast the site is.")
    parser.add_argument("sizes", nargs="*", type=int, default=DEFAULT_SIZES, help="numbers of entries")
    parser.add_argument("--folder", type=Path, help="keep what is built here and use it again")
    parser.add_argument("--note", type=Path, default=NOTE, help="the note to write")
    parser.add_argument("--only", choices=["all", "desk", "tracker"], default="all", help="one part, and no note")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many different questions are asked")
    return parser.parse_args()


@contextlib.contextmanager
def _folder(kept: Path | None, size: int) -> Iterator[Path]:
    if kept:
        folder = (kept / str(size)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="nto-bench-") as name:
        yield Path(name)


def _measure_apart(size: int, folder: Path, questions: int, part: str) -> None:
    media = folder / "media"
    media.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {"DATA_DIR": str(folder), "MEDIA_ROOT": str(media), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    command = [sys.executable, "-m", "bench.measure", str(size), str(folder), str(questions), part]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _report(note: Path | None, results: list[dict], load: float) -> None:
    from bench import report

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    print("\n".join([*report.machine(load), "", *report.table(results)]))
    print(f"{report.missed(results)} limits missed.", file=sys.stderr)
    if note:
        report.write_note(note, results, load)
        print(f"Written to {note}.", file=sys.stderr)


if __name__ == "__main__":
    main()
