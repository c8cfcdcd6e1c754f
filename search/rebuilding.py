"""Building the index again beside the one in use, and swapping the two."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator

from core.locks import lock
from search import conf, sources
from search.engine import Index
from search.folders import Folders
from search.ledger import Ledger
from search.models import SYNONYMS, Change
from search.projection import apply_pending, prune, read_synonyms
from search.records import Record

Progress = Callable[[int, int], None]
SECONDS_BETWEEN_REPORTS = 0.5
stopping = threading.Event()  # set when the process ends: a building in a thread of it gives up


def rebuild(progress: Progress | None = None, *, wait: bool = False) -> bool:
    """Build the index from the database, take over what changes meanwhile, swap, and delete the old one.

    Args:
        progress: called with how many records are done and how many there are, twice a second at most.
        wait: when another process is building, wait and build after it.

    Returns:
        False when another process is building.
    """
    folders = Folders(conf.index_dir())
    with lock(folders.build_lock, wait=wait) as got:
        if not got:
            return False
        with _reported(folders) as report:
            index = folders.begin()
            try:
                _fill(index, _both(report, progress))
            except BaseException:
                index.discard()
                raise
            apply_pending(index, leave_rebuilds=True)
            with lock(folders.apply_lock, wait=True):
                apply_pending(index, leave_rebuilds=True)
                folders.swap_to(index.path)
        folders.clear_unused()
    prune()
    return True


def _fill(index: Index, progress: Progress) -> None:
    # The ledger is taken before the records are read: what changes after it is pending, and taken over.
    ledger = _ledger_of_now()
    total = sources.count()
    index.write(_counted(sources.build(None), total, progress))
    index.commit({"ledger": ledger.as_state(), "synonyms": read_synonyms()})
    index.reload()


def _ledger_of_now() -> Ledger:
    """Return a ledger that holds all changes that can be seen."""
    if not Change.objects.exists():
        # There is always a newest change by which an index knows its database.
        Change.objects.create(key=SYNONYMS)
    settled = Ledger().settled()
    return settled.with_applied(Change.objects.values_list("pk", flat=True).order_by("pk").iterator())


def _counted(records: Iterator[Record], total: int, progress: Progress) -> Iterator[Record]:
    reported = 0.0
    number = 0
    for number, record in enumerate(records, 1):
        yield record
        if stopping.is_set():
            raise InterruptedError("The process ends")
        if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            progress(number, max(total, number))
    progress(number, number)


@contextlib.contextmanager
def _reported(folders: Folders) -> Iterator[Progress]:
    """Keep a file that tells all processes of this host how far the building is."""

    def report(done: int, total: int) -> None:
        draft = folders.progress.with_suffix(".new")
        draft.write_text(json.dumps({"done": done, "total": total}), encoding="ascii")
        draft.replace(folders.progress)

    report(0, 0)
    try:
        yield report
    finally:
        folders.progress.unlink(missing_ok=True)


def _both(report: Progress, progress: Progress | None) -> Progress:
    def both(done: int, total: int) -> None:
        report(done, total)
        if progress:
            progress(done, total)

    return both
