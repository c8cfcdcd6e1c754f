"""The site as `make serve` runs it, for tests: real processes with a data folder and a database of their own."""

import contextlib
import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
# What a developer's shell may hold and a fresh copy must not see.
NOT_INHERITED = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EDITOR_PASSWORD", "PYTEST_CURRENT_TEST")


def own_environment(folder: Path, database: str, like: str | None = None) -> dict[str, str]:
    """Return the environment of a copy that shares nothing with the developer's own.

    Args:
        folder: where its data goes; made when it is missing.
        database: the name of its database if `DATABASE_URL` says PostgreSQL. The database is made anew.
        like: the address of the PostgreSQL database that it is a copy of; empty otherwise.
    """
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    own = {"DATA_DIR": str(folder), "MEDIA_ROOT": str(media), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if os.environ.get("DATABASE_URL"):
        own["DATABASE_URL"] = fresh_postgres_database(os.environ["DATABASE_URL"], database, like)
    return {**kept, **own}


def fresh_postgres_database(url: str, name: str, like: str | None = None) -> str:
    """Make a database beside another one, empty or a copy of a third that nobody is connected to, and return its address."""
    import psycopg

    parts = urlsplit(url)
    name = f"{parts.path.strip('/')}_{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        template = urlsplit(like).path.strip("/") if like else "template1"
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    """Run a management command in a process of its own."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def must(process: subprocess.CompletedProcess) -> str:
    """Return what a command printed; when it failed, fail with its last words."""
    assert process.returncode == 0, (process.stdout + process.stderr)[-3_000:]
    return process.stdout


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time past this point."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running_server(environment: dict[str, str], *, port: int = 0) -> Iterator[str]:
    """Serve with the project's own gunicorn configuration and yield the address; on a free port when none is given."""
    port, log = port or free_port(), Path(environment["DATA_DIR"]) / f"gunicorn-{os.getpid()}.log"
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, "HOST": "127.0.0.1", "PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_ready(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if answer(f"{url}/readyz/")[0] == 200:
                return
        time.sleep(0.2)
    raise AssertionError(f"The server does not answer:\n{log.read_text()[-3_000:]}")


def answer(url: str) -> tuple[int, dict[str, str], bytes]:
    """Fetch an address without a browser and return status, headers and body."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()
