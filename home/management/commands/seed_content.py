"""manage.py seed_content: fill an empty site, or add what is missing."""

from django.core.management.base import BaseCommand

from home.seeding import seed_everything


class Command(BaseCommand):
    help = "Make the seed content that is missing. Never changes what is there."

    def handle(self, *args, **options):
        made = seed_everything()
        self.stdout.write(f"Made {made} pages." if made else "The seed content is complete.")
