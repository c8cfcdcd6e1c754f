"""Small answers of the database that a process keeps for a few seconds: what every page needs and hardly ever changes.

Who changes such a thing says so, and this process shows the change at once. Other processes and hosts are told nothing; they
show it when what they kept is `SECONDS` old.
"""

import time
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from django.db import transaction

SECONDS = 3.0
MOST_ANSWERS = 64  # of one kind; what strangers can ask for (host names) must not fill the memory

Answer = TypeVar("Answer")


class Kept(Generic[Answer]):
    """A read whose answers are kept, by what was asked. They are shared by threads: whoever gets one leaves it as it is."""

    everything: ClassVar[list["Kept"]] = []

    def __init__(self, read: Callable[..., Answer], *, seconds: float | None = None, most: int = MOST_ANSWERS):
        """Take the read. `seconds`: how long an answer is kept; `most`: how many, by what was asked."""
        self._read, self._seconds, self._most = read, seconds, most
        self._answers: dict[tuple, tuple[float, Answer]] = {}
        self._changes = 0
        self.everything.append(self)

    def __call__(self, *asked) -> Answer:
        kept = self._answers.get(asked)
        if kept and time.monotonic() < kept[0]:
            return kept[1]
        changes, now = self._changes, time.monotonic()
        answer = self._read(*asked)
        # What changed while it was read may have been read as it was before.
        if changes == self._changes:
            if len(self._answers) >= self._most:
                self._answers = {}
            self._answers[asked] = (now + (self._seconds or SECONDS), answer)
        return answer

    def forget(self) -> None:
        """Read anew at the next question."""
        self._changes += 1
        self._answers = {}

    def changed(self) -> None:
        """Forget now, and again after the commit: until then other threads read, and keep, what was there before."""
        self.forget()
        transaction.on_commit(self.forget)


def forget_everything() -> None:
    """Forget all that is kept: between tests, whose changes are rolled back."""
    for kept in Kept.everything:
        kept.forget()
