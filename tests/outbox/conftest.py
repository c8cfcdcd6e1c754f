"""What the tests of outgoing mail share: a kind of mail, and a mail server."""

from datetime import timedelta

import pytest

from outbox import kinds
from outbox.kinds import MailKind
from outbox.models import OutgoingMail
from tests.outbox.server import MailServer

HELLO = MailKind(
    code="hello",
    label="Hello",
    subject="Hello {name}",
    text="Dear {name},\n\nyour draft is kept.\n\nCarry on:\n{link}\n\nYours",
    placeholders={"name": "what they are called", "link": "the address of the draft"},
)
VALUES = {"name": "Ann", "link": "http://localhost:8000/submit/abc/"}


@pytest.fixture(autouse=True)
def hello():
    """A kind of mail, beside those of the apps."""
    before = dict(kinds._registered)
    kinds.register(HELLO)
    yield HELLO
    kinds._registered.clear()
    kinds._registered.update(before)


@pytest.fixture
def mail_server(settings):
    """A stopped server, to which the site delivers without waiting between its tries."""
    server = MailServer()
    settings.OUTBOX_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
    settings.OUTBOX_FIRST_WAIT = timedelta(0)
    yield server
    server.stop()


def states() -> dict[str, int]:
    found = list(OutgoingMail.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in found}
