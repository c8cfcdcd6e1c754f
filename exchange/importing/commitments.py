"""The import of commitments with their histories: adds what is missing, overwrites nothing, and does all or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from commitments.actions import PROPOSE, Finding, propose_statuses
from commitments.choices import Provenance
from commitments.models import CommitmentIndexPage, CommitmentPage
from connectors.choices import PlaceRole
from connectors.models import EntryPlace, EntryTheme, EntryTier
from exchange.importing.commitment_matching import Known, known_commitments
from exchange.importing.commitment_rows import CommitmentRow, Sheet, UpdateRow, read_sheet
from exchange.importing.creating import Creator
from exchange.importing.keywords import KeywordShelf
from exchange.importing.reading import open_table
from exchange.importing.recording import Recorder
from exchange.importing.report import NEW, REJECTED, UNCHANGED, FileError, Outcome
from exchange.models import ImportKind
from exchange.signals import entries_imported

MAX_FILE = 20 * 1024 * 1024
MAX_ROWS = 10_000  # written in one go: as long as that takes, nobody else at the desk can save
BATCH = 500


@dataclass(frozen=True)
class Line:
    """What becomes of one line of a file.

    Attributes:
        commitment, update: NEW, UNCHANGED or, when the file says nothing about one here, empty.
        says: the status and date of the update, in words.
        refused: what is wrong with the line; then nothing of it is taken.
    """

    number: int
    title: str
    commitment: str = ""
    update: str = ""
    says: str = ""
    refused: str = ""


@dataclass
class Done:
    """What an import did, or would do; with errors it did nothing."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    record: int | None = None  # the key of the import, once it is kept

    def _number(self, name: str, fate: str) -> int:
        return sum(getattr(line, name) == fate for line in self.lines)

    @property
    def new(self) -> int:
        return self._number("commitment", NEW)

    @property
    def known(self) -> int:
        return self._number("commitment", UNCHANGED)

    @property
    def updates(self) -> int:
        return self._number("update", NEW)

    @property
    def updates_known(self) -> int:
        return self._number("update", UNCHANGED)

    @property
    def errors(self) -> list[tuple[int, str]]:
        return [(line.number, line.refused) for line in self.lines if line.refused]


@dataclass(frozen=True)
class _Step:
    """A commitment of the file, the key of its page if there is one, and the updates that are to be added."""

    row: CommitmentRow
    key: int | None
    missing: list[UpdateRow]


@dataclass
class _Plan:
    """What is to be added."""

    done: Done
    steps: list[_Step] = field(default_factory=list)


def import_commitments(path: Path, *, by, dry_run: bool = False, name: str = "", token: str = "") -> Done:
    """Import a CSV or Excel file.

    New commitments become drafts, and all new updates wait for somebody else's approval, in the name of `by`. What is known
    already stays as it is: the same file twice adds nothing.

    Args:
        dry_run: write nothing, and do not lock anything either.
        name: what the file is called, when its path does not say.
        token: of the desk's job, so that one that goes on after a stop is one import.

    Raises:
        FileError: when the file as a whole cannot be read.
        PermissionDenied: when `by` may not propose statuses.
    """
    if not by.has_perm(PROPOSE):
        raise PermissionDenied
    if path.exists() and path.stat().st_size > MAX_FILE:
        size = path.stat().st_size / 1024 / 1024
        raise FileError(
            f"The file has {size:,.0f} MB, at most {MAX_FILE // 1024 // 1024} MB are read. Part it in several."
        )
    table = open_table(path, name=name)
    sheet = read_sheet(table, most=MAX_ROWS)
    if dry_run:
        done = _planned(sheet).done
    else:
        with transaction.atomic():
            # Two imports go one after the other: both ask which commitments are there.
            CommitmentIndexPage.objects.select_for_update(of=("self",)).get()
            plan = _planned(sheet)
            done = plan.done
            if not done.errors:
                recorder = Recorder(name=name or path.name, user=by, token=token, kind=ImportKind.COMMITMENTS)
                recorder.begin_batch()
                _write(plan, by, recorder)
                done.record = recorder.finish(total=len(plan.steps), refused=0)
    done.notes += table.notes
    return done


