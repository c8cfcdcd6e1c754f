"""Moderators are told what arrives and what waits: at once, once a day, or never."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import EDITORS, MODERATORS
from outbox.messages import html_of
from outbox.models import OutgoingMail
from submissions.actions.drafts import keep_answer, send
from submissions.actions.links import make_link
from submissions.actions.queue import enqueue
from submissions.actions.thread import answer_question
from submissions.arrival_mails import title_of
from submissions.models import ArrivalMails, HowOften, Submission
from submissions.models.keys import Purpose
from submissions.states import State
from submissions.traps import FIELD
from tests.factories import InitiativeFactory
from tests.submissions.moderators import person
from tests.submissions.test_flags import arrive
from tests.submissions.test_links import press
from tests.submissions.test_queue import sent

pytestmark = pytest.mark.django_db
TOLD = ["arrived", "arrived-answer", "arrived-many", "arrived-digest"]


def mails(code: str = "") -> list[tuple[str, str]]:
    """Code and address of what moderators were told, in order."""
    found = OutgoingMail.objects.filter(code__in=[code] if code else TOLD).order_by("pk")
    return list(found.values_list("code", "to"))


def confirming(draft, email: str = "jo@example.org") -> str:
    return reverse("submit_confirm", args=[make_link(Purpose.CONFIRM, email, draft)])


def digests() -> str:
    call_command("write_digests", not_before=0)
    return "\n".join(OutgoingMail.objects.filter(code="arrived-digest").order_by("pk").values_list("text", flat=True))


def test_who_wants_it_at_once_is_told_when_a_sender_confirms_the_address_and_once(client, draft, at_once, daily):
    person("nan@council.example", HowOften.NEVER)
    person("ed@council.example", HowOften.AT_ONCE, EDITORS)
    gone = person("gone@council.example", HowOften.AT_ONCE)
    gone.is_active = False
    gone.save()
    send(draft)
    assert mails() == []

    path = confirming(draft)
    press(client, path)
    press(client, path)

    assert mails() == [("arrived", "ann@council.example")]
    mail = OutgoingMail.objects.get(code="arrived")
    assert mail.subject == f"New initiative: Bramley Baths ({draft.reference})"
    assert reverse("submission_screen", args=[draft.reference]) in mail.text
    assert f"{reverse('wagtailadmin_account')}#tab-notifications" in mail.text
    assert "Jo Smith" not in mail.text
    assert "jo@example.org" not in mail.text


def test_who_corrects_the_address_later_is_no_second_arrival(client, draft, at_once, right_answers):
    send(draft)
    press(client, confirming(draft))
    keep_answer(draft, "you", right_answers["you"] | {"contact_email": ["jo@home.example"]}, is_done=True)
    press(client, confirming(draft, "jo@home.example"))

    draft.refresh_from_db()
    assert draft.state == State.WAITING
    assert mails() == [("arrived", "ann@council.example")]


@pytest.mark.parametrize(("journey", "says"), [("change", "Suggested change"), ("claim", "Claim")])
def test_suggestions_and_claims_are_told_with_the_entry_they_are_about(journey, says, directory, at_once):
    target = InitiativeFactory(parent=directory, title="Repair café")
    enqueue(Submission.objects.create(journey=journey, target=target, contact_email="jo@example.org"))

    assert OutgoingMail.objects.get(code="arrived").subject.startswith(f"{says}: Repair café (")


def test_answer_is_told_at_once_and_sent_twice_it_is_told_once(asked):
    after = asked.thread.last().pk
    answer_question(asked, "In Bramley.", after=after)
    answer_question(asked, "In Bramley.", after=after)

    assert mails() == [("arrived-answer", "ann@council.example")]
    assert "In Bramley" not in OutgoingMail.objects.get(code="arrived-answer").text


def test_nobody_is_told_at_once_of_what_is_probably_spam(draft, at_once, daily):
    draft.email_confirmed_at = timezone.now()
    draft.save()
    keep_answer(
        draft, "about", {"title": ["BUY THE CASINO NOW"], "summary": ["SEE BR\u0410MLEY"], "what_it_does": ["BUY."]}
    )
    keep_answer(draft, "lessons", {"what_to_copy": ["see " + " ".join(f"https://shop.example/{n}" for n in range(7))]})
    arrive(draft, **{FIELD: "http://shop.example"})

    assert send(draft).likely_spam
    assert mails() == []
    assert "probably spam" in digests()
    assert "CASINO" not in digests()


def test_a_hundred_arrivals_within_an_hour_are_five_mails_and_one_that_says_there_is_more(at_once):
    for number in range(12):
        submission = sent(f"Group {number}", state=State.ASKED)
        answer_question(submission, "Yes.", after=0)

    assert [code for code, _to in mails()] == ["arrived-answer"] * 5 + ["arrived-many"]
    assert reverse("submission_queue") in OutgoingMail.objects.get(code="arrived-many").text
    OutgoingMail.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=61))
    answer_question(sent("Later", state=State.ASKED), "Yes.", after=0)
    assert mails()[-1] == ("arrived-answer", "ann@council.example")


def test_telling_costs_one_query_for_each_person_and_none_where_nobody_wants_it(home):
    def cost() -> int:
        submission = sent(state=State.ASKED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer_question(submission, "Yes.", after=0)
        return len(queries)

    nobody = cost()
    person("a@council.example", HowOften.AT_ONCE)
    one = cost()
    person("b@council.example", HowOften.AT_ONCE)
    person("c@council.example", HowOften.AT_ONCE)

    assert cost() - one == 2
    assert one - nobody <= 8


@given(title=st.text(min_size=1, max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_title_of_a_stranger_is_one_line_of_a_mail_and_leads_nowhere(title, db):
    submission = Submission(journey="initiative")
    submission.answers = {"about": {"title": [title]}}

    shown = title_of(submission)

    assert len(shown.splitlines()) <= 1
    assert "<a " not in html_of("Subject", f"“{shown}”", "Site")


@pytest.mark.parametrize(
    "title",
    ["http://ours/admin/", "hhttp://ttp://ours/x", "A:\nhttp://ours/", "http:\u200b//ours/x", "http:///ours"],
)
def test_address_in_a_title_becomes_no_link(title, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://ours"
    submission = Submission(journey="initiative")
    submission.answers = {"about": {"title": [title]}}

    assert "<a " not in html_of("Subject", f"“{title_of(submission)}”", "Site")


def test_moderator_chooses_on_the_account_page_how_often(sign_in):
    desk = sign_in(MODERATORS)
    page = desk.get(reverse("wagtailadmin_account"))
    form = {
        name: value
        for panel in page.context["panels_by_tab"].values()
        for one in panel
        for name, value in ((field.html_name, field.value()) for field in one.get_form())
        if value not in (None, False, "")
    }
    assert "Mail about what arrives" in page.content.decode()
    assert form["arrival_mails-how_often"] == HowOften.DAILY

    named = {"name_email-first_name": "Ann", "name_email-last_name": "Lee", "arrival_mails-how_often": "never"}
    desk.post(reverse("wagtailadmin_account"), form | named)

    assert ArrivalMails.objects.get().how_often == HowOften.NEVER


def test_editor_is_offered_no_mail_about_what_arrives(sign_in):
    page = sign_in(EDITORS).get(reverse("wagtailadmin_account"))

    assert "Mail about what arrives" not in page.content.decode()
