"""Taking back what was just published or declined: the page leaves the site, the mail never goes, nothing is lost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import EDITORS, MODERATORS
from connectors.models import EntryPage, GoneAddress
from outbox.actions import deliver_due
from outbox.models import MailState, OutgoingMail
from submissions.actions.drafts import send
from submissions.models import Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import State
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BUTTON = "Undo: put it back into the queue"
MINUTE = datetime.timedelta(minutes=1)


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


def decide(desk, submission, page, **more):
    form = desk.get(of(submission, page)).context["form"]
    came = {field.name: field.value() for field in form}
    return desk.post(
        of(submission, page), {k: v for k, v in came.items() if v not in (None, False)} | more, follow=True
    )


def publish(desk, submission):
    return decide(desk, submission, "publish", publish="1")


def decline(desk, submission):
    return decide(desk, submission, "decline", reason="advertising", text="Sorry, Jo.")


def undo(desk, submission):
    answer = desk.post(of(submission, "undo"), follow=True)
    submission.refresh_from_db()
    submission.forget_answers()
    return answer


def earlier(submission, minutes: float) -> None:
    """Let a decision, with its mail and its page, be so many minutes old."""
    past = minutes * MINUTE
    Submission.objects.filter(pk=submission.pk).update(decided_at=submission.decided_at - past)
    for mail in OutgoingMail.objects.all():
        OutgoingMail.objects.filter(pk=mail.pk).update(
            created_at=mail.created_at - past, next_try_at=mail.next_try_at - past
        )


def test_what_was_published_by_mistake_leaves_the_site_before_anybody_is_told(desk, waiting, client):
    answer = publish(desk, waiting)
    waiting.refresh_from_db()
    address = waiting.page.url
    assert "until then you can undo it" in answer.text
    assert BUTTON in answer.text
    assert client.get(address).status_code == 200
    assert deliver_due() == 0  # it waits

    assert "It is back in the queue" in undo(desk, waiting).text

    assert (waiting.state, waiting.decided_at, waiting.decided_by) == (State.WAITING, None, None)
    assert not OutgoingMail.objects.exists()
    assert not waiting.page.live
    assert client.get(address).status_code == 404
    assert not GoneAddress.objects.exists()
    assert [entry.done for entry in waiting.log.all()][-2:] == [Done.PUBLISHED, Done.UNDONE]
    assert not waiting.thread.filter(kind=MessageKind.DECISION).exists()


def test_what_was_taken_back_is_published_from_the_same_page(desk, waiting):
    publish(desk, waiting)
    undo(desk, waiting)
    page = EntryPage.objects.get()
    screen = desk.get(of(waiting)).text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in screen
    assert "Publish …" not in screen

    page.specific.get_latest_revision().publish(user=waiting.log.last().user)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.page.pk, EntryPage.objects.count()) == (State.PUBLISHED, page.pk, 1)
    assert OutgoingMail.objects.get().code == "submission-published"


def test_declining_is_taken_back_with_its_words_kept_for_moderators(desk, waiting, owner):
    decline(desk, waiting)
    undo(desk, waiting)

    assert waiting.state == State.WAITING
    assert not OutgoingMail.objects.exists()
    note = waiting.thread.get()
    assert (note.kind, "Sorry, Jo." in note.text) == (MessageKind.NOTE, True)
    assert "Sorry, Jo." in desk.get(of(waiting)).text


def test_sender_who_read_the_decision_reads_that_it_does_not_hold(desk, waiting, device, owner):
    mine = reverse("submit_status", args=[waiting.reference])
    assert "We are looking at it again" not in owner.get(mine).text
    decline(desk, waiting)
    undo(desk, waiting)

    page = owner.get(mine).text

    assert "We are looking at it again" in page
    assert "Sorry, Jo." not in page


@pytest.mark.parametrize("verb", [publish, decline])
def test_twice_is_once_and_the_mail_of_the_next_decision_goes(desk, waiting, verb):
    verb(desk, waiting)
    for _twice in range(2):
        undo(desk, waiting)
    assert [entry.done for entry in waiting.log.all()].count(Done.UNDONE) == 1

    decline(desk, waiting)
    waiting.refresh_from_db()
    earlier(waiting, 11)

    assert deliver_due() == 1


@pytest.mark.parametrize("verb", [publish, decline])
def test_after_ten_minutes_a_decision_stays_and_its_mail_goes(desk, waiting, verb):
    verb(desk, waiting)
    waiting.refresh_from_db()
    state = waiting.state
    earlier(waiting, 9.5)
    assert deliver_due() == 0
    assert BUTTON in desk.get(of(waiting)).text
    waiting.refresh_from_db()
    earlier(waiting, 1)
    assert BUTTON not in desk.get(of(waiting)).text

    answer = undo(desk, waiting)

    assert "more than ten minutes ago" in answer.text
    assert waiting.state == state
    assert deliver_due() == 1


@pytest.mark.parametrize("verb", [publish, decline])
@pytest.mark.parametrize("mail", [{"state": MailState.SENT}, {"taken_until": timezone.now() + MINUTE}])
def test_mail_that_is_going_keeps_everything_as_it_is(desk, waiting, verb, mail):
    verb(desk, waiting)
    OutgoingMail.objects.update(**mail)

    answer = undo(desk, waiting)

    assert "has just gone out" in answer.text
    assert waiting.state in {State.PUBLISHED, State.DECLINED}
    assert not EntryPage.objects.filter(live=False).exists()
    assert waiting.thread.get().kind == MessageKind.DECISION


def test_page_that_somebody_changed_stays_on_the_site(desk, waiting):
    publish(desk, waiting)
    page = EntryPage.objects.get().specific
    page.summary = "Somebody’s words."
    page.save_revision()

    answer = undo(desk, waiting)

    assert "the page was changed since it was published" in answer.text
    assert waiting.state == State.PUBLISHED
    assert EntryPage.objects.get().live
    assert OutgoingMail.objects.get().state == MailState.WAITING


def test_sender_without_an_address_is_no_hindrance(desk, waiting):
    Submission.objects.update(contact_name="", contact_email="")
    decline(desk, waiting)

    undo(desk, waiting)

    assert waiting.state == State.WAITING


def test_question_that_waited_for_its_answer_waits_again(desk, waiting):
    decide(desk, waiting, "ask", text="Who swims there?")
    decline(desk, waiting)

    undo(desk, waiting)

    assert waiting.state == State.ASKED
    assert [mail.code for mail in OutgoingMail.objects.all()] == ["submission-question"]


def test_merging_is_not_taken_back(desk, waiting):
    Submission.objects.update(state=State.MERGED, decided_at=timezone.now(), decided_by=UserFactory(first_name="Ann"))
    assert BUTTON not in desk.get(of(waiting)).text

    answer = undo(desk, waiting)

    assert "Merged into another entry" in answer.text
    assert waiting.state == State.MERGED


def test_editors_take_nothing_back(desk, waiting, sign_in):
    decline(desk, waiting)

    editor = sign_in(EDITORS)
    undo(editor, waiting)

    assert BUTTON not in editor.get(of(waiting)).text
    assert waiting.state == State.DECLINED
