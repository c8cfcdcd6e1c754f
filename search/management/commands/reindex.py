"""manage.py reindex: build the search index again, beside the one in use, and swap."""

import sys
import time

from django.core.management.base import BaseCommand

from search.rebuilding import rebuild

WIDTH = 40


class Command(BaseCommand):
    help = "Build this host's search index from the database. The one in use serves until the new one takes its place."

    def handle(self, *args, **options):
        started = time.monotonic()
        done = 0

        def progress(number: int, total: int) -> None:
            nonlocal done
            done = number
            if sys.stderr.isatty():
                filled = WIDTH * number // max(1, total)
                self.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {number:,} of {total:,}", ending="")

        rebuild(progress, wait=True)
        if sys.stderr.isatty():
            self.stderr.write("")
        self.stdout.write(f"Indexed {done:,} entries in {time.monotonic() - started:.1f} seconds.")
