"""manage.py compare_places: compute what "places like mine" compares."""

from django.core.management.base import BaseCommand

from places.comparing import compare_places, is_compared


class Command(BaseCommand):
    help = "Compute the features by which places are compared. May be repeated; skips when nothing changed. load_places calls it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="compute even when places and measure have not changed"
        )

    def handle(self, *args, again: bool = False, **options):
        if is_compared() and not again:
            self.stdout.write("The comparison of places is up to date.")
            return
        self.stdout.write(f"Compared {compare_places():,} councils, counties and strategic authorities.")
