"""What strangers type, in every place where it is shown: kept as it was typed, and never obeyed."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET  # our own output

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.roles import MODERATORS
from connectors.models import EntryPage, Theme, Tier
from core.rich_text import without_keys
from core.text import BIDI_CONTROLS
from outbox.actions import deliver_due
from outbox.models import OutgoingMail
from submissions.access import cookie_name
from submissions.actions.drafts import send
from submissions.actions.links import find_link, new_device, open_with_link, remember_device
from submissions.actions.publishing import Chosen, publish
from submissions.building import values_of
from submissions.models import Submission
from submissions.models.keys import Purpose
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_folder")]
# What each means when it is obeyed, and what of it must still be readable as it stands.
HOSTILE = {
    "code": "<script>alert(1)</script> {{7*7}} {7*7} {% now 'Y' %} {0.__class__} {link}",
    "markup": """<img src=x onerror=alert(1)> <b>fat</b> &amp; </title> " ' ` “ \\" onfocus="alert(1)" x='""",
    "marks": """=HYPERLINK("https://evil.example") a\x00b abc\u202edef\u2066ghi\u200b\r\nBcc: all@example.org\r\n\r\ntwo""",
}
LINES = {
    ("about", "title"), ("where", "locality"), ("who", "organisation"), ("sources", "says_1"),
    ("you", "contact_name"), ("you", "contact_role"),
}  # fmt: skip
TEXTS = {
    ("about", "summary"), ("about", "what_it_does"), ("who", "partners"), ("money", "funders"),
    ("lessons", "what_to_copy"), ("lessons", "what_did_not_work"),
}  # fmt: skip
OPTIONAL = {"sources": {"url_1": ["https://source.example/"]}, "money": {}, "lessons": {}}
OBEYED = ("<script>alert", "<img src=x", "<b>fat", "onerror=alert(1)>", '</title> "')


@pytest.fixture
def browser(client, draft):
    """The sender's browser, with the pages of the journey in front of her."""
    device, secret = new_device()
    remember_device(draft, device)
    client.cookies[cookie_name()] = secret
    return client


@pytest.fixture
def moderator(directory):
    user = UserFactory(username="mo")
    user.save()
    user.groups.add(Group.objects.get(name=MODERATORS))
    desk = Client()
    desk.force_login(user)
    return user, desk


def is_plain(page: str) -> bool:
    """Tell whether nothing of what was typed became part of the page."""
    # Between tags quotation marks are text, as the editor writes them; what counts is that no tag listens.
    listens = BeautifulSoup(page, "html.parser").find(attrs={"onfocus": re.compile("alert")})
    return not (any(obeyed in page for obeyed in OBEYED) or listens or re.search(r"\b49\b", page))


def type_everywhere(browser: Client, draft: Submission, right: dict, attack: str) -> None:
    """Post every page with the attack in each of its texts, as a browser does."""
    for step, raw in {**right, **OPTIONAL}.items():
        typed = {name: f"Baths {attack}" for page, name in LINES | TEXTS if page == step}
        answer = browser.post(f"/submit/{draft.reference}/{step}/", {**raw, **typed})
        assert answer.status_code in {302, 303}, (step, answer.content.decode()[:3_000])


def confirm(draft: Submission) -> Submission:
    send(draft)
    mail = OutgoingMail.objects.get(code="submission-confirm")
    secret = re.search(r"/submit/confirm/([^/\s]+)/", mail.text)[1]
    return open_with_link(find_link(secret, Purpose.CONFIRM), new_device()[0])


def own_pages(draft: Submission) -> list[str]:
    pages = ["about", "where", "who", "money", "lessons", "sources", "you", "check", "preview", "sent", "", "photos"]
    return [f"/submit/{draft.reference}/{page}{'/' if page else ''}" for page in pages]


