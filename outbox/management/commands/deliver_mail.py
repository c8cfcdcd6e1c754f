"""manage.py deliver_mail: send what is due, for a server whose web processes do not."""

from django.core.management.base import BaseCommand

from outbox.delivery import deliver_round
from outbox.models import OutgoingMail


class Command(BaseCommand):
    help = "Send the mails that are due. Web processes do it by themselves; this makes sure of it. For cron."

    def handle(self, *args, **options):
        number, done = 0, deliver_round()
        while done.delivered and not done.trouble:
            number += done.delivered
            done = deliver_round()
        number += done.delivered
        self.stdout.write(f"Sent {number} mails; {OutgoingMail.objects.waiting().count()} wait.")
        if done.trouble:
            self.stdout.write(
                "The mail server cannot be reached or breaks off. Nothing is lost; the next run tries again."
            )
