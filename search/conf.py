"""The settings of this app and what they are when nobody sets them."""

from pathlib import Path

from django.conf import settings

BACKGROUND, AT_ONCE, NEVER = "background", "at-once", "never"


def index_dir() -> Path:
    """Return this host's own folder for the index."""
    return Path(getattr(settings, "SEARCH_INDEX_DIR", None) or settings.DATA_DIR / "index")


def catch_up_mode() -> str:
    """Return when changes are applied.

    "background": by a thread, within a second. "at-once": before the next line of code, for tests and scripts.
    "never": only when `catch_up()` or `manage.py reindex` is called.
    """
    return getattr(settings, "SEARCH_CATCH_UP", BACKGROUND)


def keep_changes_days() -> int:
    """Return after how many days applied changes are deleted. A host that sleeps longer builds its index again."""
    return getattr(settings, "SEARCH_KEEP_CHANGES_DAYS", 30)


def log_seconds() -> float | None:
    """Return how many seconds counts of searches wait in memory before they are written; None: until `log.flush()`."""
    return getattr(settings, "SEARCH_LOG_SECONDS", 5.0)
