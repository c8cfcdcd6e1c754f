"""A process of its own that posts or delivers until it is killed. Started by the tests of processes.

Usage: process.py DATABASE_URL MAIL_PORT FUNCTION, one of the functions below that take nothing.
"""

import contextlib
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
NUMBER = 60


def set_up() -> None:
    os.environ |= {"DATABASE_URL": sys.argv[1], "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    import django
    from django.conf import settings

    settings.OUTBOX_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(sys.argv[2]), 2
    settings.OUTBOX_LEASE = settings.OUTBOX_FIRST_WAIT = timedelta(seconds=0.5)
    settings.OUTBOX_PAUSE = 0.2
    settings.OUTBOX_THREAD = True
    django.setup()

    from outbox.kinds import register
    from tests.outbox.conftest import HELLO

    register(HELLO)


def init() -> None:
    from django.db import connection
    from wagtail.models import Site

    from core.models import SiteDetails
    from outbox.models import MailWords, OutgoingMail

    with connection.schema_editor() as editor:
        for model in (Site, SiteDetails, OutgoingMail, MailWords):
            editor.create_model(model)


def post_one(number: int) -> None:
    from outbox.actions import post
    from tests.outbox.conftest import VALUES

    post("hello", f"person{number}@example.org", VALUES)


def post_and_deliver() -> None:
    """Be a process that posts many mails at once, and delivers."""
    from django.db import transaction

    with transaction.atomic():
        for number in range(NUMBER):
            post_one(number)
    deliver()


def deliver() -> None:
    """Be a process that delivers until nothing waits, and print what became of all mails."""
    from outbox.delivery import deliver_round
    from outbox.models import OutgoingMail

    print("ready", flush=True)
    while OutgoingMail.objects.waiting().exists():
        deliver_round()
        time.sleep(0.05)
    print(dict(Counter(OutgoingMail.objects.values_list("state", flat=True))), flush=True)


def ask() -> None:
    """Be a web process in which many visitors ask for mail to one address at once; print how many go now and how many wait."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection
    from django.utils.timezone import now

    from outbox.actions import post
    from outbox.models import OutgoingMail
    from tests.outbox.conftest import VALUES

    def ask_one(number: int) -> None:
        with contextlib.closing(connection):
            post("hello", "ann@example.org", VALUES, about=str(number), asked_by_visitor=True)

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(ask_one, range(30)))
    due = OutgoingMail.objects.due(now()).count()
    print(due, OutgoingMail.objects.count() - due, flush=True)


def web() -> None:
    """Be a web process: post a mail at each line of input, print how many seconds that took, and deliver beside it."""
    from outbox import sender

    sender.start()
    for number, _line in enumerate(sys.stdin):
        started = time.monotonic()
        post_one(number)
        print(time.monotonic() - started, flush=True)


if __name__ == "__main__":
    set_up()
    globals()[sys.argv[3]]()
