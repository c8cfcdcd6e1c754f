"""Programs that send much: they fill no disk and no queue, and nobody who is honest is turned away."""

import datetime
import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from outbox.models import OutgoingMail
from submissions import arrivals
from submissions.actions.first_mail import MOST_TYPED
from submissions.arrivals import MOST_BEGUN, MOST_BEGUN_BY_PROGRAMS
from submissions.models import Answer, Arrival, MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.states import State
from submissions.traps import FIELD, MOMENT

pytestmark = pytest.mark.django_db
NEW = "/submit/new/initiative/"
BY_MAIL = NEW + "by-mail/"
TYPED = {"title": "Bramley Baths", "summary": "Residents run “the” <baths>.", "what_it_does": "One.\n\nTwo."}


def number_of(client: Client, name: str = "once", path: str = NEW) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', client.get(path).content.decode())[1]


def begin(client: Client, **posted: str):
    return client.post(NEW, {"once": number_of(client), MOMENT: number_of(client, MOMENT), FIELD: "", **posted})


@pytest.fixture
def crowd(home):
    """A network that has begun as much as it may within the hour."""
    now = timezone.now()
    network = arrivals.network_of(type("Request", (), {"META": {"REMOTE_ADDR": "127.0.0.1"}})())
    Arrival.objects.bulk_create(Arrival(network_hash=network, kind="begun", at=now) for _ in range(MOST_BEGUN))


def mailed_address() -> str:
    return re.search(r"(/submit/begin/[^/\s]+/)", OutgoingMail.objects.latest("pk").text)[1]


def test_first_page_carries_both_traps_and_a_filled_one_stops_nothing(client, home):
    page = client.get(NEW).content.decode()
    assert '<label for="remarks">Leave this empty</label>' in page

    answer = begin(client, **TYPED, remarks="Jo Smith")

    assert answer.url.endswith("/where/")
    signs = Submission.objects.get().signs
    assert signs["hidden_field"] == 8
    assert signs["begun_within_hour"] == 1
    assert 0 <= signs["seconds"] < 60


def test_network_that_began_many_goes_on_by_mail_with_everything_typed(client, crowd):
    asked = begin(client, **TYPED)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "<h1>Your e-mail address first</h1>" in page
    assert not Submission.objects.exists()
    wrong = client.post(BY_MAIL, {**TYPED, "email": "jo@"}).content.decode()
    assert "Residents run “the” &lt;baths&gt;." in wrong

    assert client.post(BY_MAIL, {**TYPED, "email": "jo@example.org"}).status_code == 200
    assert not Submission.objects.exists()
    phone = Client()
    path = mailed_address()
    once = number_of(phone, path=path)
    first, again = (phone.post(path, {"once": once}) for _click in range(2))

    submission = Submission.objects.get()
    assert first.url == again.url == f"/submit/{submission.reference}/where/"
    assert phone.get(first.url).status_code == 200
    assert submission.answers["about"] == {name: [value] for name, value in TYPED.items()}
    assert (submission.contact_email, bool(submission.email_confirmed_at)) == ("jo@example.org", True)
    assert MailedLink.objects.get().typed == {"journey": "initiative"}
    assert Client().post(path, {"once": "x"}).status_code == 410


def test_who_began_already_is_not_asked(client, crowd):
    Arrival.objects.all().delete()
    once = number_of(client)
    client.post(NEW, {"once": once, **TYPED})
    Arrival.objects.create(network_hash=Arrival.objects.get().network_hash, kind="begun")
    Arrival.objects.bulk_create(
        Arrival(network_hash=Arrival.objects.first().network_hash, kind="begun") for _ in range(MOST_BEGUN)
    )

    assert client.post(NEW, {"once": once, **TYPED}).status_code == 303
    assert Submission.objects.count() == 1


def test_programs_are_asked_long_before_people_of_the_same_network(client, home):
    begin(client, **TYPED)
    network = Arrival.objects.get().network_hash
    Arrival.objects.bulk_create(Arrival(network_hash=network, kind="begun") for _ in range(MOST_BEGUN_BY_PROGRAMS))

    for signs in ({FIELD: "cheap pills"}, {MOMENT: "made up"}):
        assert "<h1>Your e-mail address first</h1>" in begin(Client(), **TYPED, **signs).content.decode()
    assert begin(Client(), **TYPED).status_code == 303


