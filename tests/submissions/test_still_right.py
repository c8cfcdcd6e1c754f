"""Once a year the contact of an entry is asked whether it is still right, and answers with one click and a button."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.db.models.signals import post_save
from django.utils import timezone

from connectors.checking import TIME_TO_ANSWER
from connectors.models import EntryPage, InitiativePage
from outbox.models import OutgoingMail
from search.retention import months_before
from submissions.models import Asking, Submission
from tests.factories import InitiativeFactory


def days_ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=days)


def ask(**options) -> None:
    call_command("ask_still_right", **options)


def time_passes(days: int) -> None:
    """Move everything that was asked into the past."""
    gone = datetime.timedelta(days=days)
    for asking in Asking.objects.all():
        Asking.objects.filter(pk=asking.pk).update(asked_at=asking.asked_at - gone, mailed_at=asking.mailed_at - gone)
    for entry in EntryPage.objects.exclude(last_confirmed_at=None):
        EntryPage.objects.filter(pk=entry.pk).update(last_confirmed_at=entry.last_confirmed_at - gone)


def codes() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("code", flat=True))


def link_of(mail: OutgoingMail) -> str:
    return re.search(r"https?://[^/\s]+(/still-right/\S+)", mail.text)[1]


@pytest.fixture
def entry(directory):
    entry = InitiativeFactory(
        parent=directory,
        title="Bramley Baths",
        contact_name="Jo Smith",
        contact_email="jo@example.org",
        last_confirmed_at=days_ago(366),
        started="2013",
        stage="running",
    )
    entry.save_revision().publish()
    return InitiativePage.objects.get(pk=entry.pk)


@pytest.fixture
def link(entry):
    ask()
    return link_of(OutgoingMail.objects.get())


def test_contact_is_asked_a_year_after_the_last_confirmation_and_once(entry, directory):
    InitiativeFactory(parent=directory, contact_email="a@example.org", last_confirmed_at=days_ago(300))
    InitiativeFactory(parent=directory, last_confirmed_at=days_ago(800))
    InitiativeFactory(parent=directory, contact_email="b@example.org", last_confirmed_at=days_ago(800), stage="ended")
    InitiativeFactory(parent=directory, contact_email="c@example.org", last_confirmed_at=days_ago(800), live=False)
    InitiativeFactory(parent=directory, contact_email="d@example.org", last_confirmed_at=days_ago(400), check_every=24)

    ask()
    ask()

    mail = OutgoingMail.objects.get()
    assert (mail.code, mail.to) == ("still-right", "jo@example.org")
    assert "Bramley Baths" in mail.subject
    assert "Dear Jo Smith" in mail.text


def test_run_without_effect_only_counts(entry, capsys):
    ask(dry_run=True)

    assert "Mails to write: 1 questions, 0 reminders." in capsys.readouterr().out
    assert not Asking.objects.exists()


def test_run_writes_no_more_mails_than_allowed_and_the_next_goes_on(directory):
    for number in range(5):
        InitiativeFactory(
            parent=directory, contact_email=f"{number}@example.org", last_confirmed_at=days_ago(400 + number)
        )

    ask(limit=2)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["3@example.org", "4@example.org"]
    ask(limit=2)
    ask(limit=2)
    assert OutgoingMail.objects.count() == 5


def test_who_looks_after_many_entries_is_not_asked_about_all_in_one_morning(directory):
    for _number in range(5):
        InitiativeFactory(parent=directory, contact_email="Jo@example.org", last_confirmed_at=days_ago(400))

    ask()
    assert len(codes()) == 3
    ask()
    assert len(codes()) == 5


def test_run_that_another_overtakes_writes_no_mail_twice(directory):
    for number in range(3):
        InitiativeFactory(parent=directory, contact_email=f"{number}@example.org", last_confirmed_at=days_ago(400))

    def another_run(sender, **kwargs):
        post_save.disconnect(another_run, sender=OutgoingMail)
        ask()

    post_save.connect(another_run, sender=OutgoingMail)
    ask()

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [f"{number}@example.org" for number in range(3)]


def test_silent_contact_is_reminded_twice_then_editors_and_visitors_are_told(entry, client):
    ask()
    for days, expected in [(13, 0), (1, 1), (15, 1), (1, 2), (10, 2)]:
        time_passes(days)
        ask()
        ask()
        assert codes().count("still-right-reminder") == expected
    assert "Not confirmed since" not in client.get(entry.url).text

    time_passes(TIME_TO_ANSWER.days - 40 + 1)
    ask()

    assert codes() == ["still-right", "still-right-reminder", "still-right-reminder"]
    assert "Not confirmed since" in client.get(entry.url).text
    time_passes(330)
    ask()
    assert codes()[3:] == ["still-right"]


def test_yes_is_one_click_and_a_button_and_shows_on_the_page(client, entry, link):
    shown = client.get(link)
    assert (shown.headers["Cache-Control"], shown.headers["Referrer-Policy"]) == ("no-store, private", "same-origin")
    assert "Bramley Baths" in shown.text
    client.head(link)
    assert InitiativePage.objects.get().last_confirmed_at == entry.last_confirmed_at

    for _click in range(2):
        assert client.post(link, {"answer": "yes"}).status_code == 302

    confirmed = InitiativePage.objects.get()
    today = timezone.localdate()
    assert (confirmed.last_confirmed_at, confirmed.last_confirmed_by) == (today, "the group")
    assert confirmed.review_due == months_before(today, -12)
    assert confirmed.revisions.count() == 2
    assert "You confirmed on" in client.get(link).text
    assert "by the group" in client.get(entry.url).text
    ask()
    assert codes() == ["still-right"]


def test_confirmation_survives_the_draft_that_editors_have_in_hand(client, entry, link):
    entry.summary = "A draft."
    entry.save_revision()

    client.post(link, {"answer": "yes"})

    live = InitiativePage.objects.get()
    assert (live.summary, live.last_confirmed_at) == ("What it is and where.", timezone.localdate())
    assert live.has_unpublished_changes
    live.get_latest_revision().publish()
    published = InitiativePage.objects.get()
    assert (published.summary, published.last_confirmed_at) == ("A draft.", timezone.localdate())


def test_what_has_ended_says_when_and_is_not_asked_about_again(client, entry, link):
    assert "Enter when it ended" in client.post(link, {"answer": "ended", "ended": ""}).text
    wrong = client.post(link, {"answer": "ended", "ended": "2001"})
    assert "The end must be after the start" in wrong.text
    assert 'value="2001"' in wrong.text
    assert "today or earlier" in client.post(link, {"answer": "ended", "ended": "2100"}).text

    client.post(link, {"answer": "ended", "ended": "March 2026"})

    ended = InitiativePage.objects.get()
    assert (ended.stage, ended.ended) == ("ended", "2026-03")
    time_passes(500)
    ask()
    assert codes() == ["still-right"]


def test_something_changed_begins_one_draft_in_the_contacts_name(client, entry, link):
    answers = [client.post(link, {"answer": "change"}) for _click in range(2)]

    submission = Submission.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/submit/{submission.reference}/reason/"}
    assert client.get(answers[0].headers["Location"]).status_code == 200
    assert (submission.contact_email, submission.from_contact, submission.target_id) == (
        "jo@example.org",
        True,
        entry.pk,
    )
    assert submission.email_confirmed_at
    assert submission.answers["about"]["title"] == ["Bramley Baths"]
    time_passes(20)
    ask()
    assert codes() == ["still-right"]


def test_link_ends_with_a_newer_mail_another_contact_or_the_entry(client, entry, link):
    assert client.get("/still-right/nonsense/").status_code == 410
    entry.unpublish()
    assert client.post(link, {"answer": "yes"}).status_code == 410
    EntryPage.objects.update(live=True, contact_email="new@example.org")
    assert client.post(link, {"answer": "yes"}).status_code == 410

    ask()
    assert client.get(link).status_code == 410
    assert client.get(link_of(OutgoingMail.objects.order_by("pk").last())).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_looking_for_whom_to_ask_costs_the_same_queries(directory, item_count, django_assert_num_queries):
    for number in range(item_count):
        InitiativeFactory(parent=directory, contact_email=f"{number}@example.org", last_confirmed_at=days_ago(400))

    with django_assert_num_queries(2):
        ask(dry_run=True)
