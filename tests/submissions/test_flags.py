"""What is odd about a submission, as the moderator reads it."""

import datetime
import time

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from submissions.actions.arrivals import forget_old_arrivals, note_arrival
from submissions.actions.drafts import begin, keep_answer
from submissions.actions.flagging import flag
from submissions.flags import find_flags, is_likely_spam
from submissions.models import Arrival, Submission, SubmissionPhoto
from submissions.models.arrivals import ArrivalKind
from submissions.traps import FIELD, MOMENT, SALT, drawn_now

pytestmark = pytest.mark.django_db


def texts(submission: Submission) -> list[str]:
    submission.forget_answers()
    return [found["text"] for found in find_flags(submission)]


def slowly_sent(draft: Submission) -> Submission:
    draft.created_at = timezone.now() - datetime.timedelta(minutes=9)
    draft.sent_at = timezone.now()
    draft.save()
    return draft


def arrive(submission: Submission, kind: str = ArrivalKind.BEGUN, address: str = "192.0.2.7", **posted: str) -> None:
    note_arrival(kind, submission, RequestFactory().post("/", posted, REMOTE_ADDR=address))


def test_ordinary_submission_has_no_flags(draft):
    arrive(draft, **{FIELD: "", MOMENT: drawn_now()})

    assert texts(slowly_sent(draft)) == []


def test_each_oddity_is_said_with_its_figures(draft):
    slowly_sent(draft)
    keep_answer(draft, "lessons", {"what_to_copy": ["see " + " ".join(f"https://shop.example/{n}" for n in range(7))]})
    keep_answer(draft, "who", {"organisation": ["Bramley\u200b Ba\u202eths"]})
    keep_answer(draft, "about", {"title": ["Br\u0430mley Baths"], "summary": ["RESIDENTS RUN THE OLD BATHS"]})
    SubmissionPhoto.objects.create(submission=draft, digest="a", people="unknown")
    SubmissionPhoto.objects.create(submission=draft, digest="b", people="nobody")

    assert sorted(texts(draft)) == [
        "2 hidden characters in “Organisation or group”",
        "7 links in the texts",
        "Of 1 photo it is not said whether the people in it agreed; children may be among them",
        "“Br\u0430mley” in “Name of the initiative” mixes letters of different alphabets",
        "“What it does, in a sentence or two” is written in capitals",
    ]


def test_what_a_program_does_is_noticed(draft):
    arrive(draft, **{FIELD: "cheap pills", MOMENT: drawn_now()})
    draft.sent_at = timezone.now()

    found = find_flags(draft)
    assert {one["code"] for one in found} == {"hidden_field", "quick"}
    assert any("seconds after it was begun" in one["text"] for one in found)
    assert not is_likely_spam(found)  # autofill and a fast paste do the same
    keep_answer(draft, "lessons", {"what_to_copy": ["Buy at https://pills.example now! " * 6]})
    draft.forget_answers()
    assert is_likely_spam(find_flags(draft))


def test_autofill_alone_puts_nobody_behind_others(draft):
    arrive(draft, **{FIELD: "Jo Smith", MOMENT: drawn_now()})

    assert not is_likely_spam(find_flags(slowly_sent(draft)))


@pytest.mark.parametrize("moment", ["", "x", "Infinity", "1.5:x:y", "cut short"])
def test_forged_time_is_said_so(draft, moment):
    # Signed here, not above: the workers of a run must collect tests of the same names.
    arrive(draft, **{MOMENT: drawn_now()[:-2] if moment == "cut short" else moment})

    assert texts(slowly_sent(draft)) == ["The first page was sent without ever being opened here"]


def test_page_left_open_over_night_is_not_odd(draft):
    arrive(draft, **{MOMENT: signing.dumps(time.time() - 60_000, salt=SALT)})

    assert texts(slowly_sent(draft)) == []


def test_many_from_one_network_or_address_are_counted_and_the_others_not(draft, device):
    for number in range(12):
        arrive(begin("initiative", once=f"bot {number}", device=device), address=f"2001:db8::{number}")
    arrive(draft, address="2001:db8::99")
    honest = begin("initiative", once="honest", device=device)
    arrive(honest, address="2001:db8:1::1")
    Submission.objects.exclude(pk=draft.pk).update(contact_email="JO@example.org", sent_at=timezone.now())

    assert texts(slowly_sent(draft)) == [
        "The first page was sent without ever being opened here",
        "The 13th draft from this network address within an hour",
        "14 submissions with this e-mail address within a day",
    ]
    assert "network" not in {one["code"] for one in find_flags(honest)}


def test_network_is_kept_as_a_keyed_hash_for_a_day(draft):
    arrive(draft)
    assert "192.0.2.7" not in str(Arrival.objects.values())

    Arrival.objects.update(at=timezone.now() - datetime.timedelta(hours=25))

    assert forget_old_arrivals() == 1
    assert not Arrival.objects.exists()


def test_same_text_sent_again_names_the_first(draft, right_answers, device):
    long = {**right_answers["about"], "summary": ["Residents of Bramley run the Edwardian baths themselves."]}
    keep_answer(draft, "about", long)
    flag(draft)
    copied = {
        **long,
        "title": ["Another"],
        "summary": ["residents of  BRAMLEY run the Edwardian baths themselves"],
    }
    copy = begin("initiative", once="copy", device=device, step="about", raw=copied)

    assert texts(copy) == [f"The same text as {draft.reference}"]


def test_flags_follow_what_the_sender_corrects_while_it_waits(draft):
    Submission.objects.filter(pk=draft.pk).update(state="waiting")
    keep_answer(draft, "who", {"organisation": ["Bramley\u200b Baths"]})
    assert [one["code"] for one in Submission.objects.get().flags] == ["hidden-characters"]

    keep_answer(draft, "who", {"organisation": ["Bramley Baths"]})

    assert Submission.objects.get().flags == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["title", "summary", "what_it_does"]), st.lists(st.text(), max_size=3)))
@example({"title": []})
@example({"title": ["\u202e" * 9_000], "summary": ["http://" * 20_000], "unknown": ["x"]})
def test_no_text_is_too_odd_to_look_at(draft, raw):
    draft.answer_set.filter(step="about").update(data=raw)
    draft.forget_answers()

    assert all(one["text"] and one["code"] for one in find_flags(draft))
