"""Several processes write the digests at the same moment, and one of them is killed: each person gets one all the same."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.browser.server import ROOT
from tests.copies import migrated_environment, shared_folder

pytestmark = pytest.mark.long
PEOPLE, PROCESSES = 12, 3
CALL = "import django; django.setup(); from tests.submissions import test_digests_at_once as test; test.{}()"


def plant() -> None:
    from accounts.models import User
    from tests.factories import make_site
    from tests.submissions.test_queue import sent

    make_site()
    for number in range(PEOPLE):
        User.objects.create_superuser(f"moderator{number}", f"m{number}@example.org", "x")
    sent("Bramley Baths", due_in=-1)


def write() -> None:
    """Wait until all are ready, and write."""
    from django.core.management import call_command

    print("ready", flush=True)
    sys.stdin.readline()
    call_command("write_digests", not_before=0)


def tell() -> None:
    from outbox.models import OutgoingMail

    print(*OutgoingMail.objects.filter(code="arrived-digest").values_list("to", flat=True))


def test_each_person_gets_one_digest_from_processes_that_run_at_once_and_are_killed(tmp_path, tmp_path_factory):
    environment = migrated_environment(shared_folder(tmp_path_factory), tmp_path, "digests")

    def start(function: str) -> subprocess.Popen:
        command, pipe = [sys.executable, "-c", CALL.format(function)], subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe)

    def finished(process: subprocess.Popen, typed: str = "") -> str:
        said, errors = process.communicate(typed, timeout=300)
        assert process.returncode == 0, errors[-3_000:]
        return said

    finished(start("plant"))
    running = [start("write") for _number in range(PROCESSES)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    running[0].kill()
    running[0].communicate()
    for process in running[1:]:
        finished(process)
    finished(start("write"), "\n")

    got = Counter(finished(start("tell")).split())
    assert got == Counter(f"m{number}@example.org" for number in range(PEOPLE))
