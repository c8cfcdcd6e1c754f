"""How it stands, in the sender's words: state, thread, answers, taking it back."""

import datetime
import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from core.models import SiteDetails
from submissions.actions.drafts import confirm_again, keep_answer
from submissions.actions.links import make_link
from submissions.actions.thread import answer_question
from submissions.models import Message, Submission
from submissions.models.keys import Purpose
from submissions.models.thread import MessageKind
from submissions.states import DECIDED, ClosedError, State
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


def put(draft, state, **fields):
    """Set the state as if it had been reached in the usual way."""
    reached = {"queued_at": timezone.now(), "due_on": datetime.date(2027, 3, 5), "sent_at": timezone.now()} | fields
    Submission.objects.filter(pk=draft.pk).update(state=state, **reached)
    draft.refresh_from_db()


def status(owner, draft):
    return owner.get(reverse("submit_status", args=[draft.reference])).content.decode()


def ask(draft, text="Who runs it?"):
    put(draft, State.ASKED)
    return Message.objects.create(submission=draft, kind=MessageKind.QUESTION, text=text)


WORDS = {
    State.DRAFT: "Not sent yet",
    State.UNCONFIRMED: "Please confirm your address",
    State.WAITING: "We decide by <strong>5 March 2027</strong>",
    State.ASKED: "We have a question",
    State.PUBLISHED: "It is published",
    State.DECLINED: "The reason is below",
    State.MERGED: "It became part of another entry",
    State.SPAM: "It looked like advertising to us",
    State.WITHDRAWN: "You took it back",
}


def test_every_state_is_told_in_words_of_its_own(owner, draft):
    for state in State:
        put(draft, state)

        page = status(owner, draft)

        assert WORDS[state] in page
        assert draft.reference in page
        assert [other for other, words in WORDS.items() if words in page and words != WORDS[state]] == []
        assert ("Correct my answers" in page) == (state in {State.UNCONFIRMED, State.WAITING, State.ASKED})


def test_published_entry_is_one_click_away_while_it_is_to_be_seen(owner, draft, directory):
    entry = InitiativeFactory(parent=directory, title="Bramley Baths, Leeds")
    put(draft, State.PUBLISHED, page=entry, decided_at=timezone.now())

    assert f'<a href="{entry.url}">Bramley Baths, Leeds</a>' in status(owner, draft)
    entry.unpublish()
    assert "Bramley Baths, Leeds" not in status(owner, draft)


def test_thread_shows_questions_answers_and_decision_but_no_notes(owner, draft):
    ask(draft, "Who runs it?\n\nAnd <b>since</b> when?")
    Message.objects.create(submission=draft, kind=MessageKind.NOTE, text="Looks like the one from Leeds")
    Message.objects.create(submission=draft, kind=MessageKind.DECISION, text="Thank you, it is fine.")

    page = status(owner, draft)

    assert "<p>And &lt;b&gt;since&lt;/b&gt; when?</p>" in page
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d{4}">', page)
    assert "Thank you, it is fine." in page
    assert "Looks like the one" not in page


def test_answer_reaches_the_thread_once_and_it_waits_for_a_decision_again(owner, draft):
    question = ask(draft)
    answer = {"text": "  The trust.\r\n\r\nSince 2013. ", "after": str(question.pk)}

    for _ in range(2):  # a double click
        response = owner.post(reverse("submit_answer", args=[draft.reference]), answer, follow=True)

    assert response.status_code == 200
    said = draft.thread.filter(kind=MessageKind.ANSWER)
    assert [message.text for message in said] == ["The trust.\n\nSince 2013."]
    draft.refresh_from_db()
    assert draft.state == State.WAITING
    assert [entry.done for entry in draft.log.all()].count("answered") == 1
    question = ask(draft, "Really?")
    answer_question(draft, "The trust.\n\nSince 2013.", after=question.pk)
    assert said.all().count() == 2


