"""Forty texts of people who write with a screen reader, with autofill or by pasting: none of them is put behind others."""

import datetime

import pytest
from django.utils import timezone

from submissions.actions.drafts import keep_answer, send
from submissions.actions.links import new_device, open_with_link
from submissions.flags import find_flags, is_likely_spam
from submissions.models import MailedLink, Submission
from submissions.states import State
from submissions.traps import FIELD, MOMENT, drawn_now
from tests.submissions.test_flags import arrive

pytestmark = pytest.mark.django_db
WRITTEN = [
    "Neighbours grow leeks on a bowling green and cook them together on Fridays.",
    "we meet tuesdays 10 til 12 at the church hall, all welcome, tea & cake",
    "Mae trigolion yn rhedeg y dafarn. Dewch draw unrhyw bryd.",
    "Ring Jo on 01429 000000 or pop in. Wheelchair access round the back!!!",
    "The WEA, the RSPB, the NHS and HBC all helped. FREE.",
    "Dictated comma full stop new line we run a food bank question mark",
    "\U0001f331 Seeds swapped: 412 packets in 2023 \U0001f331\U0001f331",
    "From Word:\u00a0“smart quotes” – dashes — and • bullets\r\n• one\r\n• two",
    "See https://example.org/report and www.example.org for the figures.",
    "Zażółć gęślą jaźń – the Polish Saturday school in Łódź Street, Leeds.",
]
# What is in the field that nobody sees, and how many seconds all of it took.
WAYS = {
    "screen reader": ("", 1_500),
    "autofill": ("Jo Smith", 200),
    "fast paste": ("", 3),
    "autofill and fast paste": ("Jo Smith", 3),
}


@pytest.mark.parametrize("way", WAYS)
def test_honest_texts_reach_the_queue_between_the_others(draft, way):
    hidden, seconds = WAYS[way]
    arrive(draft, **{FIELD: hidden, MOMENT: drawn_now()})
    now = timezone.now()
    Submission.objects.update(created_at=now - datetime.timedelta(seconds=seconds), sent_at=now)
    held = []
    for text in WRITTEN:
        keep_answer(draft, "about", {"title": ["Baths"], "summary": [text], "what_it_does": [text]})
        draft.forget_answers()
        held += [text] if is_likely_spam(find_flags(draft)) else []
    assert held == []

    send(draft)
    open_with_link(MailedLink.objects.get(submission=draft, purpose="confirm"), new_device()[0])
    draft.refresh_from_db()
    assert (draft.state, draft.likely_spam) == (State.WAITING, False)
