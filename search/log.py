"""What visitors ask and open, counted by day: nothing about who, no time of day, no order.

A request only counts in memory; a thread of each process writes to the database every few seconds and when the process
ends. What is counted at all is decided where the requests are (`connectors/counting.py`).
"""

import atexit
import logging
import os
import threading
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from search import conf
from search.models import AskedWords, OpenedEntry
from search.scrubbing import is_all_kept, kept_words

logger = logging.getLogger(__name__)

# Limits against somebody who asks for nonsense all day: what is new above them is not counted.
MOST_IN_MEMORY = 1_000  # different words in a process between two writes; four times as many pairs of words and entry
MOST_WORDS_A_DAY = 5_000  # different words in the database; known ones count on
ENTRIES_PER_WORDS = 4
SECONDS_TO_END = 10.0

# Both databases understand these. What is there is added to, so that several processes lose nothing.
ADD_ASKED = """
    INSERT INTO search_askedwords (day, words, times, results, opened) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (day, words) DO UPDATE SET
        times = search_askedwords.times + excluded.times,
        results = COALESCE(excluded.results, search_askedwords.results),
        opened = search_askedwords.opened + excluded.opened
"""
ADD_OPENED = """
    INSERT INTO search_openedentry (day, words, entry, times) VALUES (%s, %s, %s, %s)
    ON CONFLICT (day, words, entry) DO UPDATE SET times = search_openedentry.times + excluded.times
"""


@dataclass(slots=True)
class Count:
    """How often words were asked and opened from, and how many entries they found when last asked alone."""

    times: int = 0
    results: int | None = None
    opened: int = 0

    def add(self, other: "Count") -> None:
        self.times += other.times
        self.opened += other.opened
        self.results = self.results if other.results is None else other.results


class Tally:
    """Counts in memory, for a bounded number of different keys. Keys are (day, words) and (day, words, entry)."""

    def __init__(self):
        self._lock = threading.Lock()
        self._words: dict[tuple[date, str], Count] = {}
        self._entries: dict[tuple[date, str, int], Count] = {}

    def add(self, words: dict[tuple[date, str], Count], entries: dict[tuple[date, str, int], Count]) -> None:
        with self._lock:
            _add_all(self._words, words, MOST_IN_MEMORY)
            _add_all(self._entries, entries, MOST_IN_MEMORY * ENTRIES_PER_WORDS)

    def take(self) -> tuple[dict[tuple[date, str], Count], dict[tuple[date, str, int], Count]]:
        """Return all counts and start anew."""
        with self._lock:
            taken = self._words, self._entries
            self._words, self._entries = {}, {}
        return taken


def _add_all(target: dict[Any, Count], counts: dict[Any, Count], most: int) -> None:
    for key, count in counts.items():
        if key in target or len(target) < most:
            target.setdefault(key, Count()).add(count)


class Writer:
    """A thread of each process that writes the counts down, started by the first of them."""

    def __init__(self):
        self._starting = threading.Lock()
        self._process = 0
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def start(self) -> None:
        # A fork takes no threads along: the number of the process tells.
        if self._process == os.getpid() or conf.log_seconds() is None:
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._thread = threading.Thread(target=self._run, name="search-log", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Write what is left, when the process ends."""
        if self._thread and self._process == os.getpid():
            self._stopping.set()
            self._thread.join(SECONDS_TO_END)

    def _run(self) -> None:
        stopped = False
        while not stopped:
            stopped = self._stopping.wait(conf.log_seconds())
            try:
                flush()
            except Exception:
                logger.exception("The counts of searches could not be written; trying again")
            finally:
                # It writes seldom; a connection must not wait for it all day.
                connection.close()


tally = Tally()
writer = Writer()
atexit.register(writer.stop)


def count_asked(words: str, *, results: int | None = None) -> None:
    """Count that a visitor asked for these words. Writes nothing yet, and never fails for what was typed.

    Args:
        words: as typed; only what `kept_words` leaves of them is kept.
        results: how many entries they found, if they were asked alone.
    """
    if kept := kept_words(words):
        # Without what was left out they might find something else.
        tally.add({(localdate(), kept): Count(times=1, results=results if is_all_kept(kept, words) else None)}, {})
        writer.start()


def count_opened(words: str, entry: int) -> None:
    """Count that a visitor opened an entry from the results of these words."""
    if kept := kept_words(words):
        day, one = localdate(), Count(opened=1)
        tally.add({(day, kept): one}, {(day, kept, entry): one})
        writer.start()


def flush() -> None:
    """Write all counts of this process to the database in one transaction; when that fails, keep them for the next time."""
    words, entries = tally.take()
    if not words:
        return
    try:
        with transaction.atomic():
            _write(words, entries)
    except BaseException:
        tally.add(words, entries)
        raise


def _write(words: dict[tuple[date, str], Count], entries: dict[tuple[date, str, int], Count]) -> None:
    words = _admitted(words, AskedWords.objects.values_list("day", "words"), MOST_WORDS_A_DAY)
    entries = {key: count for key, count in entries.items() if key[:2] in words}
    pairs = OpenedEntry.objects.values_list("day", "words", "entry")
    entries = _admitted(entries, pairs, MOST_WORDS_A_DAY * ENTRIES_PER_WORDS)
    # In one order in every process: two that hold rows the other wants would block each other for ever.
    asked = [
        (*_row(key), count.times, count.results, count.opened)
        for key, count in sorted(words.items(), key=itemgetter(0))
    ]
    opened = [(*_row(key), count.opened) for key, count in sorted(entries.items(), key=itemgetter(0))]
    with connection.cursor() as cursor:
        if asked:
            cursor.executemany(ADD_ASKED, asked)
        if opened:
            cursor.executemany(ADD_OPENED, opened)


def _row(key: tuple) -> tuple:
    return (key[0].isoformat(), *key[1:])


def _admitted(counts: dict[tuple, Count], rows: QuerySet, most: int) -> dict[tuple, Count]:
    """Return the counts to write: of what its day has already, and of new ones as long as the day has room.

    Args:
        rows: the keys that are in the database.
        most: how many different ones a day may have.
    """
    admitted = {}
    for day in {key[0] for key in counts}:
        of_day = {key: count for key, count in counts.items() if key[0] == day}
        room = max(0, most - rows.filter(day=day).count())
        if room < len(of_day):
            known = set(rows.filter(day=day, words__in={key[1] for key in of_day}))
            new = sorted(of_day.keys() - known)[:room]
            of_day = {key: of_day[key] for key in (*(of_day.keys() & known), *new)}
        admitted |= of_day
    return admitted
