"""manage.py import_entries: entries from a CSV or Excel file (docs/import.md)."""

import csv
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from connectors.kinds import entry_kinds
from exchange.importing.report import CHANGED, NEW, REJECTED, UNCHANGED, FileError, Outcome, Report
from exchange.importing.run import Options, import_file
from exchange.progress import Progress

SHOWN = 5


class Command(BaseCommand):
    help = "Make and update entries from a .csv or .xlsx file. Rows are matched by external_id. See docs/import.md."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--publish", action="store_true", help="live at once; without it entries become drafts")
        parser.add_argument(
            "--without-place",
            choices=["publish", "draft"],
            default="publish",
            help="with --publish, what to do with entries whose place nobody can tell (default: publish)",
        )
        parser.add_argument("--kind", choices=list(entry_kinds()), default="", help="for rows that name none we know")
        parser.add_argument(
            "--mapping",
            default="",
            help="“own”, “generic” (guesses headings) or a YAML file; chosen by itself when left out",
        )
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing when any row is refused")
        parser.add_argument("--report", type=Path, help="write every refusal and note to this CSV file")

    def handle(self, *args, file: Path, report: Path | None = None, **options):
        progress = Progress(sys.stderr)
        chosen = Options(
            mapping=options["mapping"],
            kind=options["kind"],
            publish=options["publish"],
            placeless_go_live=options["without_place"] == "publish",
            dry_run=options["dry_run"],
            all_or_nothing=options["all_or_nothing"],
        )
        outcomes: list[Outcome] = []
        keep = (lambda outcome: outcomes.append(_slim(outcome))) if report else None
        try:
            done = import_file(file, chosen, on_outcome=keep, on_progress=progress.update)
        except FileError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.done()
        self._tell(done, dry_run=options["dry_run"])
        if report:
            _write_report(report, outcomes)
        if options["all_or_nothing"] and done.counts[REJECTED]:
            raise CommandError("Nothing was written: correct the rows above, or leave out --all-or-nothing.")

    def _tell(self, done: Report, *, dry_run: bool) -> None:
        for sentence in done.about_file:
            self.stdout.write(sentence)
        for row in done.rejected:
            self.stderr.write(f"Line {row['line']} refused: {row['reason']} ({row['external_id'] or 'no id'})")
        for reason, count in done.notes_by_reason.most_common():
            self.stdout.write(f"{count:,} × {reason}")
            for row in [row for row in done.notes if row["about"] == reason][:SHOWN]:
                self.stdout.write(f"    line {row['line']}: {row['reason']}")
        for reason, count in done.rejected_by_reason.most_common():
            self.stdout.write(f"{count:,} refused: {reason}")
        counts = ", ".join(f"{done.counts[status]:,} {status}" for status in (NEW, CHANGED, UNCHANGED, REJECTED))
        if done.record:
            self.stdout.write(
                f"This is import {done.record}: `manage.py take_back_import {done.record}` takes it back."
            )
        self.stdout.write(f"{'Would be' if dry_run else 'Done'}: {counts}; {done.drafts:,} of the new ones as drafts.")


def _slim(outcome: Outcome) -> Outcome:
    return Outcome(outcome.line, outcome.external_id, outcome.title, outcome.status, outcome.notes)


def _write_report(path: Path, outcomes: list[Outcome]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "external_id", "title", "status", "reason"])
        for outcome in outcomes:
            writer.writerows(
                [outcome.line, outcome.external_id, outcome.title, outcome.status, str(note)] for note in outcome.notes
            )
