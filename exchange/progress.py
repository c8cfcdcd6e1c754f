"""A progress bar for people who watch."""

import sys
import time
from typing import TextIO

WIDTH = 30
SECONDS = 0.2


class Progress:
    """Draws one line on a terminal and nothing anywhere else."""

    def __init__(self, stream: TextIO = sys.stderr, *, what: str = "rows"):
        self.stream, self.what = stream, what
        self.shown = bool(getattr(stream, "isatty", lambda: False)())
        self.began = time.monotonic()
        self.drawn = 0.0

    def update(self, share: float | None, count: int) -> None:
        """Say that a share (0 to 1) of the file is read, which was so many rows. Nothing: nobody knows how many come."""
        now = time.monotonic()
        if not self.shown or now - self.drawn < SECONDS:
            return
        self.drawn = now
        filled = round(WIDTH * min(share or 0, 1))
        percent = "" if share is None else f"{share:4.0%}"
        rate = count / max(now - self.began, 0.001)
        self.stream.write(
            f"\r{'█' * filled}{'░' * (WIDTH - filled)} {percent}  {count:,} {self.what}, {rate:,.0f} a second "
        )
        self.stream.flush()

    def done(self) -> None:
        if self.shown and self.drawn:
            self.stream.write("\n")
