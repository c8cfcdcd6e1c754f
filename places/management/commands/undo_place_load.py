"""manage.py undo_place_load: take the last load of place files back."""

from django.core.management.base import BaseCommand, CommandError

from places.loading import CannotUndoError, undo_place_load


class Command(BaseCommand):
    help = (
        "Take the last `load_places` back: what it changed is as before, what it added is gone, and entries that were moved to "
        "its successors in the desk are moved back. All or nothing; may be repeated for the load before."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say which load it would take back, and do nothing")

    def handle(self, *args, dry_run: bool = False, **options):
        try:
            taken = undo_place_load(dry_run=dry_run)
        except CannotUndoError as error:
            raise CommandError(str(error)) from error
        name = taken.load.folder or "the product's own files"
        verb = "Would take back" if dry_run else "Took back"
        self.stdout.write(f"{verb} the load of {name} on {taken.load.loaded_at:%d %B %Y}. It had done this:")
        self.stdout.write("\n".join([*taken.summary.lines(), *taken.said]))
