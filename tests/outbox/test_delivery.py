"""Mails reach a real mail server exactly once, whatever it does first."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from outbox.actions import deliver_due, post, try_again
from outbox.models import OutgoingMail
from outbox.reads import failed_mails
from tests.outbox.conftest import VALUES, states

pytestmark = pytest.mark.django_db
NUMBER = 100


def refuse(server):
    server.stop()


def hang(server):
    server.hang()


def refuse_recipients_for_now(server):
    server.start()
    server.at_rcpt = "451 come back later"


def refuse_messages_for_now(server):
    server.start()
    server.at_data = "451 come back later"


def close_after_data(server):
    server.start()
    server.closes = True


TROUBLES = [refuse, hang, refuse_recipients_for_now, refuse_messages_for_now, close_after_data]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_after_trouble_all_mails_are_delivered_exactly_once(mail_server, trouble):
    trouble(mail_server)
    posted = {post("hello", f"person{number}@example.org", VALUES).message_id for number in range(NUMBER)}
    started = time.monotonic()
    assert [deliver_due(NUMBER), deliver_due(NUMBER)] == [0, 0]
    assert time.monotonic() - started < 5  # the round stops, it does not wait for each mail
    assert OutgoingMail.objects.exclude(last_error="").exists()

    mail_server.recover()

    assert deliver_due() == NUMBER
    assert sorted(mail_server.message_ids) == sorted(posted)
    assert states() == {"sent": NUMBER}
    assert deliver_due() == 0


def test_a_server_that_cannot_be_reached_costs_no_mail_a_try(mail_server):
    mail = post("hello", "ann@example.org", VALUES)

    deliver_due()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.taken_until) == ("waiting", 0, None)
    assert "refused" in mail.last_error


def test_a_mail_that_is_put_off_waits_longer_each_time_and_fails_after_three_days(mail_server, settings):
    settings.OUTBOX_FIRST_WAIT = timedelta(minutes=1)
    refuse_recipients_for_now(mail_server)
    mail = post("hello", "ann@example.org", VALUES)
    waits = []
    for _try in range(11):
        OutgoingMail.objects.update(next_try_at=now())
        deliver_due()
        mail.refresh_from_db()
        waits.append((mail.next_try_at - now()) / timedelta(minutes=1))

    expected = [min(2**tries, 240) for tries in range(11)]
    assert all(0.75 * right < wait < 1.25 * right for wait, right in zip(waits, expected, strict=True))

    OutgoingMail.objects.update(next_try_at=now(), give_up_at=now())
    deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, failed_mails().number) == ("failed", "451 come back later", 1)


def test_a_failed_mail_can_be_tried_again_once(mail_server):
    mail = post("hello", "ann@example.org", VALUES)
    OutgoingMail.objects.update(state="failed", attempts=9)

    assert [try_again(mail), try_again(mail)] == [True, False]
    mail_server.start()

    assert deliver_due() == 1
    assert mail_server.message_ids == [mail.message_id]
    assert try_again(mail) is False


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_a_permanent_refusal_bounces_at_once_with_the_servers_words_and_without_addresses(mail_server, where):
    mail_server.start()
    setattr(mail_server, where, "550 no mailbox ann@example.org here")
    mail = post("hello", "ann@example.org", VALUES)
    later = post("hello", "ben@example.org", VALUES)

    deliver_due()

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("bounced", "550 no mailbox … here")
    later.refresh_from_db()
    assert later.state == "bounced"  # the connection went on


def test_a_mail_that_cannot_be_made_fails_and_does_not_stop_the_others(mail_server):
    mail_server.start()
    broken = post("hello", "ann@example.org", VALUES)
    OutgoingMail.objects.filter(pk=broken.pk).update(subject="two\nlines")
    post("hello", "ben@example.org", VALUES)

    assert deliver_due() == 1
    assert states() == {"failed": 1, "sent": 1}


def test_a_mail_whose_words_were_erased_while_it_waited_is_not_sent(mail_server):
    mail_server.start()
    mail = post("hello", "ann@example.org", VALUES)
    OutgoingMail.objects.update(subject="", text="")

    assert deliver_due() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.last_error, mail_server.received) == ("failed", "Its words were erased.", [])


def test_a_lease_that_ran_out_frees_a_mail_and_one_that_runs_keeps_it(mail_server):
    mail_server.start()
    post("hello", "ann@example.org", VALUES)
    OutgoingMail.objects.update(taken_until=now() + timedelta(minutes=1))
    assert deliver_due() == 0

    OutgoingMail.objects.update(taken_until=now())
    assert deliver_due() == 1


def test_what_was_sent_keeps_no_text(mail_server):
    mail_server.start()
    mail = post("hello", "ann@example.org", VALUES)

    deliver_due()

    mail.refresh_from_db()
    assert (mail.text, mail.html, mail.subject, mail.state) == ("", "", "Hello Ann", "sent")
    assert mail.sent_at


def test_the_command_says_what_it_did_and_that_a_server_in_trouble_loses_nothing(mail_server, capsys):
    post("hello", "ann@example.org", VALUES)

    call_command("deliver_mail")
    mail_server.start()
    call_command("deliver_mail")

    assert capsys.readouterr().out.splitlines() == [
        "Sent 0 mails; 1 wait.",
        "The mail server cannot be reached or breaks off. Nothing is lost; the next run tries again.",
        "Sent 1 mails; 0 wait.",
    ]


def test_old_mails_are_forgotten(capsys):
    ages = {"sent": (89, 91), "failed": (91, 181), "bounced": (91, 181), "waiting": (400,)}
    for state, days in ages.items():
        for age in days:
            mail = post("hello", "ann@example.org", VALUES)
            mail.state, mail.created_at = state, now() - timedelta(days=age)
            mail.save()

    call_command("prune_mail")

    assert capsys.readouterr().out == "Removed the record of 3 mails.\n"
    assert states() == {"sent": 1, "failed": 1, "bounced": 1, "waiting": 1}
