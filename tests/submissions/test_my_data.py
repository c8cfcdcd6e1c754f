"""One's own data: asked for by mail, seen once, copied, erased."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from outbox.models import OutgoingMail
from submissions.models import LogEntry, MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.models.thread import Done
from submissions.states import Journey, State

pytestmark = pytest.mark.django_db
ASK, MINE = "/submit/my-data/", "/submit/my-data/mine/"


@pytest.fixture(autouse=True)
def _erased_folder(settings, tmp_path):
    settings.ERASED_ROOT = tmp_path


def ask(client, email: str = "jo@example.org"):
    return client.post(ASK, {"email": email})


def link() -> str:
    return re.search(r"(/submit/my-data/[^/\s]+/)", OutgoingMail.objects.filter(code="my-data").latest("pk").text)[1]


def press(client, path: str, **extra):
    once = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    return client.post(path, {"once": once[1]}, **extra)


@pytest.fixture
def opened(client, draft):
    ask(client)
    assert press(client, link()).url == MINE
    return client


def test_answer_is_the_same_whether_anything_is_held(client, draft):
    known, unknown = ask(client, "JO@example.org"), ask(client, "no@example.org")

    assert known.status_code == unknown.status_code == 200
    plain = [
        re.sub(r'(nonce)="[^"]+"', "", answer.content.decode()).replace(email, "…")
        for answer, email in ((known, "JO@example.org"), (unknown, "no@example.org"))
    ]
    assert plain[0] == plain[1]
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["JO@example.org"]


def test_what_is_no_address_is_said_and_kept(client, draft):
    page = ask(client, "jo@").content.decode()

    assert "<title>Error: " in page
    assert page.count("Enter an e-mail address in the correct format, like name@example.org") == 2
    assert 'value="jo@"' in page


def test_link_is_not_used_up_by_looking_and_works_once(client, draft):
    ask(client)
    path = link()
    for _look in range(3):
        assert client.get(path).status_code == client.head(path).status_code == 200
    assert press(client, path).url == MINE

    late = Client()
    assert late.post(path).status_code == 410
    assert late.get(path).status_code == 410
    assert late.get(MINE).status_code == 403
    assert "jo@example.org" not in late.get(MINE).content.decode()


def test_double_click_opens_it_twice_in_the_same_place(client, draft):
    ask(client)
    path = link()
    once = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())[1]

    assert [client.post(path, {"once": once}).url for _click in range(2)] == [MINE, MINE]


def test_it_is_shown_for_half_an_hour(opened, monkeypatch):
    page = opened.get(MINE)
    assert "Bramley Baths" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store, private"

    late = timezone.now().timestamp() + datetime.timedelta(minutes=31).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: late)
    assert opened.get(MINE).status_code == 403


def test_changed_cookie_opens_nothing(opened):
    name = next(name for name in opened.cookies if "my-data" in name)
    opened.cookies[name] = opened.cookies[name].value.replace("jo@example.org", "no@example.org")

    assert opened.get(MINE).status_code == 403


def test_cookie_is_for_this_host_and_no_script(client, draft, settings):
    settings.SESSION_COOKIE_SECURE = True
    ask(client)
    cookie = press(client, link()).cookies["__Host-my-data"]

    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        *(True, True, "Lax", "/"),
        "",
    )


def test_copy_holds_answers_and_contact(opened, draft):
    copy = opened.post(MINE, {"do": "download"})

    assert copy.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    told = copy.json()["submissions"][0]
    assert (told["reference"], told["contact_name"]) == (draft.reference, "Jo Smith")
    assert told["answers"]["about"]["title"] == ["Bramley Baths"]


def test_erasing_asks_once_more_and_then_erases_everything(opened, draft):
    page = opened.post(MINE, {"do": "erase"}).content.decode()
    assert "<h1>Erase everything?</h1>" in page
    assert Submission.objects.exists()

    done = opened.post(MINE, {"do": "sure"})

    assert "Your data are erased" in done.content.decode()
    assert not Submission.objects.exists()
    assert not MailedLink.objects.filter(purpose=Purpose.MY_DATA).exists()
    assert opened.get(MINE).status_code == 403


def test_nobody_reads_that_they_sent_spam(opened, owner, draft):
    LogEntry.objects.create(submission=draft, done=Done.MARKED_SPAM)
    for journey in Journey:
        Submission.objects.filter(pk=draft.pk).update(state=State.SPAM, journey=journey)

        pages = [opened.get(MINE).text, opened.post(MINE, {"do": "download"}).text, owner.get("/submit/").text]

        assert [page for page in pages if "spam" in page.lower()] == []
        told = Submission(state=State.DECLINED, journey=journey).standing
        assert all(draft.reference in page and told in page for page in pages)
