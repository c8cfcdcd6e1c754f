"""Drafts from the first answer to the queue, below the pages."""

import datetime

import pytest
from django.utils import timezone

from outbox.models import OutgoingMail
from submissions.actions.drafts import ClosedError, NotFinishedError, begin, delete_draft, keep_answer, send
from submissions.actions.links import LinkEndedError, find_link, make_link, new_device, open_with_link
from submissions.models import DeviceKey, MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.states import State
from submissions.working_days import days_later

pytestmark = pytest.mark.django_db


def confirm(submission: Submission) -> None:
    link = MailedLink.objects.get(submission=submission, purpose=Purpose.CONFIRM, superseded_at=None, used_at=None)
    open_with_link(link, new_device()[0])
    submission.refresh_from_db()


def test_same_first_page_sent_twice_begins_one_draft(device):
    first = begin("initiative", once="abc", device=device, step="about", raw={"title": ["Baths"]})
    again = begin("initiative", once="abc", device=new_device()[0], step="about", raw={"title": ["Baths"]})

    assert first == again
    assert Submission.objects.count() == 1


def test_what_is_wrong_is_kept_as_it_was_typed(device):
    long = "x" * 1_000
    submission = begin("initiative", once="abc", device=device, step="about", raw={"title": [long], "summary": [""]})

    assert Submission.objects.get().answers["about"] == {"title": [long], "summary": [""]}
    with pytest.raises(NotFinishedError) as raised:
        send(submission)
    assert "about" in [step.slug for step in raised.value.steps]


def test_another_windows_answer_is_not_overwritten_unseen(draft):
    seen = keep_answer(draft, "who", {"organisation": ["Us"]}).version
    keep_answer(draft, "who", {"organisation": ["Us and them"]}, version=seen)

    late = keep_answer(draft, "who", {"organisation": ["Only us"]}, version=seen)

    assert late.other == {"organisation": ["Us and them"]}
    assert Submission.objects.get().answers["who"] == {"organisation": ["Us and them"]}
    keep_answer(draft, "who", {"organisation": ["Only us"]}, version=late.version)
    assert Submission.objects.get().answers["who"] == {"organisation": ["Only us"]}


def test_nobody_reads_it_before_the_address_is_confirmed(draft):
    send(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.due_on) == (State.UNCONFIRMED, None)

    confirm(draft)

    assert draft.state == State.WAITING
    assert draft.due_on == days_later(timezone.localdate(), 10)
    assert list(OutgoingMail.objects.order_by("pk").values_list("code", flat=True)) == [
        "submission-confirm",
        "submission-arrived",
    ]
    arrived = OutgoingMail.objects.get(code="submission-arrived")
    assert draft.reference in arrived.subject
    assert "Bramley Baths Ltd" in arrived.text
    assert "jo@example.org" not in arrived.text


def test_sending_again_changes_nothing(draft):
    send(draft)
    first = Submission.objects.get()
    send(draft)
    confirm(draft)
    assert send(draft).state == State.WAITING

    assert Submission.objects.get().sent_at == first.sent_at
    assert OutgoingMail.objects.count() == 2


def test_link_works_once_and_a_newer_one_ends_the_older(draft):
    older, newer = (make_link(Purpose.RETURN, "jo@example.org", draft) for _ in range(2))
    device = new_device()[0]

    with pytest.raises(LinkEndedError):
        open_with_link(find_link(older, Purpose.RETURN), device)
    assert open_with_link(find_link(newer, Purpose.RETURN), device) == draft
    with pytest.raises(LinkEndedError):
        open_with_link(find_link(newer, Purpose.RETURN), device)
    assert not MailedLink.objects.filter(secret_hash__in=[older, newer]).exists()
    assert device.submissions.get() == draft


def test_link_of_yesterday_has_ended(draft):
    secret = make_link(Purpose.RETURN, "jo@example.org", draft)
    MailedLink.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))

    with pytest.raises(LinkEndedError):
        open_with_link(find_link(secret, Purpose.RETURN), DeviceKey.objects.first())


def test_another_address_must_be_confirmed_anew_and_keeps_the_place_in_the_queue(draft, right_answers):
    send(draft)
    confirm(draft)
    promised = draft.due_on

    other = right_answers["you"] | {"contact_email": ["other@example.org"]}
    keep_answer(draft, "you", other)
    draft.refresh_from_db()
    assert draft.contact_email == "jo@example.org"  # only typed, not sent

    keep_answer(draft, "you", other, is_done=True)
    draft.refresh_from_db()
    assert draft.state == State.UNCONFIRMED
    assert OutgoingMail.objects.filter(to="other@example.org").values_list("code", flat=True)[0] == "submission-confirm"

    Submission.objects.update(due_on=promised - datetime.timedelta(days=3))
    confirm(draft)
    assert (draft.state, draft.due_on) == (State.WAITING, promised - datetime.timedelta(days=3))


def test_decided_submission_cannot_be_changed_or_deleted(draft):
    Submission.objects.update(state=State.DECLINED)

    with pytest.raises(ClosedError):
        keep_answer(draft, "who", {"organisation": ["Too late"]})
    with pytest.raises(ClosedError):
        delete_draft(draft)
    assert Submission.objects.get().answers["who"]["organisation"] == ["Bramley Baths Ltd"]


@pytest.mark.parametrize(
    ("day", "working_days", "due"),
    [("2026-11-20", 1, "2026-11-23"), ("2026-11-23", 5, "2026-11-30"), ("2026-11-22", 10, "2026-12-04")],
)
def test_promised_day_skips_weekends(day, working_days, due):
    assert days_later(datetime.date.fromisoformat(day), working_days) == datetime.date.fromisoformat(due)