@pytest.mark.parametrize("name", HOSTILE)
def test_text_is_shown_and_never_obeyed(name, browser, draft, right_answers, moderator, mailoutbox):
    attack = HOSTILE[name]
    type_everywhere(browser, draft, right_answers, attack)
    draft = confirm(Submission.objects.get(pk=draft.pk))
    user, desk = moderator
    pages = {path: browser.get(path) for path in own_pages(draft)}
    screens = ["", "publish/", "ask/", "decline/", "merge/", "preview/card/", "preview/page/"]
    pages |= {path: desk.get(path) for path in [f"/admin/submissions/{draft.reference}/{screen}" for screen in screens]}
    pages["/admin/submissions/"] = desk.get("/admin/submissions/")

    values = values_of(draft)
    chosen = Chosen(values["title"], values["summary"], list(Theme.objects.all()), list(Tier.objects.all()))
    page = publish(draft, user, chosen)
    address = EntryPage.objects.get(pk=page.pk).url
    for path in (
        address,
        "/directory/",
        "/directory/?q=baths",
        "/",
        "/directory/feed.atom",
        "/directory/suggest.json?q=baths",
    ):
        pages[path] = browser.get(path)

    assert {path: answer.status_code for path, answer in pages.items() if answer.status_code != 200} == {}
    assert {answer.headers["X-Content-Type-Options"] for answer in pages.values()} == {"nosniff"}
    html = {path: answer for path, answer in pages.items() if answer.headers["Content-Type"].startswith("text/html")}
    assert len(html) >= len(pages) - 2
    assert [path for path, answer in html.items() if not is_plain(answer.content.decode())] == []
    shown = pages[address].content.decode()
    assert not any(mark in shown for mark in (*BIDI_CONTROLS, "\x00"))
    check_exports(browser)
    check_mails(mailoutbox)
    assert_nothing_else_is_lost(page.specific, attack)


def check_exports(browser: Client) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(b"".join(browser.get("/directory/export.csv").streaming_content).decode("utf-8-sig"))
        )
    )
    entries = json.loads(b"".join(browser.get("/directory/export.json").streaming_content))
    assert len(rows) == 1
    assert not any(value.startswith(("=", "+", "@", "\t")) for value in rows[0].values() if value)
    for text in (json.dumps(rows), json.dumps(entries)):
        assert "jo@example.org" not in text
        assert not re.search(r"\b49\b", text)
    feed = ET.fromstring(browser.get("/directory/feed.atom").content)
    assert any("Baths" in (title.text or "") for title in feed.iter("{http://www.w3.org/2005/Atom}title"))


def check_mails(mailoutbox) -> None:
    # The mail about publishing waits until that cannot be undone any more.
    OutgoingMail.objects.update(next_try_at=timezone.now())
    deliver_due()
    assert len(mailoutbox) >= 3
    for mail in mailoutbox:
        message = mail.message()
        assert mail.to == ["jo@example.org"]
        assert "Bcc" not in message
        assert "\n" not in mail.subject
        assert not re.search(r"\b49\b", mail.subject + mail.body)
        html = "".join(content for content, kind in mail.alternatives if kind == "text/html")
        assert is_plain(html)
        assert not any(mark in mail.subject for mark in (*BIDI_CONTROLS, "\x00"))


def assert_nothing_else_is_lost(entry, attack: str) -> None:
    letters = re.sub(r"[^a-zA-Z0-9]", "", attack)
    for text in (entry.title, entry.organisation, entry.summary, entry.lead_place.locality):
        assert letters in re.sub(r"[^a-zA-Z0-9]", "", text)
    for markup in (entry.what_it_does, entry.what_to_copy, entry.what_did_not_work):
        assert not re.search(r"<(?!/?p>|br/>)", without_keys(markup))
    assert entry.sources.get().url == "https://source.example/"


def test_a_megabyte_in_every_field_is_answered_and_loses_no_other_page(browser, draft, right_answers):
    for step, name in sorted(LINES | TEXTS):
        raw = {**right_answers, **OPTIONAL}[step]
        typed = {**raw, name: "x" * 1_000_000}
        answer = browser.post(f"/submit/{draft.reference}/{step}/", typed, follow=True)
        assert answer.status_code == 200, (step, name)
        assert "characters or fewer" in answer.content.decode()
        browser.post(f"/submit/{draft.reference}/{step}/", raw)

    assert browser.get(f"/submit/{draft.reference}/check/").status_code == 200
    assert send(Submission.objects.get(pk=draft.pk)).state == "unconfirmed"
