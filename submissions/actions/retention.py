"""Forgetting what was kept long enough. `manage.py prune_submissions` calls it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from submissions.actions.arrivals import forget_old_arrivals
from submissions.actions.emptying import empty
from submissions.models import Submission
from submissions.retention import EMPTIED, TRAPPED_DAYS, TRAPPED_SECONDS
from submissions.states import State
from submissions.traps import HIDDEN_FIELD, SECONDS

AT_ONCE = 100  # submissions in one transaction: visitors who write wait no longer than that takes


def forget_decided(*, dry_run: bool = False) -> int:
    """Empty what was decided long enough ago (`submissions.retention`) and return how many that were."""
    chosen = [pk for rule in EMPTIED for pk in _due(rule.states, rule.days).values_list("pk", flat=True)]
    if not dry_run:
        for start in range(0, len(chosen), AT_ONCE):
            with transaction.atomic():
                empty(Submission.objects.filter(pk__in=chosen[start : start + AT_ONCE]))
    return len(chosen)


def forget_trapped(*, dry_run: bool = False) -> int:
    """Delete drafts that only a program can have begun, two days after; return how many that were."""
    trapped = [draft.pk for draft in _old_drafts().iterator() if _is_trapped(draft)]
    if not dry_run:
        Submission.objects.filter(pk__in=trapped, state=State.DRAFT).delete()
        forget_old_arrivals()
    return len(trapped)


def _due(states: frozenset[State], days: int) -> QuerySet[Submission]:
    before = timezone.now() - timedelta(days=days)
    return Submission.objects.filter(state__in=states, decided_at__lt=before, emptied_at=None)


def _old_drafts() -> QuerySet[Submission]:
    before = timezone.now() - timedelta(days=TRAPPED_DAYS)
    return Submission.objects.filter(state=State.DRAFT, updated_at__lt=before, contact_email="").exclude(signs={})


def _is_trapped(draft: Submission) -> bool:
    """Tell whether no person began it: hidden field filled in, sent before anybody could read the page, nothing after it."""
    return bool(
        draft.signs.get(HIDDEN_FIELD)
        and draft.signs.get(SECONDS, 0.0) < TRAPPED_SECONDS
        and draft.answer_set.count() <= 1
    )
