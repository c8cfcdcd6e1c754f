"""What the tests of links share: a web server that all names lead to, a clock that nobody waits for, and a checker."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from connectors.models import EntrySource
from linkcheck.checking import Checker
from linkcheck.collecting import collect_all
from linkcheck.models import Address
from linkcheck.pacing import Pace
from tests.factories import InitiativeFactory
from tests.linkcheck.server import WebServer


class Clock:
    def __init__(self):
        self.moment = now() + timedelta(hours=1)  # what is found now is due
        self.waits: list[float] = []

    def now(self):
        return self.moment

    def wait(self, seconds):
        self.waits.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def tomorrow(self, days=1):
        self.moment += timedelta(days=days, minutes=1)


@pytest.fixture
def web(settings):
    settings.LINK_CHECK_LOOPBACK = True
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def checker(home, web, clock):
    names = {"inside.test": ["10.0.0.7"], "mixed.test": ["93.184.216.34", "192.168.1.1"]}
    pace = Pace(clock.now, clock.wait)
    return Checker(pace, resolve=lambda host, port: names.get(host, ["127.0.0.1"]), seconds=0.5)


@pytest.fixture
def lead_to(directory, web):
    """Return a function that makes a live entry with a source at each address, and gives back the table's rows."""

    def lead_to(*urls):
        entry = InitiativeFactory(parent=directory)
        entry.sources = [EntrySource(title=f"Source {number}", url=url) for number, url in enumerate(urls)]
        entry.save()
        collect_all()
        return [Address.objects.get(url=url) for url in urls]

    return lead_to
