"""Several people at the same moment: the tracker's table is right for each, and a status is decided on once."""

import contextlib
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.server import ROOT
from tests.copies import migrated_environment, shared_folder

pytestmark = pytest.mark.long
THREADS, COMMITMENTS, WAITING = 4, 12, 6
CALL = (
    "import django; django.setup(); from tests.commitments import test_at_once as test; test.ask_and_decide_at_once()"
)


def ask_and_decide_at_once() -> None:
    """Run in a process of its own: print what each thread counted, and what two moderators were told."""
    from commitments.models import StatusUpdate

    moderators = plant()
    with ThreadPoolExecutor(THREADS) as threads:
        start = threading.Barrier(THREADS)
        counted = list(threads.map(lambda _number: count(start), range(THREADS)))
    with ThreadPoolExecutor(2) as threads:
        start = threading.Barrier(2)
        told = list(threads.map(lambda who: decide(start, *who), zip(moderators, ("approve", "decline"), strict=True)))
    approved = StatusUpdate.objects.filter(approved_at__isnull=False, made_by__isnull=False).count()
    declined = StatusUpdate.objects.filter(declined_at__isnull=False).count()
    after = count(threading.Barrier(1))
    print(json.dumps({"counted": counted, "told": told, "approved": approved, "declined": declined, "after": after}))


def plant() -> list:
    """Make commitments, of which half were delivered and half have a proposal; return two moderators."""
    from accounts.models import User
    from commitments.actions import propose_status, take_over_published_status
    from commitments.choices import Status
    from commitments.models import CommitmentIndexPage
    from tests.commitments.test_history import found
    from tests.factories import CommitmentFactory, make_site

    make_site()
    people = [User.objects.create_superuser(f"person{n}", f"p{n}@example.org", "x") for n in range(3)]
    tracker = CommitmentIndexPage.objects.get()
    for number in range(COMMITMENTS):
        page = CommitmentFactory(parent=tracker, title=f"Commitment {number}")
        if number < WAITING:
            propose_status(commitment=page, finding=found(Status.STALLED, "2024"), by=people[0])
        else:
            take_over_published_status(commitment=page, finding=found(Status.DELIVERED, "2023"))
    return people[1:]


def count(start: threading.Barrier) -> dict[str, int]:
    """Ask for the table when all are ready, with none made yet, and return how many commitments have which status."""
    from django.db import connection

    from commitments.table import current_table
    from core.kept import forget_everything

    with contextlib.closing(connection):
        forget_everything()
        start.wait()
        table = current_table()
        return {status: bits.bit_count() for status, bits in table.groups["status"].items()}


def decide(start: threading.Barrier, user, verb: str) -> int:
    """Decide on all that wait when both are ready, and return on how many somebody else was faster."""
    from django.db import connection

    from commitments.actions import DecidedError, approve_status, decline_status
    from commitments.models import StatusUpdate

    with contextlib.closing(connection):
        waiting, late = list(StatusUpdate.objects.waiting()), 0
        start.wait()
        for update in waiting:
            try:
                if verb == "approve":
                    approve_status(update=update, by=user)
                else:
                    decline_status(update=update, by=user, because="No source.")
            except DecidedError:
                late += 1
        return late


def test_threads_that_make_the_table_at_once_count_right_and_of_two_decisions_one_wins(tmp_path_factory, tmp_path):
    environment = migrated_environment(shared_folder(tmp_path_factory), tmp_path, "commitments_at_once")
    command = [sys.executable, "-c", CALL]
    process = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert process.returncode == 0, process.stderr[-3_000:]
    told = json.loads(process.stdout.splitlines()[-1])

    assert told["counted"] == [{"not_assessed": WAITING, "delivered": COMMITMENTS - WAITING}] * THREADS
    assert told["approved"] + told["declined"] == WAITING
    assert sum(told["told"]) == WAITING, "each was decided on by one, and the other was told"
    assert told["after"].get("stalled", 0) == told["approved"]
