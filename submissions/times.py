"""How long decisions take, month by month."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from statistics import median
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from submissions.models import Submission
from submissions.queue import NOT_IN_LIST
from submissions.states import State

OUTCOMES = (State.PUBLISHED, State.MERGED, State.DECLINED, State.SPAM, State.WITHDRAWN)
# Decided by moderators about people: neither spam nor what its sender took back tells how long anybody waited.
TIMED = {State.PUBLISHED, State.MERGED, State.DECLINED}
SLOW_SHARE = 0.9


class _Row(NamedTuple):
    state: str
    arrived: date | None
    decided: date | None
    due: date | None


@dataclass(frozen=True)
class Month:
    """What arrived and what was decided in a month.

    Attributes:
        first: its first day.
        middle: days within which half of the decisions came; None without any.
        slow: days within which nine of ten came.
        in_time: share of decisions on or before the promised day, 0 to 1; None without any.
        outcomes: state → how often.
    """

    first: date
    received: int
    decided: int
    middle: float | None
    slow: int | None
    in_time: float | None
    outcomes: dict[str, int]


def months_since(first: date) -> list[Month]:
    """Return the months from that of `first` on to this one, the latest first. One query."""
    rows = Submission.objects.exclude(state__in=NOT_IN_LIST).filter(
        Q(queued_at__date__gte=first) | Q(decided_at__date__gte=first)
    )
    known = [
        _Row(state, _day(queued_at), _day(decided_at), due_on)
        for state, queued_at, decided_at, due_on in rows.values_list("state", "queued_at", "decided_at", "due_on")
    ]
    return [_month(start, known) for start in _months(first, timezone.localdate())]


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month
    starts = (divmod(first.year * 12 + first.month - 1 + number, 12) for number in range(count, -1, -1))
    return [date(year, month + 1, 1) for year, month in starts]


def _month(first: date, rows: list[_Row]) -> Month:
    last = date(first.year, first.month, monthrange(first.year, first.month)[1])
    decided = [row for row in rows if row.decided and first <= row.decided <= last and row.state in OUTCOMES]
    timed = [row for row in decided if row.state in TIMED and row.arrived]
    days = sorted((row.decided - row.arrived).days for row in timed)
    kept = [row.decided <= row.due for row in timed if row.due]
    outcomes = Counter(row.state for row in decided)
    return Month(
        first=first,
        received=sum(1 for row in rows if row.arrived and first <= row.arrived <= last),
        decided=len(decided),
        middle=median(days) if days else None,
        slow=days[ceil(SLOW_SHARE * len(days)) - 1] if days else None,
        in_time=sum(kept) / len(kept) if kept else None,
        outcomes={state.value: outcomes[state] for state in OUTCOMES},
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
