"""manage.py erase_person EMAIL: erase a person; --again: those whom a restored backup brought back."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from submissions.actions.erasing import erase, erase_again


class Command(BaseCommand):
    help = "Erase what is held under an e-mail address. What was published stays, without the contact."

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?")
        parser.add_argument(
            "--again", action="store_true", help="erase everybody anew whom a restored backup brought back"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased, and erase nothing")

    def handle(self, *args, email: str | None, again: bool, dry_run: bool, **options):
        if bool(email) == again:
            raise CommandError("Give an e-mail address, or --again.")
        if again:
            self._print(erase_again(dry_run=dry_run), dry_run)
            return
        if "@" not in email:
            raise CommandError(f"{email!r} is no e-mail address.")
        effect = erase(email, dry_run=dry_run)
        self._print(effect.counts, dry_run)
        for address in effect.mentions:
            self.stdout.write(f"Names her in its text, which stays; judge yourself: {address}")
        if effect.account:
            self.stdout.write(
                "There is an account of the desk with this address. It stays: delete it under Settings → Users."
            )

    def _print(self, counts: Counter, dry_run: bool) -> None:
        verb = "Would erase" if dry_run else "Erased"
        for what, number in sorted((+counts).items()):
            self.stdout.write(f"{verb} {what}: {number}")
        if not +counts:
            self.stdout.write("Nothing is held.")
