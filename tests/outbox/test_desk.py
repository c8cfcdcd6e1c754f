"""Outgoing mail in the desk: the list of mails, trying again, and the words that site managers change."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from wagtail.models import ModelLogEntry

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from outbox.actions import deliver_due, post
from outbox.models import MailState, MailWords, OutgoingMail
from tests.outbox.conftest import VALUES

pytestmark = pytest.mark.django_db
LIST, WORDS = reverse("mail_report"), reverse("mail_text", args=["hello"])


@pytest.fixture
def desk(sign_in):
    return sign_in(SITE_MANAGERS)


def a_mail(to="ann@example.org", state=MailState.SENT, about="", **changes):
    mail = post("hello", to, VALUES, about=about)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **changes)
    return mail


def receivers(desk, **parameters) -> list[str]:
    response = desk.get(LIST, parameters)
    assert response.status_code == 200
    return [mail.to for mail in response.context["object_list"]]


def said(response) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def save(desk, subject="Hello {name}", text="Go on: {link}", **fields):
    seen = desk.get(WORDS).context["form"]["seen"].value()
    return desk.post(WORDS, {"subject": subject, "text": text, "seen": seen, **fields}, follow=True)


def test_the_list_shows_what_failed_first_and_finds_all_about_one_thing(desk):
    a_mail("sent@example.org", about="K7QX-M3RD", sent_at=now())
    a_mail("failed@example.org", MailState.FAILED, last_error="451 come back later")
    a_mail("waiting@example.org", MailState.WAITING, about="K7QX-M3RD", next_try_at=now() + timedelta(hours=1))
    a_mail("bounced@example.org", MailState.BOUNCED, last_error="550 no such user")

    everything = ["bounced@example.org", "failed@example.org", "waiting@example.org", "sent@example.org"]
    assert receivers(desk) == everything
    assert receivers(desk, about="k7qx-m3rd") == receivers(desk, q="k7qx") == everything[2:]
    assert receivers(desk, state="bounced") == everything[:1]
    assert receivers(desk, code="hello") == everything
    assert receivers(desk, code="other") == []
    assert receivers(desk, ordering="to_key") == sorted(everything)
    page = desk.get(LIST).content.decode()
    assert "550 no such user" in page
    assert "Goes after" in page
    assert VALUES["link"] not in page


@pytest.mark.parametrize("nasty", ['"', "%00", "\0", "\u202e", "a" * 10_000, "'\\%_*()"])
def test_the_list_survives_hostile_parameters(desk, nasty):
    for name in ("q", "state", "code", "about", "ordering", "p", "export"):
        assert desk.get(LIST, {name: nasty}).status_code == 200


def test_the_list_makes_as_many_queries_for_three_as_for_one(desk):
    a_mail(state=MailState.FAILED)
    desk.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        desk.get(LIST)
    a_mail(state=MailState.FAILED)
    a_mail()

    with CaptureQueriesContext(connection) as for_three:
        desk.get(LIST)

    assert len(for_three) == len(for_one)


def test_a_failed_mail_is_tried_again_once_and_somebody_else_is_told(desk):
    mail = a_mail(state=MailState.FAILED)
    address = reverse("mail_try_again", args=[mail.pk])
    assert desk.get(LIST).content.decode().count(f'action="{address}"') == 1

    first = desk.post(address, {"next": f"{LIST}?state=failed"}, follow=True)
    second = desk.post(address, follow=True)

    assert first.redirect_chain == [(f"{LIST}?state=failed", 302)]
    assert said(first) == ["The mail to ann@example.org is on its way again."]
    assert said(second) == ["Nothing to do: this mail waits already, or was sent meanwhile."]
    assert deliver_due() == 1
    assert [entry.label for entry in ModelLogEntry.objects.filter(action="outbox.try_again")] == [str(mail)]


def test_a_mail_without_text_cannot_be_tried_again(desk):
    mail = a_mail(state=MailState.BOUNCED, text="")

    assert "try-again" not in desk.get(LIST).content.decode()
    answer = desk.post(reverse("mail_try_again", args=[mail.pk]), {"next": "https://evil.example/"}, follow=True)

    assert said(answer) == ["This mail cannot be sent again: its text is not kept. Write a new one."]
    assert answer.redirect_chain == [(LIST, 302)]


def test_mails_are_for_moderators_and_their_words_for_site_managers(sign_in):
    mail = a_mail(state=MailState.FAILED)
    again, seen = reverse("mail_try_again", args=[mail.pk]), {}
    for role in (EDITORS, MODERATORS, SITE_MANAGERS):
        desk = sign_in(role)
        menu = desk.get(reverse("wagtailadmin_home")).content.decode()
        texts = reverse("mail_texts")
        codes = [desk.get(address).status_code for address in (LIST, again, texts, WORDS)]
        codes.append(desk.post(WORDS, {"back": ""}).url == reverse("wagtailadmin_home"))
        codes.append(desk.post(again).url == reverse("wagtailadmin_home"))
        seen[role] = (LIST in menu, f'"{texts}"' in menu, codes)

    assert seen == {
        EDITORS: (False, False, [302, 405, 302, 302, True, True]),
        MODERATORS: (True, False, [200, 405, 302, 302, True, False]),
        SITE_MANAGERS: (True, True, [200, 405, 200, 200, False, False]),
    }


def test_changed_words_are_sent_until_the_original_ones_come_back(desk):
    response = save(desk, "  Hi\u202e {name} ", "Dear {name},\r\n\r\ngo on:\r\n{link}")
    post("hello", "ann@example.org", VALUES)
    assert "Saved." in said(response)[0]
    assert "Changed" in desk.get(reverse("mail_texts")).content.decode()

    desk.post(WORDS, {"back": ""})
    post("hello", "ben@example.org", VALUES)
    deliver_due()

    sent = {message.to[0]: message for message in django_mail.outbox}
    assert sent["ann@example.org"].subject == "Hi Ann"
    assert sent["ann@example.org"].body == f"Dear Ann,\n\ngo on:\n{VALUES['link']}"
    assert sent["ben@example.org"].subject == "Hello Ann"
    assert not MailWords.objects.exists()
    actions = list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["wagtail.edit", "wagtail.delete"]


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        (
            {"subject": "Hello {nmae} {7*7}"},
            "subject",
            "{nmae}, {7*7} is not known here. Use {name}, {link}, spelt like this, or leave the braces out.",
        ),
        (
            {"text": "{link} {name.__class__}"},
            "text",
            "{name.__class__} is not known here. Use {name}, {link}, spelt like this, or leave the braces out.",
        ),
        (
            {"text": "Come back."},
            "text",
            "Without {link} nobody can do what this mail asks for. Put it on a line of its own.",
        ),
        ({"subject": ""}, "subject", "This field is required."),
        ({"subject": "x" * 201}, "subject", "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_words_that_would_not_work_are_refused_with_the_reason(desk, changes, field, fault):
    response = save(desk, **changes)

    assert response.context["form"].errors == {field: [fault]}
    assert "<title>Error:" in response.content.decode().replace("\n", "").replace("  ", "")
    assert not MailWords.objects.exists()


def test_a_preview_shows_the_words_with_made_up_values_and_keeps_nothing(desk):
    page = save(desk, "Hi {name}", "Dear {name} <b>,\n\nGo on:\n{link}", preview="").content.decode()

    assert "Hi [what they are called]" in page
    assert "Dear [what they are called] &lt;b&gt;," in page
    assert ">Go on</a>" in page
    assert not MailWords.objects.exists()


def test_two_who_change_the_same_words_do_not_overwrite_each_other_unawares(desk):
    seen = desk.get(WORDS).context["form"]["seen"].value()
    save(desk, text="First {link}")

    refused = desk.post(WORDS, {"subject": "Second", "text": "Second {link}", "seen": seen})
    assert "Somebody changed these words meanwhile. They now begin: “First {link}”." in refused.text
    assert MailWords.objects.get().text == "First {link}"

    again = {name: refused.context["form"][name].value() for name in ("subject", "text", "seen")}
    desk.post(WORDS, again)
    assert MailWords.objects.get().text == "Second {link}"


def test_a_kind_that_is_gone_is_not_found(desk):
    assert desk.get(reverse("mail_text", args=["nothing"])).status_code == 404


def test_the_lists_of_texts_makes_one_query_for_all_kinds(desk):
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse("mail_texts"))

    assert len([query for query in queries if "outbox_mailwords" in query["sql"]]) == 1
