"""What takes long to make – a database with all migrations, a seeded site – is made once, shared and copied."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.browser.server import fresh_postgres_database, locked, manage, must, own_environment

OWN = ("DATA_DIR", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the workers of one run share, or that several runs do: `TEST_COPIES` names that one."""
    if named := os.environ.get("TEST_COPIES"):
        return Path(named)
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def seeded_environment(shared: Path) -> dict[str, str]:
    """Return the environment of the seeded copy of the site: prepared on a migrated database by the first who asks.

    Args:
        shared: see `shared_folder`.
    """
    return _made_once(shared, "seeded", _prepare, begin=partial(migrated_environment, shared))


def own_seeded_environment(shared: Path, folder: Path) -> dict[str, str]:
    """Return the environment of a seeded copy of its own, for a test that adds to it. SQLite only; its index is built anew.

    Args:
        shared: see `shared_folder`.
        folder: where its data goes.
    """
    made = seeded_environment(shared)
    environment = own_environment(folder, folder.name)
    with (
        contextlib.closing(sqlite3.connect(_file(made))) as file,
        contextlib.closing(sqlite3.connect(_file(environment))) as copy,
    ):
        file.backup(copy)
    for name in ("secret_key", "sign-ins.json"):
        shutil.copy2(Path(made["DATA_DIR"]) / name, folder / name)
    (folder / "static").symlink_to(shared / "static")
    shutil.copytree(made["MEDIA_ROOT"], environment["MEDIA_ROOT"], dirs_exist_ok=True)
    return environment


def migrated_environment(shared: Path, folder: Path, database: str) -> dict[str, str]:
    """Return the environment of an own copy on which nothing but `migrate` ran.

    Args:
        shared: see `shared_folder`.
        folder: where its data goes.
        database: the name of its database on PostgreSQL.
    """
    made = _migrated(shared)
    if url := made.get("DATABASE_URL"):
        return own_environment(folder, database, like=url)
    environment = own_environment(folder, database)
    shutil.copyfile(_file(made), _file(environment))
    return environment


def open_database_of_tests(shared: Path) -> None:
    """Give this process a migrated database of its own: in memory on SQLite, beside the one of `DATABASE_URL` on PostgreSQL."""
    made, worker = _migrated(shared), os.environ.get("PYTEST_XDIST_WORKER", "main")
    if url := made.get("DATABASE_URL"):
        name = urlsplit(fresh_postgres_database(os.environ["DATABASE_URL"], f"test_{worker}", like=url)).path.strip("/")
    else:
        name = f"file:tests-{worker}?mode=memory&cache=shared"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(_file(made))) as file:
            file.backup(connection.connection)


def _migrated(shared: Path) -> dict[str, str]:
    return _made_once(shared, "migrated", lambda environment, _shared: must(manage(environment, "migrate", "-v", "0")))


def _prepare(environment: dict[str, str], shared: Path) -> None:
    folder, static = Path(environment["DATA_DIR"]), shared / "static"
    if not static.exists():
        must(manage(environment, "collectstatic", "--noinput", "-v", "0"))
        (folder / "static").rename(static)
    (folder / "static").symlink_to(static)
    (folder / "prepare.log").write_text(must(manage(environment, "prepare")))


def _made_once(
    shared: Path, name: str, make: Callable[[dict[str, str], Path], object], begin: Callable = own_environment
) -> dict[str, str]:
    """Return the environment of a copy that `make` made, of what `begin` gave it, for whoever asked first."""
    folder = shared / f"{name}-{'postgresql' if os.environ.get('DATABASE_URL') else 'sqlite'}"
    done = folder / "done"
    with locked(folder.with_suffix(".lock")):
        if done.exists():
            return {**os.environ, **dict(line.split("=", 1) for line in done.read_text().splitlines())}
        environment = begin(folder, name)
        make(environment, shared)
        done.write_text("\n".join(f"{name}={environment[name]}" for name in OWN if name in environment))
    return environment


def _file(environment: dict[str, str]) -> Path:
    return Path(environment["DATA_DIR"]) / "db.sqlite3"
