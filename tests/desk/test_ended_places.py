"""The report of entries whose place has ended: what it lists, moving to the successor, and back."""

import csv
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from accounts.roles import EDITORS, MODERATORS
from connectors.choices import PlaceRole
from connectors.models import EntryPage, EntryPlace
from desk.place_moves import PlaceMove
from search.models import Change
from tests.factories import InitiativeFactory, PlaceFactory
from tests.places.reorganising import travel

pytestmark = pytest.mark.django_db
REPORT, MOVE, MOVES = "ended_places_report", "desk_move_entries", "desk_place_moves"


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


@pytest.fixture
def old():
    """A council that ended last year, and the one that took it over."""
    new = PlaceFactory(name="West Surrey", since="2025-04-01")
    old = PlaceFactory(name="Guildford", until="2025-03-31")
    old.replaced_by.add(new)
    return old


@pytest.fixture
def divided(old):
    """A county that two councils took over."""
    county = PlaceFactory(name="Surrey", until="2025-03-31")
    county.replaced_by.add(old.replaced_by.get(), PlaceFactory(name="East Surrey", since="2025-04-01"))
    return county


def names(entry) -> list[tuple[str, str, bool]]:
    rows = EntryPlace.objects.filter(entry=entry).order_by("pk")
    return [(row.place.name, row.role, row.is_lead) for row in rows]


def draft_names(entry) -> list[str]:
    page = EntryPage.objects.get(pk=entry.pk).get_latest_revision_as_object()
    return [row.place.name for row in page.entry_places.all()]


def key(entry, place) -> str:
    return f"{entry.pk}-{place.pk}"


def test_report_lists_who_names_an_ended_council_as_what_and_who_took_over(desk, directory, old, divided):
    entry = InitiativeFactory(parent=directory, title="Repair café", places=[old, divided])
    entry.entry_places.add(EntryPlace(place=old, role=PlaceRole.LED_BY))
    entry.save()
    InitiativeFactory(parent=directory, title="Elsewhere", places=[old.replaced_by.get()])
    InitiativeFactory(parent=directory, title="Draft", live=False, places=[old])

    page = desk.get(reverse(REPORT))
    export = desk.get(reverse(REPORT), {"export": "csv", "q": "surrey"})

    assert [row.title for row in page.context["object_list"]] == ["Draft", "Repair café"]
    assert "Move to West Surrey" in page.text
    assert f'name="to-{key(entry, divided)}"' in page.text
    rows = list(csv.reader(b"".join(export.streaming_content).decode().splitlines()))[1:]
    assert [row[0] for row in rows] == ["Repair café"]
    assert rows[0][2] == "Guildford (ended on 31 March 2025); Surrey (ended on 31 March 2025)"
    assert rows[0][3:5] == ["Based in, Led by; Based in", "West Surrey; East Surrey, West Surrey"]


def test_a_council_is_listed_before_its_end_but_nothing_is_moved_until_then(desk, directory, monkeypatch):
    soon = PlaceFactory(name="Woking", until="2027-03-31")
    soon.replaced_by.add(PlaceFactory(name="West Surrey", since="2027-04-01"))
    entry = InitiativeFactory(parent=directory, title="Repair café", places=[soon])

    assert "Every entry names places of today" in desk.get(reverse(REPORT)).text
    later = desk.get(reverse(REPORT), {"when": "later"}).text
    assert "ends on 31 March 2027" in later
    assert "Successor: West Surrey" in later
    assert "Move to" not in later
    desk.post(reverse(MOVE), {"only": key(entry, soon)})
    assert names(entry) == [("Woking", "based_in", True)]

    travel(monkeypatch, datetime.date(2027, 4, 1))
    assert "Move to West Surrey" in desk.get(reverse(REPORT)).text


