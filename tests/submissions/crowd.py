"""Processes and people of the tests of crowds and crashes: a site of its own, and how somebody tells it of an initiative."""

import contextlib
import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.browser.server import ROOT, manage, must, own_environment, running_server
from tests.submissions.visitor import Visitor, link_in_mail

CALL = "import django; django.setup(); from tests.submissions import crowd as run; run.{}"
PHOTOS = 3


def plant() -> None:
    """Run in a process of its own: make what a submission needs to choose from."""
    from tests.factories import PlaceFactory, ThemeFactory, TierFactory, make_site

    make_site()
    PlaceFactory(name="Leeds", code="E08000035", slug="leeds")
    ThemeFactory(name="Food", slug="food")
    TierFactory(name="District or unitary council", slug="district")


def count() -> None:
    """Run in a process of its own: print what arrived, as JSON."""
    from django.conf import settings

    from submissions.journeys import unfinished
    from submissions.models import Submission, SubmissionPhoto

    sent = Submission.objects.exclude(state="draft").order_by("pk")
    kept = {str(Path(settings.PRIVATE_ROOT, name)) for name in SubmissionPhoto.objects.values_list("file", flat=True)}
    print(
        json.dumps(
            {
                "sent": {submission.reference: submission.name for submission in sent},
                "queue": [submission.name for submission in sent if submission.is_in_queue],
                "states": sorted(set(sent.values_list("state", flat=True))),
                "photos": SubmissionPhoto.objects.count(),
                "missing": [path for path in kept if not Path(path).exists()],
                "orphans": [str(path) for path in Path(settings.PRIVATE_ROOT).rglob("*.*") if is_orphan(path, kept)],
                "wrong": [submission.reference for submission in sent if unfinished(submission)],
                "drafts": Submission.objects.filter(state="draft").count(),
            }
        )
    )


def is_orphan(path: Path, kept: set[str]) -> bool:
    return path.is_file() and not any(path.name.startswith(Path(known).stem) for known in kept)


def children_of_server(environment: dict[str, str], port: int | str = "") -> list[int]:
    """Return the process numbers of the workers of the servers of this site, or of the one at a port."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            variables = (folder / "environ").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            is_ours = b"gunicorn" in command and f"DATA_DIR={environment['DATA_DIR']}".encode() in variables
            is_ours &= f"\0PORT={port}\0".encode() in b"\0" + variables + b"\0" or not port
            if is_ours and b"gunicorn" in Path(f"/proc/{parent}/cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def in_process(environment: dict[str, str], call: str) -> str:
    command = [sys.executable, "-c", CALL.format(call)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout


def planted(folder: Path, database: str, **variables: str) -> dict[str, str]:
    """Return the environment of a small site of its own."""
    environment = own_environment(folder, database) | variables
    must(manage(environment, "migrate", "--verbosity", "0"))
    must(manage(environment, "collectstatic", "--noinput", "--verbosity", "0"))
    in_process(environment, "plant()")
    return environment


@contextlib.contextmanager
def serving(environment: dict[str, str], workers: int = 4) -> Iterator[str]:
    with running_server(environment | {"WEB_CONCURRENCY": str(workers)}) as url:
        yield url


def photo(number: int, side: int = 1_200) -> bytes:
    """Return a picture as a phone makes it, each a different one."""
    from PIL import Image

    chance = random.Random(number)
    small = Image.new("RGB", (16, 12))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(16 * 12)])
    file = io.BytesIO()
    small.resize((side, side * 3 // 4)).save(file, "JPEG")
    return file.getvalue()


def answered(site: str, number: int) -> Visitor:
    """Go through all pages as a person does, up to the last button."""
    visitor = Visitor(site).get("/submit/new/initiative/")
    name = f"Initiative {number}"
    visitor.press("Continue", {"title": name, "summary": f"What {name} does."})
    visitor.press("Continue", {"find": "Leeds"})
    visitor.press("Continue", {"themes": "food", "tiers": "district"})
    visitor.press("Continue", {"organisation": f"Group {number}"})
    visitor.press("Continue", {"stage": "running", "started": "2019"})
    for _money_lessons_sources in range(3):
        visitor.press("Continue")
    field = visitor.soup.select_one("input[type=file]")["name"]
    pictures = [(field, (f"{n}.jpg", photo(number * 10 + n), "image/jpeg")) for n in range(PHOTOS)]
    visitor.press("Upload", files=pictures)
    described = {
        box["name"]: "A queue at the counter" for box in visitor.soup.select("main input[type=text], main textarea")
    }
    people = {radio["name"]: "nobody" for radio in visitor.soup.select("main input[type=radio]")}
    visitor.press("Continue", described | people)
    visitor.press(
        "Continue",
        {"contact_name": f"Person {number}", "contact_email": f"person{number}@example.org", "agree": "on"},
    )
    assert visitor.url.endswith("/check/"), (visitor.heading, visitor.url, visitor.errors)
    return visitor


def confirmed(visitor: Visitor, environment: dict[str, str], number: int) -> Visitor:
    """Press the button behind the link in the mail."""
    link = link_in_mail(Path(environment["DATA_DIR"]) / "mail", f"person{number}@example.org", "confirm")
    return visitor.get(link).press("Confirm")
