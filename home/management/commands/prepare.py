"""manage.py prepare: everything between a checkout and a site that can be served. `make serve` calls it each time."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.addresses import follow_base_url
from home.models import HomePage
from search.projection import catch_up
from submissions.actions.erasing import erase_again


class Command(BaseCommand):
    help = "Bring the database up to date, fill it when it is empty, and print how to sign in."

    def add_arguments(self, parser):
        parser.add_argument("--no-seed", action="store_true", help="leave an empty database empty")

    def handle(self, *args, no_seed: bool = False, **options):
        call_command("migrate", verbosity=0)
        self.stdout.write("Database is up to date.")
        # After a restore: who was erased since the backup was made must not come back.
        if brought_back := sum(erase_again().values()):
            self.stdout.write(f"Erased again what a backup had brought back of erased people: {brought_back}.")
        call_command("load_places", stdout=self.stdout)
        # A site that has a home page belongs to its editors: what they deleted must not come back.
        if not no_seed and not HomePage.objects.exists():
            self.stdout.write("Filling the empty site with its seed content …")
            call_command("seed_content", stdout=self.stdout)
        follow_base_url()
        call_command("load_synonyms", stdout=self.stdout)
        catch_up()
        self.stdout.write("The search index is up to date.")
        call_command("setup_roles", stdout=self.stdout)
        call_command("create_sign_ins", stdout=self.stdout)
