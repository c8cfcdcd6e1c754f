"""manage.py load_places: bring the geography up to place files, the product's own or those of a folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from places.comparing import compare_places, is_compared
from places.files import DATA, BadFilesError
from places.loading import is_loaded, last_load, load_places
from places.signals import places_loaded

MOST_PROBLEMS = 50


class Command(BaseCommand):
    help = (
        "Load places and postcode districts: the product's own, or those of a folder with newer files. May be repeated; "
        "all or nothing. `undo_place_load` takes the last load back. For cron, once a day: some places begin or end by date."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, help="with files of the shape of places/data/; only what they name changes"
        )
        parser.add_argument("--again", action="store_true", help="load even when the files have not changed")
        parser.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")

    def handle(self, *args, folder: Path | None = None, again: bool = False, dry_run: bool = False, **options):
        if folder is None and not again and not self._is_due():
            return
        try:
            summary = load_places(folder or DATA, dry_run=dry_run)
        except BadFilesError as error:
            shown = [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
            if more := len(error.problems) - len(shown):
                shown.append(f"and {more:,} more")
            raise CommandError("\n".join(["Nothing was changed. What is wrong:", *shown])) from error
        if dry_run:
            self.stdout.write("This is what would happen; nothing was changed.")
        self.stdout.write("\n".join(summary.lines()))
        if not dry_run:
            self._follow_the_date()

    def _is_due(self) -> bool:
        """Tell whether the product's own files must be loaded; says why not."""
        if is_loaded():
            self.stdout.write("Places are up to date.")
        elif (last := last_load()) and last.folder:
            self.stdout.write(
                f"Places were loaded from {last.folder} on {last.loaded_at:%d %B %Y}; the product's own files are left alone. "
                "With --again they are loaded all the same."
            )
        else:
            return True
        self._follow_the_date()
        return False

    def _follow_the_date(self) -> None:
        """Compare anew, and let the search follow, when places began or ended since, or a newer release measures otherwise."""
        if not is_compared():
            compare_places()
            places_loaded.send(load_places)
            self.stdout.write("Compared anew: places began or ended, or are measured otherwise.")
