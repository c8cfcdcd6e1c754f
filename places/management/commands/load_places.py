"""manage.py load_places: bring the geography up to the data files."""

from django.core.management.base import BaseCommand

from places.comparing import compare_places, is_compared
from places.loading import is_loaded, load_places


class Command(BaseCommand):
    help = "Load the places and postcode districts from places/data/. May be repeated; skips when nothing changed."

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="load even when the files have not changed")

    def handle(self, *args, again: bool = False, **options):
        if is_loaded() and not again:
            self.stdout.write("Places are up to date.")
            if not is_compared():
                # A newer release measures otherwise.
                compare_places()
            return
        counts = load_places()
        self.stdout.write(
            f"Loaded {counts['places']:,} places, {counts['aliases']:,} other names, {counts['outcodes']:,} postcode districts."
        )
