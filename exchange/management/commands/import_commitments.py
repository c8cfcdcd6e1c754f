"""manage.py import_commitments: commitments with their histories from a CSV or Excel file (docs/import.md)."""

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from exchange.importing.commitments import import_commitments
from exchange.importing.report import FileError

SHOWN = 100


class Command(BaseCommand):
    help = "Add commitments and updates of their status from a .csv or .xlsx file. Nothing is overwritten or deleted."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="user name of who proposes the updates; somebody else approves")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args, file: Path, by: str, dry_run: bool, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account “{by}”.")
        try:
            done = import_commitments(file, by=user, dry_run=dry_run)
        except FileError as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"“{by}” may not propose statuses. Choose somebody who may.") from error
        for note in done.notes:
            self.stdout.write(note)
        for line, reason in done.errors[:SHOWN]:
            self.stderr.write(f"Line {line}: {reason}")
        if done.errors:
            raise CommandError(f"Nothing was written: {len(done.errors):,} rows are wrong. Mend them and try again.")
        self.stdout.write(
            f"{'Would add' if dry_run else 'Added'} {done.new:,} commitments as drafts and {done.updates:,} updates that "
            f"wait for approval. {done.known:,} commitments and {done.updates_known:,} updates were there already."
        )
