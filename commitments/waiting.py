"""How many statuses wait for a decision: kept for seconds, because the desk's first page asks it each time."""

import datetime

from django.db.models import Count, Min

from commitments.models import StatusUpdate
from core.kept import Kept


def _by_author() -> dict[int | None, tuple[int, datetime.datetime]]:
    waiting = StatusUpdate.objects.waiting().order_by().values("made_by")
    found = waiting.annotate(number=Count("pk"), oldest=Min("made_at"))
    return {row["made_by"]: (row["number"], row["oldest"]) for row in found}


_waiting = Kept(_by_author)


def waiting_changed() -> None:
    """Read anew: somebody proposed or decided."""
    _waiting.changed()


def waiting_for(user) -> tuple[int, datetime.datetime | None]:
    """Return how many statuses somebody may decide on, because others proposed them, and since when the oldest waits."""
    others = [row for author, row in _waiting().items() if author != user.pk]
    return sum(number for number, _oldest in others), min((oldest for _number, oldest in others), default=None)
