"""manage.py write_digests: mail the people who decide what waits for them today."""

from django.core.management.base import BaseCommand, CommandError

from submissions.actions.telling import write_digests

HOURS = range(24)


class Command(BaseCommand):
    help = (
        "Write today's mail about what waits to everybody who decides and did not choose otherwise. For cron, once an hour: "
        "each person gets one a day at most, and running it twice writes nothing twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--not-before", type=int, default=7, metavar="HOUR", help="the hour before which nothing is written (7)"
        )

    def handle(self, *args, not_before: int, **options):
        if not_before not in HOURS:
            raise CommandError("Give an hour from 0 to 23: --not-before 7.")
        written = write_digests(not_before=not_before)
        if options["verbosity"]:
            self.stdout.write(f"Digests written: {written}.")
