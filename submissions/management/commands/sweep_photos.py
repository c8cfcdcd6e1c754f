"""manage.py sweep_photos: delete files of photos that belong to nothing, as a crash in the middle of an upload leaves them."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from submissions.actions.pruning import sweep_photos


class Command(BaseCommand):
    help = "Delete files older than a day that no photo refers to. prune_submissions does it too."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args, dry_run: bool, **options):
        did = "Would remove" if dry_run else "Removed"
        self.stdout.write(f"{did}: {sweep_photos(timezone.now(), is_rehearsal=dry_run)} files of photos.")
