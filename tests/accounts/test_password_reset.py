"""Asking for a new password at the desk's sign-in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.password_reset import ASKED
from outbox.actions import deliver_due
from outbox.models import OutgoingMail

ASK = reverse("wagtailadmin_password_reset")


@pytest.fixture
def editor(people):
    people.editor.email = "editor@example.org"
    people.editor.save()
    return people.editor


def ask(client, address: str):
    return client.post(ASK, {"email": address})


def test_asking_sends_one_mail_with_a_link_to_this_site(client, editor, settings):
    ask(client, editor.email)
    assert mail.outbox == []  # waiting for the mail server would tell who has an account

    deliver_due()

    (sent,) = mail.outbox
    assert sent.to == [editor.email]
    assert f"\n{settings.WAGTAILADMIN_BASE_URL}/admin/password_reset/confirm/" in sent.body
    link = sent.body.split(settings.WAGTAILADMIN_BASE_URL)[1].split()[0]
    assert "new_password1" in client.get(link, follow=True).context["form"].fields


def test_asking_again_and_again_sends_three_mails_an_hour(client, editor):
    answers = {ask(client, editor.email).url for _try in range(8)}

    deliver_due()
    assert len(mail.outbox) == 3
    assert answers == {reverse("wagtailadmin_password_reset_done")}
    assert ModelLogEntry.objects.filter(action=ASKED).count() == 3

    hour = timedelta(minutes=61)
    OutgoingMail.objects.update(sent_at=F("sent_at") - hour, next_try_at=F("next_try_at") - hour)
    deliver_due()

    assert len(mail.outbox) == 4


def test_unknown_address_gets_the_same_answer_and_no_mail(client, editor):
    known, unknown = ask(client, editor.email), ask(client, "nobody@example.org")
    deliver_due()

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [sent.to for sent in mail.outbox] == [[editor.email]]


def test_an_account_whose_address_is_none_breaks_nothing(client, editor):
    type(editor).objects.filter(pk=editor.pk).update(email='"\x01"@example.org')

    assert ask(client, '"\x01"@example.org').status_code in {200, 302}


def test_account_page_offers_no_profile_picture(client, people):
    client.force_login(people.editor)

    page = client.get(reverse("wagtailadmin_account"))

    assert "name_email-email" in page.text
    assert "avatar-avatar" not in page.text
