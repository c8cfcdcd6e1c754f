"""Processes are killed at any moment; what is left is right, or is put right by the next one without a hand."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

KILLS = int(os.environ.get("SEARCH_KILLS", "30"))
AT_WORK = [("write", "one"), ("write", "two"), ("rebuild", "one"), ("write", "one"), ("write", "two")]
SCRIPT = Path(__file__).with_name("process.py")


@pytest.fixture
def start(tmp_path, shared_url):
    """Return a function that starts a process on the shared database and the index of one host."""
    started = []

    def start(command: str, host: str = "one") -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, SCRIPT, shared_url, str(tmp_path / host), command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
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


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_after_kills_at_random_moments_the_indexes_of_both_hosts_equal_the_database(start):
    chance = random.Random(3)
    running = [start(*work) for work in AT_WORK]
    for kills in range(KILLS):
        number = kills % len(running)
        running[number].stdout.readline()  # it is at work, not at its start
        time.sleep(chance.uniform(0, 0.5))
        assert running[number].poll() is None
        kill(running[number])
        running[number] = start(*AT_WORK[number])
    for process in running:
        kill(process)

    for host in ("one", "two"):
        number, difference = finished(start("verify", host)).split(" ", 1)
        assert difference == "[]", f"the index of host {host} differs"
        assert int(number) > 0


def test_a_change_is_seen_within_a_second_by_every_process_of_every_host(start):
    readers = [start("serve", "one"), start("serve", "one"), start("serve", "two")]
    for reader in readers:
        wait_until_ready(reader)
    assert {ask(reader) for reader in readers} == {""}

    finished(start("publish_village"))
    time.sleep(1.5)  # one second, and the time it takes on a busy machine

    assert {ask(reader) for reader in readers} == {"Village hall!"}
    assert finished(start("verify", "two")).endswith("[]")


def test_synonyms_are_used_within_a_second_by_every_process_of_every_host(start):
    finished(start("publish_village"))
    readers = [start("serve", "one"), start("serve", "one"), start("serve", "two")]
    for reader in readers:
        wait_until_ready(reader)
    assert {ask(reader, "zeppelin") for reader in readers} == {""}

    assert finished(start("synonyms")) == ""
    time.sleep(1.5)  # one second, and the time it takes on a busy machine

    assert {ask(reader, "zeppelin") for reader in readers} == {"Village hall!"}


def test_a_command_that_ends_at_once_ends_well(start):
    for _ in range(3):
        assert finished(start("publish")) == ""

    assert finished(start("verify")).endswith("[]")


def test_processes_that_count_searches_at_once_lose_nothing_when_they_end(start):
    processes = [start("count") for _ in range(4)]
    for process in processes:
        finished(process)

    assert finished(start("counts")) == "800 800 800"


def test_a_process_that_is_killed_has_written_what_it_counted_seconds_ago(start):
    process = start("ask")
    deadline = time.monotonic() + 30
    while finished(start("counts")) != "1 0 None":
        assert time.monotonic() < deadline
        time.sleep(0.5)
    kill(process)

    assert finished(start("counts")) == "1 0 None"


def ask(reader: subprocess.Popen, words: str = "") -> str:
    reader.stdin.write(f"{words}\n")
    reader.stdin.flush()
    return reader.stdout.readline().strip()


def wait_until_ready(reader: subprocess.Popen) -> None:
    assert reader.stdout.readline().strip() == "ready"
    deadline = time.monotonic() + 30
    while ask(reader) == "building":
        assert time.monotonic() < deadline
        time.sleep(0.1)
