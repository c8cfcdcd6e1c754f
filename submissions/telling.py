"""Who is told what: the people who decide, and what waits for them today."""

import datetime
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from submissions import queue
from submissions.models import Answer, HowOften, Submission
from submissions.states import IN_QUEUE
from submissions.working_days import days_later

DECIDE = "submissions.decide_submission"
RIGHTS_OF_GROUPS = "django.contrib.auth.backends.ModelBackend"
MOST_NAMED = 50
BY_PROMISE = (F("due_on").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class WhatWaits:
    """What waits for one person.

    Attributes:
        counts: the same as on the first page of the desk.
        named: what is due first, at most `MOST_NAMED`, without what is likely spam.
        today: the day for which this holds.
    """

    counts: queue.InQueue
    named: tuple[Submission, ...]
    today: datetime.date

    @property
    def next_day(self) -> datetime.date:
        """The next working day: on a Friday, Monday is the morrow."""
        return days_later(self.today, 1)

    @property
    def is_pressing(self) -> bool:
        """Whether something is late, or due by the next working day."""
        return bool(self.counts.first_due and self.counts.first_due <= self.next_day)

    @property
    def not_named(self) -> int:
        return self.counts.in_queue - len(self.named)


def who_decides() -> QuerySet:
    """Return the people who may decide about what is sent, and can be written to."""
    people = get_user_model().objects.with_perm(DECIDE, backend=RIGHTS_OF_GROUPS)
    return people.exclude(email="").order_by("pk")


def who_is_told_at_once() -> QuerySet:
    return who_decides().filter(arrival_mails__how_often=HowOften.AT_ONCE)


def who_gets_digests() -> QuerySet:
    """Return who decides and did not choose never. Who is told at once is among them, for the days on which something is due."""
    return who_decides().exclude(arrival_mails__how_often=HowOften.NEVER)


def what_waits_for(user) -> WhatWaits:
    """Return what waits for a moderator. As many queries however much it is."""
    return WhatWaits(queue.waiting(user), tuple(_due_first(user)), timezone.localdate())


def _due_first(user) -> QuerySet[Submission]:
    waiting = Submission.objects.filter(state__in=IN_QUEUE, likely_spam=False)
    # Keys first: a database works out what is news of every row before it cuts.
    keys = list(waiting.order_by(*BY_PROMISE).values_list("pk", flat=True)[:MOST_NAMED])
    titles = Prefetch("answer_set", Answer.objects.filter(step="about"))
    named = queue.with_news(Submission.objects.filter(pk__in=keys), user).order_by(*BY_PROMISE)
    return named.select_related("target").prefetch_related(titles)
