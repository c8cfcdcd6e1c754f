"""Nothing that is written to a log holds the secret of a mailed link: what stands there can be read for months."""

import logging
import re

# The addresses that hold one: /submit/return/…, /submit/confirm/…, /submit/begin/…, /submit/my-data/…, /still-right/…
SECRET = re.compile(
    r"(?<=/)((?:submit/(?:return|confirm|begin|my-data)|still-right)(?:/|%2F))[^/\s\"'?#&<>]+", re.IGNORECASE
)


def masked(text: str) -> str:
    """Return text in which the secrets of mailed links are replaced by "…"."""
    return SECRET.sub(r"\1…", text)


class MaskedFormatter(logging.Formatter):
    """Masks the whole line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
