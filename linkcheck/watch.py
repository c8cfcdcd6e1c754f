"""The thread that checks beside the requests, where the site's settings allow it."""

import threading

from django.utils.timezone import localdate

from core.watching import Watcher
from linkcheck import conf
from linkcheck.checking import Checker
from linkcheck.collecting import collect_all
from linkcheck.pacing import Pace, StoppedError

SECONDS_BETWEEN_LOOKS = 60.0
MOST_AT_ONCE = 200
_stopping = threading.Event()


def _wait(seconds: float) -> None:
    if _stopping.wait(seconds):
        raise StoppedError


class Rounds:
    """Once a day looks what entries lead to, and asks for what is due."""

    def __init__(self):
        self._swept_on = None

    def go(self) -> None:
        if self._swept_on != localdate():
            collect_all()
            self._swept_on = localdate()
        Checker(Pace(wait=_wait)).check_due(MOST_AT_ONCE, lambda: not _stopping.is_set())


watcher = Watcher(
    "link-check",
    Rounds().go,
    lock_file=conf.lock_file,
    seconds=SECONDS_BETWEEN_LOOKS,
    stopping=_stopping,
)


def start(**kwargs) -> None:
    """Begin to check in this process. Called at each request; takes no time."""
    if conf.is_on():
        watcher.start()
