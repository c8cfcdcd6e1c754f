"""The settings of this app and what they are when nobody sets them."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

GAP = timedelta(seconds=5)  # between two requests to a host
LONGEST_GAP_SECONDS = 60  # however long a site asks programs to wait between requests
SECONDS_FOR_AN_ANSWER = 10.0
MOST_REDIRECTS = 5
LEASE = timedelta(minutes=20)  # longer than the slowest check: six hosts, three requests each, with waiting
ROBOTS_KEPT = timedelta(days=1)
MOST_OF_ROBOTS = 500 * 1024  # bytes that RFC 9309 asks programs to read
CHECK_AGAIN_AFTER = timedelta(days=30)
CHECK_FAILING_AFTER = timedelta(days=1)
CHECK_DEAD_AFTER = timedelta(days=7)
FAILED_DAYS_OF_DEAD = 3
FAILED_DAYS_OF_GONE = 2  # where the site itself says that there is nothing


def is_on() -> bool:
    """Tell whether this server asks other sites at all. Off unless the site's settings say so."""
    return getattr(settings, "LINK_CHECK", False)


def allows_loopback() -> bool:
    """Tell whether this machine itself may be asked, on any port: only in tests."""
    return getattr(settings, "LINK_CHECK_LOOPBACK", False)


def lock_file() -> Path:
    return Path(settings.DATA_DIR) / "link-check.lock"
