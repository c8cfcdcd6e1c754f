"""manage.py prune_search_log: forget old counts of searches, and changes that every index has applied long ago."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from search import conf
from search.models import AskedWords, OpenedEntry
from search.projection import prune
from search.retention import KEPT_MONTHS, months_before


class Command(BaseCommand):
    help = "Delete counts of searches older than 13 months, and applied changes that the search index needs no more. For cron."

    def add_arguments(self, parser):
        parser.add_argument("--months", type=int, default=KEPT_MONTHS, help="how many months of searches to keep (13)")

    def handle(self, *args, months: int, **options):
        if months < 1:
            raise CommandError("Keep at least one month: --months 1.")
        first_kept = months_before(localdate(), months)
        asked, _ = AskedWords.objects.filter(day__lt=first_kept).delete()
        opened, _ = OpenedEntry.objects.filter(day__lt=first_kept).delete()
        self.stdout.write(f"Removed {asked + opened} counts of searches from before {first_kept:%-d %B %Y}.")
        self.stdout.write(f"Removed {prune()} changes of the search index older than {conf.keep_changes_days()} days.")
