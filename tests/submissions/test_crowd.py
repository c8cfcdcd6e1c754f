"""Many people at once on a site as `make serve` runs it, and the same person twice: nothing is lost, doubled or refused.

`CROWD=50` people send three photos each, `SUBMISSION_KILLS=30` times a process is killed, `BOTS=10000` posts come meanwhile
(`make crowd`); the default is few, for every day.
"""

import json
import os
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browser.server import manage, must
from tests.submissions.crowd import PHOTOS, answered, children_of_server, confirmed, in_process, planted, serving
from tests.submissions.visitor import Visitor, mails_to

CROWD = int(os.environ.get("CROWD", "6"))
THRICE = 3
KILLS = int(os.environ.get("SUBMISSION_KILLS", "4"))
PATIENT = 4  # people who go on through it
BOTS = int(os.environ.get("BOTS", "80"))
BOT_THREADS, HONEST, VICTIM = 4, int(os.environ.get("HONEST", "3")), "victim@example.org"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return planted(tmp_path_factory.mktemp("crowd"), "crowd")


def test_everybody_who_sends_at_once_arrives_once_and_pressing_thrice_is_pressing_once(environment):
    with serving(environment) as site, ThreadPoolExecutor(CROWD) as people:
        visitors = list(people.map(lambda number: answered(site, number), range(CROWD)))

        def send_thrice(visitor):
            with ThreadPoolExecutor(THRICE) as fingers:
                answers = list(fingers.map(lambda _: visitor.request("Send"), range(THRICE)))
            visitor.get(answers[0].url)
            return [(answer.status_code, answer.url) for answer in answers]

        answers = list(people.map(send_thrice, visitors))
        for number, visitor in enumerate(visitors):
            confirmed(visitor, environment, number)

    # The three answers of each are equal, and none was refused.
    assert all(len(set(given)) == 1 and given[0][0] == 200 for given in answers), answers
    assert [status for visitor in visitors for status in visitor.answers if status >= 400] == []
    found = json.loads(in_process(environment, "count()"))
    assert sorted(found["sent"].values()) == sorted(f"Initiative {number}" for number in range(CROWD))
    assert found["states"] == ["waiting"]
    assert (found["photos"], found["missing"], found["drafts"]) == (CROWD * PHOTOS, [], 0)


def test_killed_processes_lose_nothing_that_was_answered_and_leave_nothing_half(environment):
    chance, stop = random.Random(4), threading.Event()
    with serving(environment) as site, ThreadPoolExecutor(PATIENT + 1) as people:
        killer = people.submit(kill_workers, environment, chance, stop)
        numbers = range(1_000, 1_000 + PATIENT)
        told, rounds = [], 0
        while not killer.done() or not told:
            told += people.map(lambda number, base=rounds * PATIENT: sent(site, number + base), numbers)
            rounds += 1
        stop.set()

    assert killer.result() == KILLS
    found = json.loads(in_process(environment, "count()"))
    arrived = {reference: name for reference, name in found["sent"].items() if name in dict.fromkeys(told)}
    assert sorted(arrived.values()) == sorted(told)
    assert (found["missing"], found["drafts"], found["wrong"]) == ([], 0, [])
    assert found["photos"] == PHOTOS * len(found["sent"])
    for path in Path(environment["DATA_DIR"], "private").rglob("*.*"):
        os.utime(path, (0, 0))  # of long ago, when nobody is still sending it
    must(manage(environment, "sweep_photos"))
    assert json.loads(in_process(environment, "count()"))["orphans"] == []


def test_bots_reach_nobody_and_keep_no_honest_person_away(environment):
    with serving(environment) as site, ThreadPoolExecutor(HONEST + BOT_THREADS) as crowd:
        bots = [crowd.submit(posts, site, BOTS // BOT_THREADS) for _ in range(BOT_THREADS)]
        honest = list(crowd.map(lambda number: answered(site, 5_000 + number).press("Send"), range(HONEST)))
        statuses = [status for bot in bots for status in bot.result()]
        for number, visitor in enumerate(honest):
            confirmed(visitor, environment, 5_000 + number)

    found = json.loads(in_process(environment, "count()"))
    assert (
        sum(name in {f"Initiative {5_000 + number}" for number in range(HONEST)} for name in found["queue"]) == HONEST
    )
    assert [name for name in found["queue"] if "pills" in name] == []
    assert found["drafts"] <= 50, "thirty drafts of programs are kept, and what was begun in the same moment"
    assert [status for status in statuses if status >= 500] == []
    assert len(mails_to(Path(environment["DATA_DIR"]) / "mail", VICTIM)) <= 3


def posts(site: str, number: int) -> list[int]:
    """Post as programs do: the form found once, filled in whole, again and again, some with somebody else's address."""
    bot = Visitor(site)
    for count in range(number):
        if count % 50 == 0:
            bot.get("/submit/new/initiative/")
        advert = {
            "title": f"pills {count}",
            "summary": "Buy https://pills.example " * 8,
            "remarks": "x",
            "once": f"{count:>064}",
        }
        bot.request("Continue", advert)
        if count % 10 == 0:
            bot.session.post(f"{site}/submit/find/", data={"reference": "K7QX-M3RD", "email": VICTIM})
            page = Visitor(site).get("/submit/new/initiative/")
            page.soup = BeautifulSoup(page.request("Continue", advert).content, "html.parser")
            if "address first" in page.heading:
                page.press("Send", {"email": VICTIM})
    return bot.answers


def sent(site: str, number: int) -> str:
    visitor = answered(site, number).press("Send")
    assert "/sent/" in visitor.url, (visitor.url, visitor.errors)
    assert [status for status in visitor.answers if status >= 500] == []
    return f"Initiative {number}"


def kill_workers(environment: dict[str, str], chance: random.Random, stop: threading.Event) -> int:
    """Kill a worker of the server every now and then; gunicorn starts another."""
    kills = 0
    while kills < KILLS and not stop.wait(chance.uniform(0.2, 1.2)):
        if workers := children_of_server(environment):
            os.kill(chance.choice(workers), signal.SIGKILL)
            kills += 1
    return kills
