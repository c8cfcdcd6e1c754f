"""Whose turn it is at a host: at most one request every five seconds, whichever process or server asks."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from linkcheck import conf
from linkcheck.models import Host


class StoppedError(Exception):
    """The process ends."""


class Pace:
    """Waits for turns.

    Args:
        now: tells the time.
        wait: waits so many seconds; may raise `StoppedError`.
    """

    def __init__(self, now: Callable[[], datetime] = timezone.now, wait: Callable[[float], object] = time.sleep):
        self.now = now
        self._wait = wait

    def turn_at(self, url: str) -> Host:
        """Wait until the host of an address may be asked once, and return it. The turn is taken in the database."""
        host, _made = Host.objects.get_or_create(name=host_name(url), defaults={"free_at": self.now()})
        while True:
            moment = self.now()
            gap = max(conf.GAP, timedelta(seconds=host.gap_seconds))
            if Host.objects.filter(pk=host.pk, free_at__lte=moment).update(free_at=moment + gap):
                return host
            host = Host.objects.get(pk=host.pk)
            # A clock that was set back must not keep a host busy for years.
            longest = timedelta(seconds=conf.LONGEST_GAP_SECONDS)
            if host.free_at > moment + longest:
                Host.objects.filter(pk=host.pk, free_at=host.free_at).update(free_at=moment + gap)
                host.free_at = moment + gap
            self._wait(max((host.free_at - moment).total_seconds(), 0.01))


def host_name(url: str) -> str:
    """Return the name of the host of an address, as it is kept."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")[:255]
    except ValueError:
        return ""
