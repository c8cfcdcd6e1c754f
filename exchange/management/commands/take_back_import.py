"""manage.py take_back_import: an import of entries as a whole, as the desk does it (docs/import.md)."""

from django.core.management.base import BaseCommand, CommandError

from exchange.models import Import
from exchange.standing import forecast
from exchange.taking_back import CannotTakeBackError, begin_taking_back, go_on

SHOWN = 20


class Command(BaseCommand):
    help = "Take an import of entries back: what it made goes, what it changed says again what it said before."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="of the import, as its page and the command that made it say")

    def handle(self, *args, number: int, **options):
        record = Import.objects.filter(pk=number).first()
        if record is None:
            raise CommandError(f"There is no import {number}.")
        if not record.is_being_taken_back:  # one that was stopped goes on
            self._begin(record)
        record = go_on(number, seconds=None)
        for key, why in record.kept:
            self.stderr.write(f"Entry {key} stays: {why}")
        self.stdout.write(f"Import {number} ({record.name}) is taken back.")

    def _begin(self, record: Import) -> None:
        try:
            begin_taking_back(record.pk, user=None)
        except CannotTakeBackError as error:
            if str(error) == "over":
                raise CommandError(f"Import {record.pk} was taken back already.") from error
            if str(error) == "kind":
                raise CommandError(
                    "An import of commitments cannot be taken back: its statuses stay on record."
                ) from error
            obstacles = forecast(record).obstacles
            for one in obstacles[:SHOWN]:
                self.stderr.write(f"{one.title} ({one.key}): {one.why}")
            raise CommandError(f"Nothing was taken back: {len(obstacles):,} entries were changed since.") from error
