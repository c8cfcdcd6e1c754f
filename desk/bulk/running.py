"""Beginning a change of many entries, and going on with it some seconds at a time."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from desk.bulk.changing import CHANGES, RefusedError
from desk.bulk.models import BulkChange
from desk.statuses.decisions import DECISIONS

SECONDS_AT_ONCE = 5.0
BREATH = 0.03  # seconds between two: SQLite has no queue, and others who save would hardly ever find it free
KEPT = timedelta(days=30)
KNOWN = {**CHANGES, **DECISIONS}  # by what a row calls them


def begin(*, change: str, value: Any, keys: Sequence[int], user: AbstractUser, back: str) -> BulkChange:
    """Note what is to be changed; nothing is changed yet. Forgets what others finished a month ago."""
    BulkChange.objects.filter(started_at__lt=timezone.now() - KEPT).delete()
    return BulkChange.objects.create(
        user=user, change=change, value=value, keys=list(keys), matching=len(keys), back=back[:2_000]
    )


def go_on(key: int, *, seconds: float = SECONDS_AT_ONCE) -> BulkChange:
    """Change one entry after the other until the time is up. Each is a transaction with the note that it is done.

    Two windows that go on with the same change take turns: each entry is changed once.
    """
    until = time.monotonic() + seconds
    while True:
        bulk = _one(key)
        if bulk.is_done or time.monotonic() >= until:
            return bulk
        time.sleep(BREATH)


@transaction.atomic
def _one(key: int) -> BulkChange:
    bulk = BulkChange.objects.select_for_update().select_related("user").get(pk=key)
    if bulk.is_done:
        return bulk
    entry = bulk.keys[bulk.position]
    try:
        # Lines of the log from one request count as one, of which only the last is shown: each row is its own.
        with LogContext(user=bulk.user), transaction.atomic():
            where = KNOWN[bulk.change].apply(entry, bulk.value, user=bulk.user)
    except RefusedError as error:
        bulk.failures.append([entry, str(error)])
    else:
        bulk.changed += bool(where)
        bulk.drafts += where == "draft"
    bulk.position += 1
    bulk.save(update_fields=["position", "changed", "drafts", "failures"])
    return bulk
