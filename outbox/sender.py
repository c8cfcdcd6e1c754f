"""The thread of each web process that delivers: woken after a commit that posted mail, and every few seconds in one process."""

import threading
import time

from core.watching import Watcher
from outbox import conf
from outbox.delivery import MOST_AT_ONCE, deliver_round

SECONDS_BETWEEN_LOOKS = 5.0
_stopping = threading.Event()


class Sender:
    """Delivers until nothing is due, and leaves a server in trouble alone for a while."""

    def __init__(self):
        self._leave_alone_until = 0.0

    def deliver(self) -> None:
        if time.monotonic() < self._leave_alone_until:
            return
        delivered = MOST_AT_ONCE
        while delivered == MOST_AT_ONCE:
            done = deliver_round(go_on=lambda: not _stopping.is_set())
            delivered = done.delivered
            if done.trouble:
                self._leave_alone_until = time.monotonic() + conf.pause()


watcher = Watcher(
    "outbox",
    Sender().deliver,
    lock_file=conf.lock_file,
    seconds=SECONDS_BETWEEN_LOOKS,
    stopping=_stopping,
)


def start(**kwargs) -> None:
    """Begin to deliver in this process. Called at each request; takes no time."""
    if conf.delivers_beside_requests():
        watcher.start()


def wake() -> None:
    """Look at once, if this process delivers. Otherwise the one that looks by itself finds it within seconds."""
    if watcher.is_running:
        watcher.wake()
