"""Asking, declining, spam and notes: what is mailed, logged and kept, and who is told when somebody was faster."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITORS, MODERATORS
from outbox.models import OutgoingMail
from submissions.actions.decisions import mark_as_spam
from submissions.actions.drafts import keep_answer, send
from submissions.actions.thread import answer_question
from submissions.models import LogEntry, Message, SeenBy, Submission, SubmissionPhoto
from submissions.models.thread import Done, MessageKind
from submissions.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(draft):
    """A submission in the queue."""
    Submission.objects.filter(pk=draft.pk).update(email_confirmed_at=timezone.now())
    draft.refresh_from_db()
    send(draft)
    OutgoingMail.objects.all().delete()
    draft.refresh_from_db()
    return draft


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def of(submission, page="screen") -> str:
    return reverse(f"submission_{page}", args=[submission.reference])


def filled(page, **values) -> dict:
    """The fields of a form as they came, with these values in their place."""
    form = page.context["form"]
    return {field.name: field.value() or "" for field in form} | values


def test_screen_shows_everything_at_a_glance(desk, waiting):
    Submission.objects.update(flags=[{"code": "links", "text": "7 links in the texts", "weight": 2}])

    page = desk.get(of(waiting))

    for words in (
        "Bramley Baths",
        "Jo Smith",
        "jo@example.org",
        "volunteer",
        "7 links in the texts",
        "Leeds",
        "Running",
    ):
        assert words in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert SeenBy.objects.get().submission == waiting


def test_screen_tells_what_changed_since_the_last_look(desk, waiting, right_answers):
    assert "changed since" not in desk.get(of(waiting), headers={"Sec-Purpose": "prefetch"}).text
    assert not SeenBy.objects.exists()  # nobody looked
    desk.get(of(waiting))

    keep_answer(waiting, "who", right_answers["who"] | {"organisation": ["Friends of the Baths"]}, is_done=True)

    page = desk.get(of(waiting)).text
    assert page.count("changed since you last looked") == 1
    assert "Friends of the Baths" in page
    assert "changed since you last looked" not in desk.get(of(waiting)).text


def test_question_is_mailed_in_the_words_left_standing_and_its_answer_comes_back(desk, waiting):
    page = desk.get(of(waiting, "ask"))
    text = page.context["form"]["text"].value()
    assert "Dear Jo Smith" in text
    assert waiting.reference in text
    refused = desk.post(of(waiting, "ask"), filled(page))
    assert "Replace the words in square brackets" in refused.text
    assert not OutgoingMail.objects.exists()

    words = text.replace("[Write your question here.]", "Who swims there?")
    desk.post(of(waiting, "ask"), filled(page, text=words))

    waiting.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (waiting.state, mail.to, mail.about) == (State.ASKED, "jo@example.org", waiting.reference)
    assert mail.reply_to == User.objects.get().email
    assert "Who swims there?" in mail.text
    assert Message.objects.get(kind=MessageKind.QUESTION).text == mail.text
    assert waiting.log.last().done == Done.ASKED

    answer_question(waiting, "Everybody.", after=0)
    page = desk.get(of(waiting)).text
    assert "Everybody." in page
    assert "Waits for a decision" in page


def test_declining_takes_the_words_of_the_reason_and_logs_it(desk, waiting):
    page = desk.get(of(waiting, "decline"), {"reason": "advertising"})
    assert "an offer of a product or service" in page.context["form"]["text"].value()

    desk.post(
        of(waiting, "decline"), filled(page, subject="About\r\nBcc: all@example.org", text="Sorry, Jo. <b>No</b>")
    )

    waiting.refresh_from_db()
    mail, entry = OutgoingMail.objects.get(), waiting.log.last()
    assert (waiting.state, waiting.decided_by) == (State.DECLINED, User.objects.get())
    assert (mail.subject, mail.text) == ("About Bcc: all@example.org", "Sorry, Jo. <b>No</b>")
    assert (entry.done, entry.note) == (Done.DECLINED, "Advertising")
    assert Message.objects.get(kind=MessageKind.DECISION).text == mail.text


@pytest.mark.parametrize("reason", ["place", "source", "there", "nonsense", ""])
def test_each_reason_gives_words_and_the_free_one_asks_for_some(desk, waiting, reason):
    page = desk.get(of(waiting, "decline"), {"reason": reason})

    answer = desk.post(of(waiting, "decline"), filled(page))

    assert ("square brackets" in answer.text) == (reason in {"nonsense", ""})
    assert OutgoingMail.objects.count() == (0 if reason in {"nonsense", ""} else 1)


def test_spam_gets_no_mail_and_comes_back_as_it_was(desk, waiting):
    page = desk.get(of(waiting))
    desk.post(of(waiting, "spam"), {"mark": page.context["mark"]})
    waiting.refresh_from_db()
    assert waiting.state == State.SPAM
    assert not OutgoingMail.objects.exists()

    for _twice in range(2):
        desk.post(of(waiting, "undo"))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by, waiting.decided_at) == (State.WAITING, None, None)
    assert [entry.done for entry in waiting.log.all()][-2:] == [Done.MARKED_SPAM, Done.UNDONE]


def test_spam_of_last_month_stays_spam(desk, waiting):
    mark_as_spam(waiting, User.objects.get())
    Submission.objects.update(decided_at=timezone.now() - datetime.timedelta(days=31))

    answer = desk.post(of(waiting, "undo"), follow=True)

    assert "cannot be undone any more" in answer.text
    assert "Undo:" not in answer.text
    assert Submission.objects.get().state == State.SPAM


def test_question_that_was_open_is_open_again_after_undoing(desk, waiting):
    page = desk.get(of(waiting, "ask"))
    desk.post(of(waiting, "ask"), filled(page, text="Who?"))
    mark_as_spam(waiting, User.objects.get())

    desk.post(of(waiting, "undo"))

    assert Submission.objects.get().state == State.ASKED


def test_second_moderator_is_told_who_was_faster_and_keeps_her_words(desk, waiting):
    page = desk.get(of(waiting, "decline"), {"reason": "source"})
    other = User.objects.create(username="ann", first_name="Ann", last_name="Lee")
    mark_as_spam(waiting, other)

    answer = desk.post(of(waiting, "decline"), filled(page, text="My own careful words."))

    assert "Ann Lee was faster: “Spam”" in answer.text
    assert "My own careful words." in answer.text
    assert "Decline and send the mail" not in answer.text
    assert not OutgoingMail.objects.exists()
    assert Submission.objects.get().state == State.SPAM
    assert "Ann Lee was faster" in desk.get(of(waiting, "ask"), follow=True).text


def test_correction_meanwhile_is_shown_before_anything_is_decided(desk, waiting, right_answers):
    desk.get(of(waiting))
    page = desk.get(of(waiting, "ask"))
    keep_answer(waiting, "about", right_answers["about"] | {"summary": ["It closed last week."]}, is_done=True)

    held = desk.post(of(waiting, "ask"), filled(page, text="Is it open on Sundays?"))

    assert "Something came in since you read this" in held.text
    assert "It closed last week." in held.text
    assert "Is it open on Sundays?" in held.text
    assert not OutgoingMail.objects.exists()
    # Having seen it, she may go on.
    desk.post(of(waiting, "ask"), filled(held, text="Is it closed for good?"))
    assert OutgoingMail.objects.get().text == "Is it closed for good?"


def test_correction_between_screen_and_decision_page_is_shown(desk, waiting, right_answers):
    mark = desk.get(of(waiting)).context["mark"]
    keep_answer(waiting, "about", right_answers["about"] | {"summary": ["It closed last week."]}, is_done=True)

    assert "It closed last week." in desk.get(of(waiting, "decline"), {"mark": mark}).text


def test_note_is_for_moderators_only(desk, waiting):
    desk.post(of(waiting, "note"), {"text": "Ask <b>Ann</b> first."})

    assert Message.objects.get().kind == MessageKind.NOTE
    assert "Ask &lt;b&gt;Ann&lt;/b&gt; first." in desk.get(of(waiting)).text
    assert not OutgoingMail.objects.exists()
    assert "Write the note" in desk.post(of(waiting, "note"), {"text": " "}, follow=True).text


@pytest.mark.parametrize("page", ["publish", "ask", "decline", "merge", "spam", "undo", "note"])
def test_editors_and_strangers_decide_nothing(sign_in, client, waiting, page):
    assert client.post(of(waiting, page), {"text": "x", "subject": "x"}).status_code == 302  # to the sign-in
    desk = sign_in(EDITORS)

    answers = [desk.post(of(waiting, page), {"text": "x", "subject": "x"}), desk.get(of(waiting, page))]

    assert all(answer.status_code in {302, 403, 405} for answer in answers)
    assert Submission.objects.get().state == State.WAITING
    assert LogEntry.objects.last().done == Done.CONFIRMED


def test_what_never_arrived_is_not_there(desk, draft):
    for name in ("screen", "ask", "publish"):
        assert desk.get(of(draft, name)).status_code == 404
    assert desk.get(reverse("submission_screen", args=["no-such"])).status_code == 404


def test_sender_who_was_erased_gets_no_mail(desk, waiting):
    Submission.objects.update(contact_name="", contact_email="")

    page = desk.get(of(waiting, "decline"), {"reason": "source"})
    desk.post(of(waiting, "decline"), filled(page))

    assert Submission.objects.get().state == State.DECLINED
    assert not OutgoingMail.objects.exists()


def test_screen_asks_the_database_the_same_for_a_short_and_a_long_story(desk, waiting):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(of(waiting))
        return len(captured)

    def go_on(number):
        Message.objects.create(submission=waiting, kind=MessageKind.NOTE, author=User.objects.get(), text=f"{number}")
        LogEntry.objects.create(submission=waiting, done=Done.CHANGED, user=User.objects.get())
        SubmissionPhoto.objects.create(submission=waiting, digest=f"{number}", file=f"photos/{number}.jpeg")

    go_on(1)
    desk.get(of(waiting))
    few = queries()
    for number in range(2, 4):
        go_on(number)

    assert queries() == few
