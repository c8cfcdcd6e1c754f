"""A thread of each web process that does what is waiting: when it is woken, and every now and then in one process of the host."""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from django.db import OperationalError, close_old_connections

from core.locks import lock

logger = logging.getLogger(__name__)
SECONDS_TO_END = 10.0


class Watcher:
    """Does some work beside the requests, which ask the database nothing for it; a host that nobody visits is served too.

    Args:
        name: of the thread.
        work: does all that is waiting. When it raises, it is called again after `seconds`.
        lock_file: returns the file by which the processes of this host agree which of them looks by itself.
        seconds: how long that one waits between two looks.
        stopping: set when the process ends; `work` may look at it and give up.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], object],
        *,
        lock_file: Callable[[], Path],
        seconds: float,
        stopping: threading.Event,
    ):
        self._name = name
        self._work = work
        self._lock_file = lock_file
        self._seconds = seconds
        self._stopping = stopping
        self._wake = threading.Event()
        self._starting = threading.Lock()
        self._process = 0
        self._thread: threading.Thread | None = None
        atexit.register(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether this process has the thread."""
        return self._process == os.getpid()

    def wake(self) -> None:
        self.start()
        self._wake.set()

    def start(self) -> None:
        # A fork takes no threads along: the number of the process tells.
        if self.is_running:
            return
        with self._starting:
            if not self.is_running:
                self._process = os.getpid()
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread before the interpreter goes: one in the middle of its work would not survive that quietly."""
        if self._thread and self.is_running:
            self._stopping.set()
            self._wake.set()
            self._thread.join(SECONDS_TO_END)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch()
            except OperationalError as error:
                # Busy, or away for a moment: what is waiting goes on waiting, and a line says so.
                logger.warning(
                    "%s: the database does not answer (%s); trying again in %s seconds",
                    self._name,
                    error,
                    self._seconds,
                )
                self._stopping.wait(self._seconds)
            except Exception:
                logger.exception("%s failed; trying again in %s seconds", self._name, self._seconds)
                self._stopping.wait(self._seconds)

    def _watch(self) -> None:
        # Who holds this lock is the one process of the host that looks by itself. It ends with the process.
        with lock(self._lock_file()) as watching:
            while not self._stopping.is_set():
                woken = self._wake.wait(self._seconds)
                self._wake.clear()
                if woken or watching:
                    close_old_connections()
                    try:
                        self._work()
                    finally:
                        close_old_connections()
                if not watching:
                    break
