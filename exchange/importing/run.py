"""A whole import: a file in, entries and a report out."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction

from exchange.importing.creating import Creator, remember
from exchange.importing.keywords import KeywordShelf
from exchange.importing.mappings import RowReader, choose_mapping, unused_headings
from exchange.importing.matching import match
from exchange.importing.reading import Table, open_table
from exchange.importing.recording import Recorder
from exchange.importing.report import CHANGED, NEW, REJECTED, UNCHANGED, Note, Outcome, Report
from exchange.importing.resolving import Resolver
from exchange.importing.updating import Updater
from exchange.signals import entries_imported

BATCH = 500
TRIES = 3


@dataclass(frozen=True)
class Options:
    """How a file is to be imported.

    Attributes:
        mapping: a built-in mapping's name or a YAML file; ours, or else the guessing one, when empty.
        kind: for rows that name none we know.
        publish: live at once rather than drafts.
        placeless_go_live: `publish` also goes for entries without a place.
        dry_run: write nothing.
        all_or_nothing: write nothing when a row is refused.
        user: whose import it is, for the history of the entries.
        name: what the file is called, when its path does not say.
        token: of the desk's job, so that one that goes on after a stop is one import.
    """

    mapping: str = ""
    kind: str = ""
    publish: bool = False
    placeless_go_live: bool = True
    dry_run: bool = False
    all_or_nothing: bool = False
    user: object = None
    name: str = ""
    token: str = ""


class _TakenBackError(Exception):
    """Rows were refused, and all or nothing was asked for."""


def import_file(
    path: Path,
    options: Options,
    *,
    on_outcome: Callable[[Outcome], None] | None = None,
    on_progress: Callable[[float | None, int], None] | None = None,
) -> Report:
    """Import a file and say what became of it.

    Args:
        path: a CSV or XLSX file.
        options: how.
        on_outcome: is told of each row once it is settled.
        on_progress: is told the share of the file that is read and the number of rows.

    Raises:
        FileError: when the file as a whole cannot be used. Batches that were written before stay, unless all or nothing
            was asked for.
    """
    table = open_table(path, name=options.name)
    mapping = choose_mapping(table.headings, options.mapping, options.kind)
    report = Report(about_file=[*table.notes, f"Columns are read with the mapping “{mapping.name}”."])
    if unused := unused_headings(mapping, table.headings):
        report.about_file.append(f"Not imported: {', '.join(heading[:40] for heading in unused[:30])}.")
    batches = _batches(table, RowReader(mapping, table.headings), Resolver(mapping, options.kind))

    def told(batch: list[Outcome]) -> None:
        for outcome in batch if on_outcome else ():
            on_outcome(outcome)
        if on_progress:
            on_progress(table.position.share, report.total)

    _settle_all(batches, options, report, told, name=options.name or Path(path).name)
    return report


def _settle_all(
    batches: Iterable[list[Outcome]], options: Options, report: Report, told: Callable, *, name: str
) -> None:
    if options.dry_run:
        _run(
            batches, partial(match, publish=options.publish, placeless_go_live=options.placeless_go_live), report, told
        )
        return
    recorder = Recorder(name=name, user=options.user, token=options.token, publishes=options.publish)
    try:
        with transaction.atomic() if options.all_or_nothing else nullcontext():
            _run(batches, _Writer(options, recorder).write, report, told)
            if options.all_or_nothing and report.counts[REJECTED]:
                raise _TakenBackError
            with transaction.atomic():
                report.record = recorder.finish(total=report.total, refused=report.counts[REJECTED])
        report.written = True
    except _TakenBackError:
        report.about_file.append("Nothing was written, because rows were refused.")


def _batches(table: Table, reader: RowReader, resolver: Resolver) -> Iterator[list[Outcome]]:
    outcomes = (_outcome(line, cells, reader, resolver) for line, cells in table.rows if any(cells))
    while batch := [outcome for outcome in islice(outcomes, BATCH) if outcome]:
        yield batch


def _outcome(line: int, cells: list[str], reader: RowReader, resolver: Resolver) -> Outcome:
    if any(cell.strip() for cell in cells[reader.width :]):
        note = Note("More cells than headings", f"{len(cells)} instead of {reader.width}")
        return Outcome(line, cells[0][:120], "", REJECTED, [note])
    return resolver.resolve(line, reader.read(cells))


def _run(batches: Iterable[list[Outcome]], settle: Callable, report: Report, told: Callable) -> None:
    for batch in batches:
        settle(batch)
        for outcome in batch:
            report.add(outcome)
        told(batch)


class _Writer:
    """Writes one batch in one transaction."""

    def __init__(self, options: Options, recorder: Recorder):
        self.options, self.recorder = options, recorder
        self._begin()

    def _begin(self) -> None:
        self.keywords = KeywordShelf()
        self.creator = Creator(self.keywords, self.options.user)
        self.updater = Updater(self.keywords, self.options.user)

    def write(self, batch: list[Outcome]) -> None:
        """Match and write. When an editor adds a page at the same moment, the batch begins again."""
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    self._write(batch)
                return
            except IntegrityError:
                if attempt == TRIES:
                    raise
                self._begin()

    def _write(self, batch: list[Outcome]) -> None:
        self.recorder.begin_batch()
        match(batch, publish=self.options.publish, placeless_go_live=self.options.placeless_go_live)
        made = self.creator.create([outcome for outcome in batch if outcome.status == NEW])
        changed = self.updater.update([outcome for outcome in batch if outcome.status == CHANGED])
        remember([outcome for outcome in batch if outcome.status == UNCHANGED])
        if made or changed:
            self.recorder.note(made, self.updater.before, keywords=self.keywords.take_made())
            entries_imported.send(sender=None, keys=[*made, *changed])