def test_question_is_not_forgotten_when_the_address_is_corrected_meanwhile(owner, draft):
    ask(draft)
    confirm_again(draft, "jo@home.example")
    secret = make_link(Purpose.CONFIRM, "jo@home.example", draft)

    owner.post(reverse("submit_confirm", args=[secret]))

    assert "We have a question" in status(owner, draft)


def test_answer_that_is_empty_or_far_too_long_is_kept_and_explained(owner, draft):
    question = ask(draft)
    send = reverse("submit_answer", args=[draft.reference])

    empty = owner.post(send, {"text": " ", "after": "x" * 50}).content.decode()
    long = owner.post(send, {"text": "long " * 2_000, "after": str(question.pk)}).content.decode()

    assert empty.count("Write your answer") == 2
    assert "<title>Error: " in empty
    assert "Your answer must be 5,000 characters or fewer: it is 4999 too long" in long
    assert "long long long" in long
    assert draft.thread.count() == 1


def test_answer_that_comes_after_the_decision_is_shown_to_be_copied(owner, draft):
    question = ask(draft)
    put(draft, State.DECLINED)

    page = owner.post(
        reverse("submit_answer", args=[draft.reference]), {"text": "The trust.", "after": str(question.pk)}
    ).content.decode()

    assert "We had decided before your answer came" in page
    assert "The trust." in page
    assert not draft.thread.filter(kind=MessageKind.ANSWER).exists()
    with pytest.raises(ClosedError):
        answer_question(draft, "The trust.", after=question.pk)


def test_correcting_while_it_waits_is_seen_by_moderators_as_one_change(draft, right_answers):
    put(draft, State.WAITING)
    for name in ("Us", "Us all", "Us all"):
        keep_answer(draft, "who", {"organisation": [name]})
    keep_answer(draft, "money", {"cost": [""]}, is_done=True)

    changes = [entry for entry in draft.log.all() if entry.done == "changed"]

    assert len(changes) == 1
    assert timezone.now() - changes[0].at < datetime.timedelta(minutes=1)


def test_draft_is_deleted_after_a_question_and_a_double_click_ends_on_the_same_page(owner, draft):
    delete = reverse("submit_delete", args=[draft.reference])
    page = owner.get(delete)
    mark = page.content.decode().partition('name="mark" value="')[2].partition('"')[0]
    assert Submission.objects.exists()

    first = owner.post(delete, {"mark": mark})
    second = owner.post(delete, {"mark": mark})
    guessed = owner.post("/submit/8888-8888/delete/", {"mark": mark})

    assert (first.url, second.url) == (reverse("submit_deleted"), reverse("submit_deleted"))
    assert "Your answers, your photos and your address are gone." in owner.get(first.url).content.decode()
    assert not Submission.objects.exists()
    assert guessed.status_code == 403


@pytest.mark.parametrize("page", ["delete", "later", "photos", "about"])
def test_draft_that_is_deleted_in_another_window_just_then_is_no_server_error(owner, draft, page):
    done = []

    def delete_first(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and not done:
            done.append(sql)
            Submission.objects.all().delete()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(delete_first):
        response = owner.post(f"/submit/{draft.reference}/{page}/", {"email": "jo@example.org", "title": "Baths"})

    assert done
    assert response.status_code == (303 if page == "delete" else 403)


def test_what_was_read_is_taken_back_and_stays_in_the_log(owner, draft):
    put(draft, State.WAITING)

    response = owner.post(reverse("submit_delete", args=[draft.reference]), follow=True)

    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN
    assert draft.log.last().done == "withdrawn"
    assert "You took it back" in response.content.decode()


@pytest.mark.parametrize(("contact", "way"), [("us@example.org", "write to us"), ("", "choose “Suggest a change”")])
def test_what_was_decided_cannot_be_taken_back_and_the_page_says_what_to_do(owner, draft, contact, way):
    # Without an address nobody is told to write to one.
    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": contact})
    for state in DECIDED:
        put(draft, state)

        page = owner.post(reverse("submit_delete", args=[draft.reference])).content.decode()

        assert "It was decided already" in page
        assert way in page
        assert Submission.objects.get().state == state
