"""Several moderators decide about the same submissions at the same moment: one decision of each wins, and is whole."""

import contextlib
import json
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.browser.server import ROOT
from tests.copies import migrated_environment, shared_folder

pytestmark = pytest.mark.long
SUBMISSIONS = 6
# By so many at once about each submission.
VERBS = ("publish", "publish", "make_draft", "decline", "mark_as_spam", "ask")
CALL = "import django; django.setup(); from tests.submissions import test_two_moderators as test; test.decide_at_once()"


def decide_at_once() -> None:
    """Run in a process of its own: print what the moderators were told, and what became of the submissions."""
    from submissions.marks import mark_of

    users, submissions = plant()
    told = []
    with ThreadPoolExecutor(len(VERBS)) as threads:
        for submission in submissions:
            at_once = partial(decide, threading.Barrier(len(VERBS)), submission, mark_of(submission))
            told.append(list(threads.map(at_once, VERBS, users)))
    print(json.dumps({"told": told, "became": [what_became(submission) for submission in submissions], **tree()}))


def plant() -> tuple[list, list]:
    from accounts.models import User
    from tests.factories import PlaceFactory, ThemeFactory, TierFactory, make_site
    from tests.submissions.test_queue import sent

    make_site()
    theme, place = ThemeFactory(), PlaceFactory()
    TierFactory()
    submissions = [sent("Bramley Baths", place=place) for _number in range(SUBMISSIONS)]
    for submission in submissions:
        submission.answer_set.create(step="themes", data={"themes": [theme.slug], "tiers": ["none"]})
    users = [User.objects.create_superuser(f"moderator{n}", f"m{n}@example.org", "x") for n in range(len(VERBS))]
    return users, submissions


def decide(start: threading.Barrier, submission, mark: str, verb: str, user) -> str:
    """Decide when all are ready, and return the verb when it was done, else what the moderator was told."""
    from django.db import connection

    from connectors.models import Theme
    from submissions.actions import decisions, publishing

    mail = {"subject": "About it", "text": "Words."}
    chosen = publishing.Chosen("Bramley Baths", "Residents swim.", list(Theme.objects.all()), [])
    verbs = {
        "publish": lambda: publishing.publish(submission, user, chosen, mark=mark),
        "make_draft": lambda: publishing.make_draft(submission, user, chosen, mark=mark),
        "decline": lambda: decisions.decline(submission, user, reason="Advertising", mark=mark, **mail),
        "mark_as_spam": lambda: decisions.mark_as_spam(submission, user, mark=mark),
        "ask": lambda: decisions.ask(submission, user, mark=mark, **mail),
    }
    with contextlib.closing(connection):
        start.wait()
        try:
            verbs[verb]()
        except (decisions.AlreadyDecidedError, decisions.ChangedMeanwhileError) as error:
            return type(error).__name__
    return verb


def what_became(submission) -> dict:
    from outbox.models import OutgoingMail
    from submissions.models.thread import Done

    submission.refresh_from_db()
    return {
        "state": submission.state,
        "page": bool(submission.page_id),
        "done": list(submission.log.exclude(done=Done.CONFIRMED).values_list("done", flat=True)),
        "mails": OutgoingMail.objects.filter(about=submission.reference).count(),
    }


def tree() -> dict:
    from wagtail.models import Page

    from connectors.models import InitiativePage

    pages = InitiativePage.objects.all()
    faults = sum(len(found) for found in Page.find_problems())
    return {"pages": pages.count(), "slugs": len(set(pages.values_list("slug", flat=True))), "faults": faults}


WHOLE = {
    "publish": {"state": "published", "page": True, "done": ["published"], "mails": 1},
    "make_draft": {"state": "waiting", "page": True, "done": ["drafted"], "mails": 0},
    "decline": {"state": "declined", "page": False, "done": ["declined"], "mails": 1},
    "mark_as_spam": {"state": "spam", "page": False, "done": ["spam"], "mails": 0},
    "ask": {"state": "asked", "page": False, "done": ["asked"], "mails": 1},
}


def test_one_of_many_decisions_at_once_wins_and_the_others_are_told(tmp_path, tmp_path_factory):
    environment = migrated_environment(shared_folder(tmp_path_factory), tmp_path, "two_moderators")
    command = [sys.executable, "-c", CALL]
    process = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert process.returncode == 0, process.stderr[-3_000:]
    seen = json.loads(process.stdout.splitlines()[-1])

    winners = []
    for told, became in zip(seen["told"], seen["became"], strict=True):
        won = [answer for answer in told if answer in WHOLE]
        assert len(won) == 1, told
        assert became == WHOLE[won[0]]
        winners += won
    counted = Counter(winners)
    assert seen["pages"] == seen["slugs"] == counted["publish"] + counted["make_draft"]
    assert seen["faults"] == 0
