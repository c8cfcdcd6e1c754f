"""Forgetting what was kept long enough. `manage.py prune_submissions` calls it."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from submissions.actions.arrivals import forget_old_arrivals
from submissions.actions.emptying import empty
from submissions.models import MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.retention import EMPTIED, TRAPPED_DAYS, TRAPPED_SECONDS, TYPED_DAYS, YEAR
from submissions.states import State
from submissions.traps import HIDDEN_FIELD, SECONDS

AT_ONCE = 100  # submissions in one transaction: visitors who write wait no longer than that takes


def forget_decided(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Empty what was decided long enough ago (`submissions.retention`). Return how many."""
    chosen = list(_overdue(now).values_list("pk", flat=True))
    if not is_rehearsal:
        for start in range(0, len(chosen), AT_ONCE):
            with transaction.atomic():
                empty(Submission.objects.filter(pk__in=chosen[start : start + AT_ONCE]))
    return len(chosen)


def forget_trapped(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete drafts that only a program can have begun, two days after. Return how many."""
    idle = Submission.objects.filter(
        state=State.DRAFT, updated_at__lt=now - datetime.timedelta(days=TRAPPED_DAYS), contact_email=""
    )
    trapped = [draft.pk for draft in idle.exclude(signs={}).iterator() if _is_trapped(draft)]
    if not is_rehearsal:
        idle.filter(pk__in=trapped).delete()
        forget_old_arrivals()
    return len(trapped)


def forget_typed(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete links that would begin a draft, two days after they were mailed, with what was typed. Return how many."""
    before = now - datetime.timedelta(days=TYPED_DAYS)
    links = MailedLink.objects.filter(purpose=Purpose.BEGIN, created_at__lt=before)
    return links.count() if is_rehearsal else links.delete()[0]


def _overdue(now: datetime.datetime) -> QuerySet[Submission]:
    # Whose address was changed after sending and never confirmed has no decision, and waits for nobody.
    overdue = Q(state=State.UNCONFIRMED, queued_at__isnull=False, updated_at__lt=now - datetime.timedelta(days=YEAR))
    for rule in EMPTIED:
        overdue |= Q(state__in=rule.states, decided_at__lt=now - datetime.timedelta(days=rule.days))
    return Submission.objects.filter(overdue, emptied_at=None)


def _is_trapped(draft: Submission) -> bool:
    """Tell whether no person began it: hidden field filled in, sent before anybody could read the page, nothing after it."""
    return bool(
        draft.signs.get(HIDDEN_FIELD)
        and draft.signs.get(SECONDS, 0.0) < TRAPPED_SECONDS
        and draft.answer_set.count() <= 1
    )