def test_other_networks_notice_nothing(crowd):
    assert begin(Client(REMOTE_ADDR="192.0.2.1"), **TYPED).status_code == 303


def test_what_is_typed_while_waiting_is_kept_by_the_page(client, crowd):
    said = begin(client, **TYPED, do="keep").json()

    assert list(said) == ["conflict"]
    assert "Continue" in said["conflict"]


def test_very_many_links_wait_for_the_next_hour_with_the_text_on_the_page(client, crowd, monkeypatch):
    monkeypatch.setattr(arrivals, "MOST_MAILED", 2)
    pages = [client.post(BY_MAIL, {**TYPED, "email": f"bot{n}@example.org"}).content.decode() for n in range(3)]

    assert "Very many links were asked for from your network. Press the button again at" in pages[2]
    assert "Residents run “the” &lt;baths&gt;." in pages[2]
    assert MailedLink.objects.count() == 2


def test_typed_text_kept_with_a_link_is_short_and_goes_after_two_days(client, crowd):
    client.post(BY_MAIL, {"title": "x" * 150_000, "email": "jo@example.org"})
    assert len(MailedLink.objects.get().typed["raw"]["title"][0]) == MOST_TYPED
    MailedLink.objects.update(ends_at=timezone.now())
    again = client.post(mailed_address(), {"again": "1"})
    assert "j…@example.org" in again.content.decode()
    assert MailedLink.objects.get().is_good

    MailedLink.objects.update(created_at=timezone.now() - datetime.timedelta(days=3))
    call_command("prune_submissions", stdout=io.StringIO())

    assert not MailedLink.objects.exists()


def test_drafts_of_programs_go_after_two_days_and_those_of_people_stay(client, home):
    begin(client, **TYPED, remarks="pills")
    bot = Submission.objects.get()
    begin(Client(), **TYPED, remarks="Jo Smith")
    person = Submission.objects.latest("pk")
    Answer.objects.create(submission=person, step="where", data={})
    honest = begin(Client(), **TYPED)
    Submission.objects.update(updated_at=timezone.now() - datetime.timedelta(days=3))

    printed = io.StringIO()
    call_command("prune_submissions", "--dry-run", stdout=printed)
    assert "Would remove: 1 drafts of programs after 2 days." in printed.getvalue()
    call_command("prune_submissions", stdout=io.StringIO())

    assert not Submission.objects.filter(pk=bot.pk).exists()
    assert Submission.objects.count() == 2
    assert honest.status_code == 303


def test_decided_submissions_are_emptied_when_their_time_is_over(draft, device):
    def decided(state: str, days: int) -> Submission:
        one = Submission.objects.create(
            journey="initiative",
            state=state,
            decided_at=timezone.now() - datetime.timedelta(days=days),
            contact_email="jo@example.org",
        )
        Answer.objects.create(submission=one, step="about", data={"title": ["x"]})
        return one

    gone = [decided(State.SPAM, 31), decided(State.DECLINED, 366), decided(State.PUBLISHED, 366)]
    kept = [decided(State.SPAM, 29), decided(State.DECLINED, 360), decided(State.MERGED, 360), draft]
    call_command("prune_submissions", stdout=io.StringIO())

    for one in gone:
        one.refresh_from_db()
        assert (one.contact_email, one.answer_set.count(), bool(one.emptied_at)) == ("", 0, True)
    assert set(Submission.objects.exclude(contact_email="")) == set(kept)
    assert {one.state for one in gone} == {State.SPAM, State.DECLINED, State.PUBLISHED}


def test_link_purpose_is_not_mixed_up(client, crowd):
    client.post(BY_MAIL, {**TYPED, "email": "jo@example.org"})
    secret = mailed_address().split("/")[3]

    assert client.get(f"/submit/return/{secret}/").status_code == 404
    assert client.get(f"/submit/my-data/{secret}/").status_code == 410
    assert client.get("/submit/begin/guessed/").status_code == 404
    assert MailedLink.objects.get().purpose == Purpose.BEGIN