def test_one_click_moves_rows_draft_and_earlier_versions_and_the_search_follows(desk, directory, old):
    entry = InitiativeFactory(parent=directory, title="Repair café", places=[old])
    entry.save_revision().publish()
    page = EntryPage.objects.get(pk=entry.pk).specific
    page.summary = "A draft in hand."
    page.save_revision()
    published, changes = EntryPage.objects.get(pk=entry.pk).last_published_at, Change.objects.count()

    answer = desk.post(reverse(MOVE), {"only": key(entry, old), "query": "q=repair&_w_filter_fragment=1"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"{reverse(REPORT)}?q=repair"
    assert "1 entry was moved to West Surrey." in answer.text
    assert reverse(MOVES) in answer.text
    assert names(entry) == [("West Surrey", "based_in", True)]
    assert draft_names(entry) == ["West Surrey"]
    assert {item["place"] for one in Revision.objects.all() for item in one.content["entry_places"]} == {
        old.replaced_by.get().pk
    }
    after = EntryPage.objects.get(pk=entry.pk)
    assert (after.last_published_at, after.has_unpublished_changes) == (published, True)
    assert Change.objects.count() > changes
    history = desk.get(reverse("wagtailadmin_pages:history", args=[entry.pk])).text
    assert "Moved from Guildford, which has ended, to West Surrey" in history


def test_a_move_is_taken_back_and_keeps_what_was_changed_since(desk, directory, old):
    new = old.replaced_by.get()
    entry = InitiativeFactory(parent=directory, places=[old, new])
    entry.save_revision().publish()
    before = list(EntryPlace.objects.filter(entry=entry).values())
    version = Revision.objects.get().content

    desk.post(reverse(MOVE), {"only": key(entry, old)})
    assert names(entry) == [("West Surrey", "based_in", True)]
    page = EntryPage.objects.get(pk=entry.pk).specific
    page.summary = "Written since."
    page.save_revision().publish()
    move = PlaceMove.objects.get()
    assert "Take back" in desk.get(reverse(MOVES)).text
    answer = desk.post(reverse("desk_move_back", args=[move.pk]), follow=True)

    assert "names Guildford again" in answer.text
    rows = list(EntryPlace.objects.filter(entry=entry).values())
    assert sorted(map(str, rows)) == sorted(map(str, before))
    assert EntryPage.objects.get(pk=entry.pk).summary == "Written since."
    assert Revision.objects.order_by("pk").first().content == version
    again = desk.post(reverse("desk_move_back", args=[move.pk]), follow=True)
    assert "This was taken back already." in again.text


def test_several_are_moved_at_once_and_a_divided_council_asks_which(desk, directory, old, divided):
    one, two = (InitiativeFactory(parent=directory, title=title, places=[old]) for title in ("One", "Two"))
    three, four = (InitiativeFactory(parent=directory, title=title, places=[divided]) for title in ("Three", "Four"))
    east = divided.replaced_by.get(name="East Surrey")
    picked = [key(one, old), key(two, old), key(three, divided), key(four, divided)]

    answer = desk.post(reverse(MOVE), {"pick": picked, f"to-{key(three, divided)}": east.pk}, follow=True)

    assert "3 entries were moved to East Surrey and West Surrey." in answer.text
    assert "1 entry was left where it is: its council was divided." in answer.text
    assert [names(entry)[0][0] for entry in (one, two, three, four)] == [
        "West Surrey",
        "West Surrey",
        "East Surrey",
        "Surrey",
    ]


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"only": ""},
        {"pick": ["1-1' OR", "0-0", "9" * 40 + "-1", "\x00", "٣-٣"]},
        {"only": f"{'9' * 18}-{'9' * 18}", "query": '"\x00[' * 500},
    ],
)
def test_what_the_report_does_not_offer_moves_nothing(desk, directory, old, posted):
    entry = InitiativeFactory(parent=directory, places=[old])
    other = PlaceFactory(name="Hartlepool")

    assert desk.post(reverse(MOVE), posted, follow=True).status_code == 200
    desk.post(reverse(MOVE), {"only": key(entry, other)})
    desk.post(reverse(MOVE), {"only": key(entry, old), f"to-{key(entry, old)}": other.pk})

    assert names(entry) in ([("Guildford", "based_in", True)], [("West Surrey", "based_in", True)])
    assert not EntryPlace.objects.filter(place=other).exists()


def test_who_came_second_is_told_and_editors_may_not(desk, directory, old, sign_in):
    entry = InitiativeFactory(parent=directory, places=[old])
    desk.post(reverse(MOVE), {"only": key(entry, old)})
    assert "somebody was faster" in desk.post(reverse(MOVE), {"only": key(entry, old)}, follow=True).text
    assert PlaceMove.objects.count() == 1

    editor = sign_in(EDITORS)
    assert editor.get(reverse(REPORT)).status_code == 302
    assert editor.post(reverse(MOVE), {"only": key(entry, old)}).status_code == 302
    assert editor.post(reverse("desk_move_back", args=[PlaceMove.objects.get().pk])).status_code == 302
    assert PlaceMove.objects.filter(undone_at=None).count() == 1


def test_first_page_of_the_desk_says_how_many_wait(desk, directory, old):
    InitiativeFactory(parent=directory, places=[old])

    page = desk.get(reverse("wagtailadmin_home"))

    assert [line.text for line in page.context["lines"]] == ["1 entry names a council that has ended"]
    assert f'"{reverse(REPORT)}"' in page.text


@pytest.mark.parametrize("name", [REPORT, MOVES])
def test_lists_make_as_many_queries_for_three_as_for_one(desk, directory, old, divided, name):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            entry = InitiativeFactory(parent=directory, places=[old, divided])
            moved = InitiativeFactory(parent=directory, places=[old])
            desk.post(reverse(MOVE), {"only": key(moved, old)})
            assert entry.pk
        desk.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(name)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 22  # fifteen of them are the frame of every page of the desk
