"""Who was erased, so that a restored backup does not bring anybody back.

Two files outside the database: one line for each person with a keyed hash of her e-mail address, and the key. A restore of the
database leaves them alone. The key is not SECRET_KEY: that one may change, and then nobody would be recognised.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.locks import lock

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{64})")
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
KEY_BYTES = 32


def bury(email: str) -> None:
    """Remember that a person was erased now. On disk when this returns."""
    moment = timezone.now().astimezone(UTC)
    with lock(_folder() / "erased.lock", wait=True):
        _append(_folder() / "erased", f"{moment:{MOMENT}} {_hash(_key(), email)}\n")


def erased_at() -> Callable[[str], datetime | None]:
    """Return a function that tells when the person with an e-mail address was erased last, if she was.

    Lines that a crash cut off are passed over.
    """
    try:
        lines = (_folder() / "erased").read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return lambda email: None
    moments = {}
    for match in filter(None, map(LINE.fullmatch, lines)):
        moments[match[2]] = datetime.strptime(match[1], MOMENT).replace(tzinfo=UTC)
    with lock(_folder() / "erased.lock", wait=True):
        key = _key()
    return lambda email: moments.get(_hash(key, email))


def _hash(key: bytes, email: str) -> str:
    return hmac.new(key, email.strip().casefold().encode(), hashlib.sha256).hexdigest()


def _folder() -> Path:
    return Path(settings.ERASED_ROOT)


def _key() -> bytes:
    """Return the key, made when there is none. The caller holds the lock."""
    path = _folder() / "erased.key"
    if not path.exists():
        half = path.with_suffix(".new")
        half.unlink(missing_ok=True)
        _append(half, secrets.token_hex(KEY_BYTES))
        half.replace(path)
    return bytes.fromhex(path.read_text(encoding="ascii"))


def _append(path: Path, text: str) -> None:
    """Add text to a file and wait until it is on disk, with the folder's note of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        # After a line that a crash cut off, a new one begins.
        start = "\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else ""
        os.write(descriptor, (start + text).encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
