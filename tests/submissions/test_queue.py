"""The moderators' queue: what stands in it, in which order, and who may see it."""

import csv
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import EDITORS, MODERATORS
from places.gazetteer import forget
from submissions.models import Answer, LogEntry, SeenBy, Submission
from submissions.models.thread import Done
from submissions.states import State
from tests.factories import InitiativeFactory, PlaceFactory, RegionFactory

pytestmark = pytest.mark.django_db


def sent(title="Bramley Baths", *, place=None, days_ago=0, due_in=10, **fields) -> Submission:
    """A submission that waits for a decision."""
    now = timezone.now() - datetime.timedelta(days=days_ago)
    values = {
        "journey": "initiative",
        "state": State.WAITING,
        "contact_name": "Jo Smith",
        "contact_email": "jo@example.org",
        "queued_at": now,
        "due_on": timezone.localdate() + datetime.timedelta(days=due_in),
    }
    submission = Submission.objects.create(**values | fields)
    Answer.objects.create(submission=submission, step="about", data={"title": [title]}, updated_at=now)
    if place:
        Answer.objects.create(submission=submission, step="where", data={"places": [place.code]}, updated_at=now)
    return submission


def listed(desk, **parameters) -> list[str]:
    response = desk.get(reverse("submission_queue"), parameters)
    assert response.status_code == 200
    return [submission.name for submission in response.context["object_list"]]


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def test_queue_shows_what_is_due_first_and_says_how_late_it_is(desk):
    sent("Later", due_in=5)
    sent("Late", due_in=-2, days_ago=16)
    sent("Draft", state=State.DRAFT)
    sent("Not confirmed", state=State.UNCONFIRMED)
    sent("Gone", state=State.DECLINED)

    page = desk.get(reverse("submission_queue"))

    assert [submission.name for submission in page.context["object_list"]] == ["Late", "Later"]
    assert "2 days late" in page.text
    assert "in 5 days" in page.text
    assert "16 days" in page.text
    assert "Submissions (2)" in page.text  # in the menu


def test_queue_filters_by_state_kind_flag_due_date_and_decider(desk):
    flags = [{"code": "links", "text": "7 links in the texts", "weight": 2}]
    sent("Flagged", flags=flags)
    sent("Connector", journey="connector", due_in=-1)
    sent("Spam?", likely_spam=True)
    sent("Mine", state=State.DECLINED, decided_by_id=int(desk.session["_auth_user_id"]))
    sent("Hers", state=State.DECLINED)

    assert set(listed(desk)) == {"Flagged", "Connector"}
    assert listed(desk, flag="links") == listed(desk, flag="any") == ["Flagged"]
    assert listed(desk, flag="capitals") == []
    assert listed(desk, kind="connector") == listed(desk, due="late") == ["Connector"]
    assert listed(desk, state="likely-spam") == ["Spam?"]
    assert set(listed(desk, state="declined")) == {"Mine", "Hers"}
    assert listed(desk, state="declined", decided="me") == ["Mine"]
    assert len(listed(desk, state="all")) == 5
    assert len(listed(desk, state="draft")) == 2  # no such choice: the usual list


def test_queue_finds_by_place_with_everything_that_lies_in_it(desk):
    region = RegionFactory(name="Yorkshire")
    leeds, other = PlaceFactory(name="Leeds", region=region), PlaceFactory(name="Poole")
    about = InitiativeFactory(parent=None, places=[leeds])
    forget()
    sent("In Leeds", place=leeds)
    sent("In Poole", place=other)
    sent("About", journey="change", target=about)

    page = desk.get(reverse("submission_queue"), {"place": region.pk})

    assert {submission.name for submission in page.context["object_list"]} == {"In Leeds", "About"}
    assert "Leeds" in page.text


@pytest.mark.parametrize(
    "typed", ["bramley", "Baths bram", "{reference}", "{lower}", "jo@example.org", "JO@EXAMPLE.ORG"]
)
def test_queue_finds_by_name_reference_and_whole_address(desk, typed):
    found = sent("Bramley Baths")
    sent("Other", contact_email="ali@example.org", contact_name="Ali")

    words = typed.format(reference=found.reference, lower=found.reference.lower().replace("-", " "))

    assert listed(desk, q=words) == ["Bramley Baths"]
    assert listed(desk, q="example.org") == []


