"""Fifty entries at once, by several processes with the settings that users get: none is lost, none fails."""

import contextlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.server import ROOT
from tests.copies import migrated_environment, shared_folder

pytestmark = pytest.mark.long
PROCESSES, THREADS = 5, 10
CALL = "import django; django.setup(); from tests.core import test_concurrency as test; test.{}"


def plant_trunk() -> None:
    """Run in a process of its own: make the directory that the entries go into."""
    from tests.factories import make_site

    make_site()


def write_entries(process: int) -> None:
    """Run in a process of its own: wait for the word, then publish entries from many threads at once."""
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(write_entry, (f"Entry {process}-{number}" for number in range(THREADS))))


def write_entry(title: str) -> None:
    """Publish an entry as the desk does: read the tree, add to it, count up, keep a version, in one transaction."""
    from django.db import connection, transaction

    from connectors.models import DirectoryPage, InitiativePage

    with contextlib.closing(connection), transaction.atomic():
        directory = DirectoryPage.objects.get()
        entry = directory.add_child(instance=InitiativePage(title=title, summary="What it is and where."))
        entry.save_revision().publish()


def count_entries() -> None:
    """Run in a process of its own: print what arrived, and whether the tree is sound."""
    from wagtail.models import Page, Revision

    from connectors.models import DirectoryPage, InitiativePage

    live, directory = InitiativePage.objects.live(), DirectoryPage.objects.get()
    paths = set(live.values_list("path", flat=True))
    faults = sum(len(faults) for faults in Page.find_problems())
    print(live.count(), len(paths), directory.numchild, Revision.objects.count(), faults)


def start(environment: dict[str, str], call: str) -> subprocess.Popen:
    command = [sys.executable, "-c", CALL.format(call)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def run(environment: dict[str, str], call: str) -> str:
    process = start(environment, call)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors[-3_000:]
    return printed


def test_simultaneous_writes_are_neither_lost_nor_refused(tmp_path, tmp_path_factory):
    environment = migrated_environment(shared_folder(tmp_path_factory), tmp_path, "concurrency")
    run(environment, "plant_trunk()")

    writers = [start(environment, f"write_entries({number})") for number in range(PROCESSES)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n", writer.stderr.read()[-3_000:]
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    errors = [writer.communicate(timeout=300)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0] * PROCESSES, "\n".join(errors)[-3_000:]
    total = PROCESSES * THREADS
    assert run(environment, "count_entries()").split() == [str(total)] * 4 + ["0"]
