"""manage.py ask_still_right: ask the contacts of entries that are due whether they are still right, and remind them."""

from django.core.management.base import BaseCommand, CommandError

from submissions.actions.asking import ask_contacts


class Command(BaseCommand):
    help = (
        "Write the yearly mails that ask contacts whether their entries are still right, and the reminders after 14 and 30 "
        "days. For cron, once a day; running it twice writes nothing twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=200, help="at most so many mails (200); the next run goes on")
        parser.add_argument("--dry-run", action="store_true", help="only say how many there would be")

    def handle(self, *args, limit: int, dry_run: bool, **options):
        if limit < 1:
            raise CommandError("Allow at least one mail: --limit 1.")
        sent = ask_contacts(limit=limit, dry_run=dry_run)
        words = "Mails to write" if dry_run else "Mails written"
        self.stdout.write(f"{words}: {sent.asked} questions, {sent.reminded} reminders.")