@pytest.mark.parametrize("hostile", ['"', "\x00", "%", "a" * 5_000, "'; --", "\u202e", "[]{}$"])
def test_queue_survives_whatever_is_typed(desk, hostile):
    sent()

    assert isinstance(
        listed(desk, q=hostile, state=hostile, flag=hostile, place=hostile, ordering=hostile, p="x"), list
    )


def test_queue_says_what_is_new_since_the_last_look(desk):
    submission = sent("Seen", days_ago=3)
    user = int(desk.session["_auth_user_id"])
    news = lambda: desk.get(reverse("submission_queue")).text.count("desk-news")  # noqa: E731 - asked five times

    assert news() == 1
    SeenBy.objects.create(submission=submission, user_id=user)
    assert news() == 0
    LogEntry.objects.create(submission=submission, done=Done.ANSWERED)
    assert ">answer<" in desk.get(reverse("submission_queue")).text
    SeenBy.objects.update(at=timezone.now())
    Answer.objects.filter(submission=submission).update(updated_at=timezone.now())
    assert ">changed<" in desk.get(reverse("submission_queue")).text


def test_queue_asks_the_database_the_same_for_one_and_for_three(desk):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get(reverse("submission_queue"))
        return len(captured)

    leeds = PlaceFactory(name="Leeds")
    sent(place=leeds)
    sent(journey="change", target=InitiativeFactory(places=[leeds]))
    desk.get(reverse("submission_queue"))
    few = queries()
    for number in range(4):
        sent(f"More {number}", place=leeds)
        sent(journey="claim", target=InitiativeFactory(places=[leeds]))

    assert queries() == few


def test_export_holds_the_list_and_nothing_of_the_sender(desk):
    sent("=Formula", contact_name="Canary Name", contact_role="Canary role", contact_email="canary@example.org")

    response = desk.get(reverse("submission_queue"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    rows = list(csv.reader(text.splitlines()))

    assert rows[0][:4] == ["Reference", "Name", "Kind", "State"]
    assert rows[1][1:4] == ["'=Formula", "Initiative", "Waits for a decision"]
    assert "anary" not in text


def test_empty_queue_says_where_submissions_come_from(desk):
    page = desk.get(reverse("submission_queue"))

    assert "Nothing waits for a decision" in page.text
    assert "/submit/" in page.text
    assert "Take off a filter" in desk.get(reverse("submission_queue"), {"due": "late"}).text


def test_editor_sees_what_was_sent_but_not_by_whom(sign_in):
    desk = sign_in(EDITORS)
    submission = sent()

    assert listed(desk) == ["Bramley Baths"]
    assert listed(desk, q="jo@example.org") == listed(desk, q="Smith") == []
    page = desk.get(reverse("submission_screen", args=[submission.reference]))
    assert page.status_code == 200
    assert "jo@example.org" not in page.text
    assert "Jo Smith" not in page.text
    assert "Publish" not in page.text


def test_first_page_says_what_waits_and_nothing_when_nothing_does(desk):
    home = reverse("wagtailadmin_home")
    assert "What waits for you" not in desk.get(home).text
    sent("Late", due_in=-1)
    sent("Spam?", likely_spam=True)
    answered = sent("Answered")
    LogEntry.objects.create(submission=answered, done=Done.ANSWERED)

    page = desk.get(home).text

    for words in (
        "2 submissions wait",
        "1 submission is later than promised",
        "1 answer came",
        "1 submission is probably spam",
    ):
        assert words in page


def test_all_that_match_are_marked_as_spam_and_what_came_meanwhile_is_not(desk):
    for number in range(3):
        sent(f"Spam {number}", likely_spam=True)
    address = reverse("submission_all_spam") + "?state=likely-spam&q=Spam"
    page = desk.get(address)
    assert "3 of 3 matching" in page.text
    sent("Spam later", likely_spam=True)

    answer = desk.post(address, {"last": page.context["last"]}, follow=True)

    assert "3 of 3 marked as spam" in answer.text
    assert listed(desk, state="likely-spam") == ["Spam later"]
    assert Submission.objects.filter(state=State.SPAM).count() == 3
