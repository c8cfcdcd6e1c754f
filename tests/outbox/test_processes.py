"""Several processes deliver at once and are killed at any moment: every mail arrives, and no two of them send the same."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests.outbox.process import NUMBER
from tests.outbox.server import MailServer

SCRIPT = Path(__file__).with_name("process.py")
KILLS = 2


@pytest.fixture
def server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def start(shared_url, server, tmp_path, monkeypatch):
    """Return a function that starts a process on the shared database."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    started = []

    def start(command: str) -> subprocess.Popen:
        arguments = [sys.executable, SCRIPT, shared_url, str(server.port), command]
        process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    if connection.vendor != "postgresql":
        finished(start("init"))
    yield start
    for process in started:
        process.kill()
        process.communicate()


def finished(process: subprocess.Popen) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.strip()


def wait_until(true) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_processes_that_deliver_at_once_and_are_killed_lose_nothing_and_repeat_nothing_else(start, server):
    server.seconds = 0.1
    victims = [start("post_and_deliver")]
    assert victims[0].stdout.readline() == "ready\n"
    victims += [start("deliver") for _ in range(KILLS - 1)]
    survivor = start("deliver")
    for kills, victim in enumerate(victims, 1):
        wait_until(lambda wanted=kills * 10: len(server.received) >= wanted)
        victim.send_signal(signal.SIGKILL)
    server.seconds = 0

    assert finished(survivor).splitlines()[-1] == f"{{'sent': {NUMBER}}}"
    times = Counter(server.message_ids)
    assert len(times) == NUMBER
    # A kill may fall between the server's OK and our mark: that one mail goes again, recognisable by its Message-ID.
    assert sum(times.values()) <= NUMBER + KILLS


def test_visitors_who_ask_at_once_get_three_mails_now_and_three_later(start):
    assert finished(start("ask")) == "3 3"


def test_posting_takes_no_time_whatever_the_server_does_and_the_mail_leaves_beside_it(start, server):
    server.stop()
    server.hang()
    process = start("web")
    for _mail in range(5):
        process.stdin.write("post\n")
        process.stdin.flush()
        taken = float(process.stdout.readline())
        assert taken < 0.5
    server.stop()
    server.start()

    wait_until(lambda: len(server.received) == 5)
    assert len(set(server.message_ids)) == 5
