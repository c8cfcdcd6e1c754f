"""Once a day moderators are told what waits, since when and by when it is due."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import EDITORS
from outbox.models import OutgoingMail
from submissions.actions.thread import answer_question
from submissions.models import ArrivalMails, HowOften, SeenBy
from submissions.states import State
from submissions.telling import MOST_NAMED
from tests.factories import InitiativeFactory
from tests.submissions.moderators import person
from tests.submissions.test_queue import sent
from tests.submissions.test_telling import digests, mails

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = datetime.date(2026, 6, 5), datetime.date(2026, 6, 8)


@pytest.fixture
def on_day(monkeypatch):
    """Return a function that makes it ten o'clock of a day."""

    def on_day(day: datetime.date) -> None:
        moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return on_day


def test_digest_says_what_is_late_and_due_next_apart_and_first(daily, on_day):
    on_day(FRIDAY)
    sent("In three weeks", due_in=21, days_ago=1)
    sent("On Monday", due_in=3)
    sent("Late", due_in=-2, days_ago=16)
    sent("Today", due_in=0)
    sent("Tomorrow, a Saturday", due_in=1)

    text = digests()

    headings = ["Later than promised", "Due today", "Due tomorrow", "Due on Monday 8 June", "Also waiting"]
    names = ["Late", "Today", "Tomorrow, a Saturday", "On Monday", "In three weeks"]
    expected = [part for heading, name in zip(headings, names, strict=True) for part in (f"— {heading} —", f"“{name}”")]
    assert [line for line in text.splitlines() if line.startswith(("—", "“"))] == expected
    assert "Waiting since 20 May 2026, decision due by 3 June 2026." in text
    assert OutgoingMail.objects.get().subject == "5 submissions wait for a decision, 1 later than promised"


def test_digest_names_nobody_who_sent_something_and_leads_to_the_desk(daily):
    submission = sent("Bramley Baths")

    text = digests()

    assert reverse("submission_screen", args=[submission.reference]) in text
    assert f"{reverse('wagtailadmin_account')}#tab-notifications" in text
    assert "Jo Smith" not in text
    assert "jo@example.org" not in text


def test_digest_is_written_once_a_day(daily, on_day):
    on_day(FRIDAY)
    sent()
    digests()
    digests()
    assert mails() == [("arrived-digest", "dora@council.example")]

    on_day(MONDAY)
    digests()
    assert len(mails()) == 2


def test_no_digest_without_something_that_waits_nor_before_the_morning(daily, on_day):
    on_day(FRIDAY)
    sent(state=State.DECLINED)
    digests()
    assert mails() == []

    sent()
    call_command("write_digests", not_before=11)
    assert mails() == []
    with pytest.raises(CommandError, match="from 0 to 23"):
        call_command("write_digests", not_before=24)


def test_digest_goes_to_who_decides_and_wants_it(home):
    sent()
    person("never@council.example", HowOften.NEVER)
    person("editor@council.example", HowOften.DAILY, EDITORS)
    person("", HowOften.DAILY)
    former = person("former@council.example", HowOften.DAILY)
    former.groups.clear()
    person("yes@council.example", HowOften.DAILY)

    digests()

    assert mails() == [("arrived-digest", "yes@council.example")]


def test_who_is_told_at_once_gets_a_daily_mail_only_while_something_is_late_or_due_next(at_once, on_day):
    on_day(FRIDAY)
    sent("Later", due_in=10)
    digests()
    assert mails() == []

    sent("On Monday", due_in=3)
    digests()
    assert mails() == [("arrived-digest", "ann@council.example")]


def test_digest_says_which_submissions_the_person_has_not_read(daily, asked):
    SeenBy.objects.create(submission=asked, user=daily)
    SeenBy.objects.create(submission=sent("Read", due_in=1), user=daily)
    sent("Unread", due_in=2)
    answer_question(asked, "In Bramley.", after=0)

    digests()

    text = OutgoingMail.objects.get(code="arrived-digest", to="dora@council.example").text
    said = [line for line in text.splitlines() if line.startswith("New initiative")]

    assert ["The sender answered" in line for line in said] == [True, False, False]
    assert ["You have not read it yet" in line for line in said] == [False, False, True]


def test_digest_of_very_many_names_the_first_and_counts_the_rest(daily):
    for number in range(MOST_NAMED + 3):
        sent(f"Group {number}", due_in=number)

    text = digests()

    assert text.count("“") == MOST_NAMED
    assert "… and 3 more in the list." in text


def test_digest_costs_as_many_queries_for_three_as_for_one(daily, directory):
    def cost() -> int:
        ArrivalMails.objects.update(digest_on=None)
        with CaptureQueriesContext(connection) as queries:
            digests()
        return len(queries)

    sent()
    digests()
    one = cost()
    sent()
    sent("", journey="claim", target=InitiativeFactory(parent=directory))

    assert cost() == one


def test_digest_counts_what_is_probably_spam_after_the_rest_and_alone(daily):
    spam = sent("Casino", likely_spam=True)
    assert digests().startswith("1 submission is probably spam.\n\nPlease look all the same")

    OutgoingMail.objects.all().delete()
    ArrivalMails.objects.update(digest_on=None)
    sent("Bramley Baths")
    text = digests()

    assert text.index("1 more is probably spam") > text.index("Bramley Baths")
    assert spam.reference not in text
