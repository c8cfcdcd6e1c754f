"""Mails that come back, as mail servers report them and as strangers would forge them."""

import io
import sys

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from outbox.actions import deliver_due, post
from outbox.bounces import read_bounce, record_bounce
from tests.outbox.conftest import VALUES

pytestmark = pytest.mark.django_db
REPORT = """From: MAILER-DAEMON@mx.example.org
To: no-reply@localhost
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 <{to}>: no such user

--b
Content-Type: {original}

From: no-reply@localhost
Message-ID: {message_id}
Subject: Hello

--b--
"""


def report(mail, *, action="failed", status="5.1.1", original="text/rfc822-headers", message_id=None) -> bytes:
    values = {"to": mail.to, "action": action, "status": status, "original": original}
    return REPORT.format(message_id=mail.message_id if message_id is None else message_id, **values).encode()


@pytest.fixture
def sent(home):
    mail = post("hello", "ann@example.org", VALUES)
    deliver_due()
    return mail


def state_after(mail, piped: bytes, monkeypatch) -> tuple[str, str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    call_command("record_bounce")
    mail.refresh_from_db()
    return mail.state, mail.last_error


@pytest.mark.parametrize("original", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_marks_the_mail_it_is_about(sent, original, monkeypatch, capsys):
    newer = post("hello", "ann@example.org", VALUES)
    deliver_due()

    assert state_after(sent, report(sent, original=original), monkeypatch) == ("bounced", "550 <…>: no such user")
    assert capsys.readouterr().out == f"Mail {sent.pk} bounced.\n"
    newer.refresh_from_db()
    assert newer.state == "sent"


def test_a_report_without_the_mail_is_about_the_newest_to_that_address(sent, monkeypatch):
    newer = post("hello", "ANN@example.org", VALUES)
    deliver_due()

    assert state_after(newer, report(sent, message_id=""), monkeypatch)[0] == "bounced"
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_server_that_gave_up_makes_it_failed(sent, monkeypatch):
    assert state_after(sent, report(sent, status="4.4.7"), monkeypatch)[0] == "failed"


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", ""])
def test_a_report_of_anything_else_changes_nothing(sent, action, monkeypatch, capsys):
    assert state_after(sent, report(sent, action=action), monkeypatch) == ("sent", "")
    assert capsys.readouterr().out == "No mail of ours is reported as undelivered.\n"


def test_a_report_about_somebody_elses_mail_changes_nothing(sent, monkeypatch):
    assert state_after(sent, report(sent, message_id="<other@example.org>"), monkeypatch) == ("sent", "")


def nested(depth: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(depth)
    )


def test_hostile_reports_are_survived(sent):
    whole = report(sent)
    hostile = [b"", b"\0" * 1000, nested(3_000), whole * 2_000, whole.replace(b"5.1.1", b"\xff\xfe")]
    hostile += [whole.replace(b"rfc822; ", b"rfc822; \0\r\n\r\n"), report(sent, message_id="\0" * 5_000)]
    for piped in hostile:
        record_bounce(piped)


@hypothesis_settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 800), put=st.binary(max_size=40))
def test_damaged_reports_are_survived(sent, cut, put):
    whole = report(sent)
    read_bounce(whole[:cut] + put + whole[cut:])
