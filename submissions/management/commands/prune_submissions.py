"""manage.py prune_submissions: forget what nobody came back to."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from submissions.actions.pruning import prune_devices, prune_drafts, prune_links, sweep_photos
from submissions.actions.retention import forget_decided, forget_trapped, forget_typed


class Command(BaseCommand):
    help = "Delete drafts 30 days after the last answer, and everything else whose time is over (docs/privacy.md). For cron."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args, dry_run: bool, **options):
        now, did = timezone.now(), "Would remove" if dry_run else "Removed"
        # Drafts first: their links, keys and files go with them or belong to nothing afterwards.
        for prune, what in (
            (prune_drafts, "drafts and unconfirmed submissions 30 days after the last answer"),
            (prune_links, "mailed links 30 days after their end"),
            (prune_devices, "browsers' keys that open nothing"),
            (sweep_photos, "files of photos that belong to nothing"),
            (forget_trapped, "drafts of programs after 2 days"),
            (forget_typed, "first pages that waited 2 days for an address"),
            (forget_decided, "names and answers of what was decided a year ago, or was spam 30 days ago"),
        ):
            self.stdout.write(f"{did}: {prune(now, is_rehearsal=dry_run)} {what}.")
