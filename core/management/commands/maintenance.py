"""manage.py maintenance on|off: close the site for a while, and open it again."""

from django.core.management.base import BaseCommand

from core.maintenance import switch


class Command(BaseCommand):
    help = "Close the site with a page that says so (on), or open it again (off). Holds for every process of this host."

    def add_arguments(self, parser):
        parser.add_argument("state", choices=["on", "off"])

    def handle(self, *args, state: str, **options):
        if state == "on":
            switch().touch()
            self.stdout.write("The site is closed. Visitors see a page that says it will be back.")
        else:
            switch().unlink(missing_ok=True)
            self.stdout.write("The site is open.")
