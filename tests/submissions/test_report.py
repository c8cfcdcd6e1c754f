"""The report of how long decisions take."""

import csv
import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import MODERATORS
from submissions.states import State
from submissions.times import months_since
from tests.submissions.test_queue import sent

pytestmark = pytest.mark.django_db

NOVEMBER = datetime.datetime(2025, 11, 3, 12, tzinfo=datetime.UTC)


def decided(state=State.PUBLISHED, *, days, promised=14, arrived=NOVEMBER):
    due = (arrived + datetime.timedelta(days=promised)).date()
    return sent(state=state, queued_at=arrived, decided_at=arrived + datetime.timedelta(days=days), due_on=due)


def month_of(first):
    return next(month for month in months_since(datetime.date(2025, 11, 1)) if month.first == first)


def test_report_counts_what_arrived_and_how_long_decisions_took():
    for days in (0, 1, 2, 3, 4, 5, 6, 7, 8, 20):
        decided(days=days)
    decided(State.SPAM, days=1)  # nobody waited for that
    decided(State.DECLINED, days=30)  # in December
    sent(queued_at=NOVEMBER, due_on=None)

    november, december = (month_of(datetime.date(2025, number, 1)) for number in (11, 12))

    assert (november.received, november.decided) == (13, 11)
    assert (november.middle, november.slow, november.in_time) == (4.5, 8, 0.9)
    assert (november.outcomes["published"], november.outcomes["spam"]) == (10, 1)
    assert (december.received, december.decided, december.middle, december.in_time) == (0, 1, 30, 0.0)
    assert months_since(datetime.date(2025, 11, 1))[-1] == november


def test_report_is_read_and_exported_by_moderators(sign_in):
    desk = sign_in(MODERATORS)
    address = reverse("decision_report")
    assert "–" in desk.get(address).text
    sent(state=State.PUBLISHED, days_ago=3, decided_at=timezone.now())

    response = desk.get(address, {"export": "csv"})
    rows = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))

    assert len(rows) == 14
    assert rows[0][:3] == ["Month", "Received", "Decided"]
    assert rows[1][2:6] == ["1", "3", "3", "100%"]
    assert "jo@example.org" not in str(rows)


def test_report_is_not_for_visitors(client, home):
    assert client.get(reverse("decision_report")).status_code == 302
