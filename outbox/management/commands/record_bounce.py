"""manage.py record_bounce: read a mail that came back from standard input, as a mail server pipes it."""

import sys

from django.core.management.base import BaseCommand

from outbox.bounces import LONGEST_REPORT, record_bounce


class Command(BaseCommand):
    help = "Read a delivery report (RFC 3464) from standard input and mark the mail that it is about."

    def handle(self, *args, **options):
        # Never an error for what is in it: the mail server would answer a bounce with a bounce.
        mail = record_bounce(sys.stdin.buffer.read(LONGEST_REPORT))
        self.stdout.write(f"Mail {mail.pk} {mail.state}." if mail else "No mail of ours is reported as undelivered.")