def _planned(sheet: Sheet) -> _Plan:
    known = known_commitments(sheet.commitments)
    lines = [Line(number, title, refused=reason) for number, title, reason in sheet.errors]
    plan = _Plan(Done())
    for row in sheet.commitments.values():
        there = known.get(row.external_id)
        if there is None and not row.places:
            lines.append(Line(row.line, row.values["title"], refused="place: a new commitment needs at least one"))
            continue
        missing = []
        for update, fate, refused in _fates(row, there):
            missing += [update] if fate == NEW else []
            lines.append(Line(update.line, row.values["title"], "", fate, update.words, refused))
        plan.steps.append(_Step(row, there.key if there else None, missing))
        lines.append(Line(row.line, row.values["title"], UNCHANGED if there else NEW))
    plan.done.lines = _one_for_each(lines)
    return plan


def _fates(row: CommitmentRow, there: Known | None) -> Iterator[tuple[UpdateRow, str, str]]:
    """Yield each update of a row, in the order in which they are to be added, what becomes of it, and why it is refused."""
    for update in sorted(row.updates, key=lambda one: (one.date, one.line)):
        same = there and there.find(update)
        if not same:
            yield update, NEW, ""
        elif same.says == (update.status, update.date, update.reason):
            yield update, UNCHANGED, ""
        else:
            why = "stands in the history with another status, date or reason, and is never overwritten"
            yield update, REJECTED, f"update_id: “{update.key}” {why}; give a correction an id of its own"


def _one_for_each(lines: list[Line]) -> list[Line]:
    """Return what is said about a commitment and about its update in one line of the file as one."""
    found: dict[int, Line] = {}
    for line in lines:
        other = found.get(line.number, line)
        if refused := line.refused or other.refused:
            found[line.number] = Line(line.number, line.title, refused=refused)
        else:
            fates = (line.commitment or other.commitment, line.update or other.update, line.says or other.says)
            found[line.number] = Line(line.number, line.title, *fates)
    return [found[number] for number in sorted(found)]


def _write(plan: _Plan, by, recorder: Recorder) -> None:
    creator = _CommitmentCreator(KeywordShelf(), by)
    for steps in _batches(plan.steps):
        new = [_outcome(step.row) for step in steps if step.key is None]
        if new:
            entries_imported.send(sender=None, keys=creator.create(new))
        keys = {outcome.external_id: outcome.entry_id for outcome in new}
        findings = [
            (step.key or keys[step.row.external_id], _finding(update)) for step in steps for update in step.missing
        ]
        propose_statuses(findings=findings, by=by, provenance=Provenance.IMPORT)
        # Those that were there keep their fields: there is nothing to put back, so nothing of them is noted but the key.
        recorder.note(keys.values(), {step.key: {} for step in steps if step.key and step.missing})


class _CommitmentCreator(Creator):
    """Makes commitments as it makes other entries. Their rows are not remembered: a file never changes what is there."""

    def _fill(self, entry: CommitmentPage, values: dict[str, Any], tags: dict[str, int]) -> None:
        row: CommitmentRow = values["row"]
        for name, value in row.values.items():
            setattr(entry, name, value)
        entry.entry_places = [
            EntryPlace(place_id=key, role=PlaceRole.SERVES, is_lead=number == 0, sort_order=number)
            for number, key in enumerate(row.places)
        ]
        entry.theme_items = [EntryTheme(tag_id=key) for key in row.themes]
        entry.tier_items = [EntryTier(tag_id=key) for key in row.tiers]

    def _remember(self, outcomes: list[Outcome]) -> None:
        pass


def _outcome(row: CommitmentRow) -> Outcome:
    title = row.values["title"]
    return Outcome(row.line, row.external_id, title, NEW, [], {"title": title, "row": row}, CommitmentPage)


def _finding(update: UpdateRow) -> Finding:
    return Finding(update.status, update.date, update.reason, update.sources, external_key=update.key)


def _batches(steps: list[_Step]) -> Iterator[list[_Step]]:
    return (steps[start : start + BATCH] for start in range(0, len(steps), BATCH))
