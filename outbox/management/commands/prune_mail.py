"""manage.py prune_mail: forget old mails."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from outbox.models import MailState, OutgoingMail

SENT_DAYS, UNDELIVERED_DAYS = 90, 180


class Command(BaseCommand):
    help = "Delete the record of mails older than 90 days, of those that failed or bounced 180 days. For cron."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=SENT_DAYS, help="how long sent mails are kept (90)")
        parser.add_argument(
            "--undelivered-days",
            type=int,
            default=UNDELIVERED_DAYS,
            help="how long failed and bounced ones are kept (180)",
        )

    def handle(self, *args, days: int, undelivered_days: int, **options):
        if days < 1 or undelivered_days < 1:
            raise CommandError("Keep mails for at least one day.")
        moment = now()
        sent = OutgoingMail.objects.filter(state=MailState.SENT, created_at__lt=moment - timedelta(days=days))
        lost = OutgoingMail.objects.undelivered().filter(created_at__lt=moment - timedelta(days=undelivered_days))
        number = sent.delete()[0] + lost.delete()[0]
        self.stdout.write(f"Removed the record of {number} mails.")
