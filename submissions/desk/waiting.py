"""What waits for moderators, on the first page of the desk."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.waiting import Waiting, since_days, until_day
from submissions import queue
from submissions.desk.filters import LIKELY_SPAM


def _counted(one: str, many: str, number: int) -> str:
    return ngettext(one, many, number) % {"number": number}


def _listed(**narrowed: str) -> str:
    query = urlencode(narrowed)
    return f"{reverse('submission_queue')}?{query}" if query else reverse("submission_queue")


def lines_of(now: queue.InQueue) -> Iterator[Waiting]:
    """Yield what waits of what people sent, the latest promises first."""
    if now.overdue:
        text = _counted(
            "%(number)d submission is later than promised",
            "%(number)d submissions are later than promised",
            now.overdue,
        )
        age = _("the first was due %(when)s") % {"when": until_day(now.first_due)} if now.first_due else ""
        yield Waiting(1, text, _listed(due="late"), age, is_late=True)
    if now.in_queue:
        text = _counted(
            "%(number)d submission waits for a decision", "%(number)d submissions wait for a decision", now.in_queue
        )
        age = _("the next is due %(when)s") % {"when": until_day(now.next_due)} if now.next_due else ""
        yield Waiting(2, text, _listed(), age)
    if now.answered:
        text = _counted(
            "%(number)d answer came that you have not read",
            "%(number)d answers came that you have not read",
            now.answered,
        )
        yield Waiting(
            3, text, _listed(), _("the first has been waiting %(since)s") % {"since": since_days(now.first_answer)}
        )
    if now.likely_spam:
        text = _counted(
            "%(number)d submission is probably spam: look through it",
            "%(number)d submissions are probably spam: look through them",
            now.likely_spam,
        )
        yield Waiting(80, text, _listed(state=LIKELY_SPAM))
