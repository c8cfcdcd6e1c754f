"""What is posted: words and values of strangers, the message that leaves, and who is forgotten."""

from html.parser import HTMLParser

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.models import SiteDetails
from outbox.actions import deliver_due, forget_person, mails_to, post, post_words, words_of
from outbox.messages import html_of
from outbox.models import MailWords, OutgoingMail
from tests.outbox.conftest import VALUES, states

pytestmark = pytest.mark.django_db
NASTY = "{7*7} {{7*7}} {0.__class__} {link} {% now %} <script>alert(1)</script>"


def delivered() -> EmailMessage:
    deliver_due()
    (message,) = django_mail.outbox
    return message


def html_part(message) -> str:
    return message.alternatives[0][0]


def test_a_mail_carries_what_receivers_and_answers_need(home):
    SiteDetails.objects.update_or_create(site=home.get_site(), defaults={"contact_email": "us@example.org"})
    row = post("hello", "ann@example.org", VALUES, about="K7QX-M3RD")

    sent = delivered()
    headers = sent.message()

    assert (sent.to, sent.reply_to) == (["ann@example.org"], ["us@example.org"])
    assert sent.from_email == "Next Town Over <no-reply@localhost>"
    assert headers["Message-ID"] == row.message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Date"]
    assert sent.subject == "Hello Ann"
    assert sent.body == f"Dear Ann,\n\nyour draft is kept.\n\nCarry on:\n{VALUES['link']}\n\nYours"
    assert f'<a href="{VALUES["link"]}"' in html_part(sent)
    assert ">Carry on</a>" in html_part(sent)
    assert "Next Town Over" in html_part(sent)
    assert "<img" not in html_part(sent)


def test_answers_go_to_the_person_who_is_named(home):
    post_words("hello", "ann@example.org", "One question", "Which street?", reply_to="mo@example.org")

    sent = delivered()

    assert (sent.reply_to, sent.subject, sent.body) == (["mo@example.org"], "One question", "Which street?")


def test_braces_and_markup_in_values_and_words_are_plain_text(home):
    MailWords.objects.create(code="hello", subject="{name} {7*7} {{name}}", text="{0.__class__} {name} {{link}}")

    post("hello", "ann@example.org", {**VALUES, "name": NASTY})
    sent = delivered()

    assert sent.subject == f"{NASTY} {{7*7}} {{{NASTY}}}"
    assert sent.body == f"{{0.__class__}} {NASTY} {{{VALUES['link']}}}"
    assert "<script" not in html_part(sent)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html_part(sent)


def test_line_breaks_and_hidden_marks_never_reach_a_header(home):
    nasty = "Ann\r\nBcc: all@example.org\0\u202e\u2028x\x1b\ud800" + "y" * 1_000_000

    post("hello", "ann@example.org", {**VALUES, "name": nasty}, about=nasty)
    sent = delivered()
    headers = sent.message()

    assert headers["Bcc"] is None
    assert sent.recipients() == ["ann@example.org"]
    assert sent.subject.startswith("Hello Ann Bcc: all@example.org xyyy")
    assert len(sent.subject) == 200
    assert len(OutgoingMail.objects.get().about) == 100
    assert not set(sent.body) & set("\r\0\u202e\u2028\x1b\ud800")


@hypothesis_settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=300))
def test_any_value_makes_a_message_of_one_subject_line(value):
    words = words_of("hello", {**VALUES, "name": value})
    message = EmailMessage(words.subject, words.text, to=["ann@example.org"]).message()

    assert len(words.subject.splitlines()) == 1
    assert message.as_bytes()
    assert VALUES["link"] in words.text


NO_ADDRESSES = ["", "ann", "a@b", "a@x.org\nBcc: b@x.org", "a@x.org,b@x.org", '"\x01"@x.org', f"{'a' * 300}@x.org"]


def test_what_is_no_address_fails_and_reaches_nobody():
    for address in NO_ADDRESSES:
        post("hello", address, VALUES)
    post("hello", "ann@example.org", VALUES, reply_to=NO_ADDRESSES[3])

    assert delivered().reply_to == []
    assert states() == {"failed": len(NO_ADDRESSES), "sent": 1}


def test_a_caller_that_forgets_a_value_is_told():
    with pytest.raises(ValueError, match="needs the values"):
        post("hello", "ann@example.org", {"name": "Ann"})
    with pytest.raises(ValueError, match="nothing"):
        post("nothing", "ann@example.org", {})


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs)["href"])


def test_only_addresses_of_this_site_become_links(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://nto.example"
    text = """See https://nto.example/a/?b=1&c=2. And
https://evil.example/
https://nto.example.evil.example/
https://nto.example@evil.example/
http://nto.example/
https://[nto.example
javascript:alert(1)
https://nto.example/"onclick="x
https://nto.example/draft/"""
    links = Links()
    links.feed(html_of("Subject", text, "Site"))

    assert links.found == ["https://nto.example/a/?b=1&c=2", "https://nto.example/", "https://nto.example/draft/"]


def test_a_mail_is_gone_when_the_transaction_is():
    with transaction.atomic():
        post("hello", "ann@example.org", VALUES)
        transaction.set_rollback(True)

    assert states() == {}


def test_a_person_who_is_forgotten_leaves_only_kinds_states_and_times(home):
    post("hello", "Ann@Example.org", VALUES, about="K7QX-M3RD", reply_to="mo@example.org")
    deliver_due()
    post("hello", "ann@example.ORG", {**VALUES, "name": "Canary"})
    post_words("hello", "mo@example.org", "New", "Words", reply_to="ann@example.org")
    assert [found.to for found in mails_to("ANN@example.org")] == ["ann@example.ORG", "Ann@Example.org"]

    assert forget_person("ann@example.org") == 2

    kept = str(list(OutgoingMail.objects.values()))
    assert not [word for word in ("nn@", "NN@", "Canary", "Hello A", "K7QX") if word in kept]
    assert deliver_due() == 1  # only what goes to somebody else
    assert states() == {"sent": 2, "failed": 1}
    assert not mails_to("ann@example.org")


def test_mail_of_the_cms_goes_through_the_outbox_with_its_own_html(home, settings):
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"
    send_mail(
        "Page\napproved".replace("\n", " "),
        "Text",
        None,
        ["ann@example.org", "ben@example.org"],
        html_message="<p>Html</p>",
    )

    assert {row.kind_label for row in OutgoingMail.objects.all()} == {"From the desk"}
    assert deliver_due() == 2
    assert sorted(sent.to for sent in django_mail.outbox) == [["ann@example.org"], ["ben@example.org"]]
    assert {(sent.body, html_part(sent)) for sent in django_mail.outbox} == {("Text", "<p>Html</p>")}


def test_an_attachment_is_refused_with_a_sentence(settings):
    settings.EMAIL_BACKEND = "outbox.backend.OutboxBackend"
    message = EmailMessage("Subject", "Text", to=["ann@example.org"], attachments=[("a.txt", "a", "text/plain")])

    with pytest.raises(ValueError, match="send a link instead"):
        message.send()


def test_in_development_mail_is_printed_and_kept_as_files(home, settings, tmp_path, capsys):
    settings.OUTBOX_BACKEND, settings.DATA_DIR = "outbox.development.FolderBackend", tmp_path
    post("hello", "ann@example.org", VALUES)

    deliver_due()

    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert b"Subject: Hello Ann" in file.read_bytes()
    assert "Subject: Hello Ann" in capsys.readouterr().out
