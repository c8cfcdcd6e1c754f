"""Strangers can make the site send three mails an hour to an address, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils.timezone import now

from outbox.actions import deliver_due, post
from outbox.models import OutgoingMail
from tests.outbox.conftest import VALUES

pytestmark = pytest.mark.django_db


def ask(to="ann@example.org", about="", name="Ann"):
    return post("hello", to, {**VALUES, "name": name}, about=about, asked_by_visitor=True)


def let_pass(span: timedelta) -> None:
    """Move everything into the past."""
    for mail in OutgoingMail.objects.all():
        for name in ("created_at", "next_try_at", "sent_at", "give_up_at"):
            if getattr(mail, name):
                setattr(mail, name, getattr(mail, name) - span)
        mail.save()


def test_the_fourth_mail_in_an_hour_waits_and_says_until_when(home):
    first = [ask(about=str(number)) for number in range(3)]
    assert deliver_due() == 3

    fourth = ask("ANN@Example.org", about="4")
    assert timedelta(minutes=59) < fourth.next_try_at - now() <= timedelta(hours=1)
    assert first[2].next_try_at <= now()
    assert ask("ben@example.org").next_try_at <= now()
    assert deliver_due() == 1

    let_pass(timedelta(minutes=61))
    assert deliver_due() == 1
    assert [sent.to[0] for sent in django_mail.outbox].count("ANN@Example.org") == 1


def test_asking_for_the_same_again_renews_the_mail_that_waits(home):
    for _time in range(3):
        ask(about="A")
    waiting = [ask(about="A", name=f"Ann {number}") for number in range(5)]

    assert len({mail.pk for mail in waiting}) == 1
    assert OutgoingMail.objects.get(pk=waiting[0].pk).subject == "Hello Ann 4"
    assert OutgoingMail.objects.count() == 4


def test_at_most_three_wait_and_the_newest_is_among_them(home):
    for number in range(20):
        newest = ask(about=str(number))

    assert OutgoingMail.objects.count() == 6
    assert OutgoingMail.objects.get(pk=newest.pk).about == "19"


def test_mails_that_piled_up_while_the_server_was_away_go_three_an_hour(home):
    for number in range(3):
        ask(about=str(number))
    let_pass(timedelta(minutes=50))
    for number in range(3, 6):
        ask(about=str(number))
    let_pass(timedelta(hours=5))

    delivered = [deliver_due()]
    let_pass(timedelta(minutes=61))
    delivered.append(deliver_due())

    assert delivered == [3, 3]


def test_mails_that_nobody_asked_for_are_not_held_up(home):
    for _time in range(3):
        ask()

    assert post("hello", "ann@example.org", VALUES).next_try_at <= now()
