"""The editorial calendar: what happens by itself, week by week."""

import csv
import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import EDITORS
from desk.reports.calendar import iso_week, parsed_week
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2030, 7, 1)  # of a week of summer time


def at(day: int, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(MONDAY + datetime.timedelta(days=day), datetime.time(hour)))


@pytest.fixture
def desk(sign_in):
    return sign_in(EDITORS)


def lines(desk, **parameters) -> list[tuple[str, ...]]:
    response = desk.get(reverse("editorial_calendar"), {"week": iso_week(MONDAY), **parameters, "export": "csv"})
    rows = list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))[1:]
    return [tuple(row[1:]) for row in rows]


def test_calendar_lists_what_is_published_taken_off_and_due_in_order(desk, directory):
    ann = User.objects.create_superuser("ann", "ann@example.org", first_name="Ann", last_name="Ash")
    fair = InitiativeFactory(parent=directory, title="Fair", live=False)
    fair.go_live_at = at(1, 9)
    fair.save_revision(user=ann).publish(user=ann)
    InitiativeFactory(parent=directory, title="Poll", expire_at=at(3, 18), owner=ann)
    InitiativeFactory(parent=directory, title="Next month", expire_at=at(40, 18))
    InitiativeFactory(parent=directory, title="Pub", review_due=MONDAY + datetime.timedelta(days=8))

    assert lines(desk) == [
        ("Tuesday 2 July, 09:00", "Is published", "Fair", "Ann Ash"),
        ("Thursday 4 July, 18:00", "Is taken off", "Poll", "Ann Ash"),
        ("Monday 8 July", "Check due", "1 entry is due to be checked", ""),
    ]
    assert [line[2] for line in lines(desk, what="expire")] == ["Poll"]
    assert [line[2] for line in lines(desk, what="check")] == ["Pub"]
    assert [line[2] for line in lines(desk, person=str(ann.pk), weeks="1")] == ["Fair", "Poll"]
    page = desk.get(reverse("editorial_calendar"), {"week": iso_week(MONDAY)}).text
    assert "Week of 1 July 2030" in page
    assert f"week={iso_week(MONDAY + datetime.timedelta(days=28))}" in page


def test_calendar_shows_today_what_waits_for_approval(desk, directory):
    editor = User.objects.get(pk=desk.session["_auth_user_id"])
    page = InitiativeFactory(parent=directory, title="Baths", live=False)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)

    assert [line[1:3] for line in lines(desk, week="")] == [("Waits for approval", "Baths")]


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("2030-W27", MONDAY),
        ("2026-W53", datetime.date(2026, 12, 28)),
        ("2027-W53", None),
        ("1999-W50", None),
        ("9999-W52", None),
        ("2030-27", None),
        ("20³0-W27", None),
        ("", None),
    ],
)
def test_week_is_read_as_it_is_written_or_not_at_all(text, monday):
    assert parsed_week(text) == monday
