"""The export as CSV against a bare loop that reads the same rows with plain SQL and hands them to the csv module."""

import csv
import io
import time
from collections import defaultdict
from collections.abc import Callable

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from bench.server import Visitor, worker_memory
from bench.timing import MILLISECONDS, Line, at_most, interleaved, median
from exchange.exporting.formats import as_csv
from exchange.exporting.ranking import ranked_entries
from exchange.exporting.rows import Addresses, rows_of

ROUNDS = 3
CSV_RATIO, FIRST_BYTE_MS, GROWTH_MB = 6.0, 50.0, 100.0
ENTRIES = """
    SELECT p.id, p.title, e.summary, e.stage, e.started, e.ended, e.website, e.organisation, e.licence, e.point_precision,
        e.latitude, e.longitude, e.last_confirmed_at, p.translation_key, p.url_path,
        COALESCE(i.what_it_does, c.what_it_does, s.story), COALESCE(i.what_did_not_work, s.what_did_not_work),
        c.kind, s.question, s.evidence_level
    FROM wagtailcore_page p JOIN connectors_entrypage e ON e.page_ptr_id = p.id
        LEFT JOIN connectors_initiativepage i ON i.entrypage_ptr_id = p.id
        LEFT JOIN connectors_connectorpage c ON c.entrypage_ptr_id = p.id
        LEFT JOIN casestudies_casestudypage s ON s.entrypage_ptr_id = p.id
    WHERE p.live ORDER BY p.first_published_at DESC"""
PARTS = (
    "SELECT l.entry_id, p.code, p.name FROM connectors_entryplace l JOIN places_place p ON p.id = l.place_id",
    "SELECT i.content_object_id, t.slug, '' FROM connectors_entrytheme i JOIN connectors_theme t ON t.id = i.tag_id",
    "SELECT i.content_object_id, t.slug, '' FROM connectors_entrytier i JOIN connectors_tier t ON t.id = i.tag_id",
    "SELECT i.content_object_id, t.name, '' FROM connectors_entrykeyword i JOIN taggit_tag t ON t.id = i.tag_id",
    "SELECT entry_id, title, url FROM connectors_entrysource",
    "SELECT entry_id, value, '' FROM connectors_externalid",
)


def bare_loop() -> int:
    """Write all entries as CSV in the barest way and return how many characters: one statement a table, whole tables."""
    output = io.StringIO()
    writer = csv.writer(output)
    with connection.cursor() as cursor:
        parts = []
        for statement in PARTS:
            found = defaultdict(list)
            cursor.execute(statement)
            for key, first, second in cursor.fetchall():
                found[key].append((first, second))
            parts.append(found)
        cursor.execute(ENTRIES)
        while rows := cursor.fetchmany(1_000):
            for row in rows:
                firsts = ("; ".join(first for first, _ in found[row[0]]) for found in parts)
                seconds = ("; ".join(second for _, second in found[row[0]]) for found in (parts[0], parts[4]))
                writer.writerow([*row, *firsts, *seconds])
    return len(output.getvalue())


def own_export() -> int:
    """Make the same file as the site does and return its size."""
    pairs = ranked_entries(QueryDict("")).pairs
    rows = rows_of(pairs, Addresses("http://localhost", "/home/"), timezone.localdate())
    return sum(map(len, as_csv(rows)))


def measure_export(port: int, pid: int, size: int, progress: Callable[[str], None]) -> list[Line]:
    """Export every entry: here against the bare loop, and through the server for its first byte and its memory."""
    progress(f"CSV of {size:,} rows")
    rounds = ROUNDS if size <= 20_000 else 1
    times = interleaved({"export": own_export, "loop": bare_loop} for _ in range(rounds))
    visitor, before = Visitor(port), worker_memory(pid, "VmHWM")
    visitor.must("/directory/export.csv?q=befriending", compressed=False)
    first = [visitor.must("/directory/export.csv?q=befriending", compressed=False).first_byte for _ in range(10)]
    began = time.perf_counter()
    whole = visitor.must("/directory/export.csv", compressed=False)
    seconds = time.perf_counter() - began
    first.append(whole.first_byte)
    rows = sum(1 for _ in csv.reader(io.StringIO(whole.body.decode("utf-8-sig")))) - 1
    if rows != size:
        raise RuntimeError(f"The export has {rows} rows, not {size}")
    return [
        Line(f"CSV of {size:,} rows, made in a process", f"{median(times['export']):,.0f} ms"),
        Line("bare csv loop over the same rows, read with plain SQL", f"{median(times['loop']):,.0f} ms"),
        at_most("CSV ÷ bare loop", median(times["export"]) / median(times["loop"]), CSV_RATIO, " ×"),
        at_most("CSV first byte, slowest of 11", max(first) * MILLISECONDS, FIRST_BYTE_MS, " ms"),
        Line("CSV through gunicorn", f"{seconds:.2f} s, {rows / seconds:,.0f} rows a second"),
        at_most(
            "CSV: most memory of a web process above before", worker_memory(pid, "VmHWM") - before, GROWTH_MB, " MB"
        ),
    ]
