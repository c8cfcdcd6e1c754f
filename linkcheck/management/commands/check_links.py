"""manage.py check_links: look what entries lead to and ask for what is due, for a server whose web processes do not."""

from django.core.management.base import BaseCommand

from linkcheck import conf
from linkcheck.checking import Checker
from linkcheck.collecting import collect_all
from linkcheck.pacing import Pace
from linkcheck.reads import dead_link_count

USUAL_LIMIT = 500


class Command(BaseCommand):
    help = "Check the addresses elsewhere that entries lead to, politely. Asks nobody unless LINK_CHECK=1. For cron."

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, default=USUAL_LIMIT, help="how many addresses are asked for at most (500)"
        )

    def handle(self, *args, limit: int, **options):
        self.stdout.write(f"Entries lead to {collect_all()} addresses.")
        if not conf.is_on():
            self.stdout.write("None was asked for: set LINK_CHECK=1 to let this server ask other sites.")
            return
        number = Checker(Pace()).check_due(max(limit, 0))
        self.stdout.write(f"Checked {number}; {dead_link_count()} of all are dead.")
