"""Asking for a new password at the desk's sign-in."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

ASK = reverse("wagtailadmin_password_reset")


@pytest.fixture
def editor(people):
    people.editor.email = "editor@example.org"
    people.editor.save()
    return people.editor


def mails(expected: int) -> list:
    """Return the mails, once there are as many as expected: they are sent beside the answer."""
    ends = time.monotonic() + 10
    while len(mail.outbox) < expected and time.monotonic() < ends:
        time.sleep(0.01)
    return mail.outbox


def ask(client, address: str):
    return client.post(ASK, {"email": address})


def test_asking_sends_one_mail_with_a_link_to_this_site(client, editor, settings):
    ask(client, editor.email)

    (sent,) = mails(1)
    assert sent.to == [editor.email]
    assert f"{settings.WAGTAILADMIN_BASE_URL}/admin/password_reset/confirm/" in sent.body


def test_asking_again_and_again_sends_three_mails_an_hour(client, editor):
    answers = {ask(client, editor.email).url for _try in range(8)}

    mails(3)
    time.sleep(0.2)
    assert len(mail.outbox) == 3
    assert answers == {reverse("wagtailadmin_password_reset_done")}

    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(minutes=61))
    ask(client, editor.email)

    assert len(mails(4)) == 4


def test_unknown_address_gets_the_same_answer_and_no_mail(client, editor):
    known, unknown = ask(client, editor.email), ask(client, "nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [sent.to for sent in mails(1)] == [[editor.email]]


def test_account_page_offers_no_profile_picture(client, people):
    client.force_login(people.editor)

    page = client.get(reverse("wagtailadmin_account"))

    assert "name_email-email" in page.text
    assert "avatar-avatar" not in page.text
