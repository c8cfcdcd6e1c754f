"""The settings of this app and what they are when nobody sets them."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings


def delivers_beside_requests() -> bool:
    """Tell whether web processes deliver by a thread. If not, only `deliver_due()` and `manage.py deliver_mail` do."""
    return getattr(settings, "OUTBOX_THREAD", True)


def lock_file() -> Path:
    return Path(settings.DATA_DIR) / "outbox.lock"


def first_wait() -> timedelta:
    """Return how long a mail waits after its first failure; each further one doubles that, up to `longest_wait`."""
    return getattr(settings, "OUTBOX_FIRST_WAIT", timedelta(minutes=1))


def longest_wait() -> timedelta:
    return getattr(settings, "OUTBOX_LONGEST_WAIT", timedelta(hours=4))


def try_for() -> timedelta:
    """Return how long a mail is tried before it has failed."""
    return getattr(settings, "OUTBOX_TRY_FOR", timedelta(days=3))


def lease() -> timedelta:
    """Return for how long a mail belongs to who took it: longer than any sending takes, for it is sent again after that."""
    return getattr(settings, "OUTBOX_LEASE", timedelta(minutes=5))


def pause() -> float:
    """Return how many seconds a process leaves a mail server alone that cannot be reached or breaks off."""
    return getattr(settings, "OUTBOX_PAUSE", 30.0)
