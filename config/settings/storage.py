"""Where data is kept: the database from its URL and the generated secret key."""

import os
import secrets
from pathlib import Path

import dj_database_url

SQLITE_OPTIONS = {
    # Stock settings lose most simultaneous writes to "database is locked": a transaction must take the write lock when it
    # begins, wait for it, and readers must not block writers.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;",
}


def database_from_url(url: str | None, data_dir: Path) -> dict:
    """Return Django's settings for one database.

    Args:
        url: for instance `postgres://user:password@host/name`; SQLite in `data_dir` when empty.
        data_dir: the folder of this copy's data; made when it is missing.
    """
    if not url:
        data_dir.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{data_dir / 'db.sqlite3'}"
    database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {**database.get("OPTIONS", {}), **SQLITE_OPTIONS}
    return database


def generated_secret_key(data_dir: Path) -> str:
    """Return this copy's own secret key, made once and readable by its owner only. For development."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    try:
        # O_EXCL: of two processes that start together one writes the key, and the other reads it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
