"""The report of searches on the editors' desk."""

import csv
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from search.models import AskedWords, OpenedEntry
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in):
    return sign_in(SITE_MANAGERS)


def ask(words, times=1, *, results=1, opened=0, days_ago=0):
    day = localdate() - datetime.timedelta(days=days_ago)
    AskedWords.objects.create(day=day, words=words, times=times, results=results, opened=opened)


def open_entry(words, entry, times=1, *, days_ago=0):
    day = localdate() - datetime.timedelta(days=days_ago)
    OpenedEntry.objects.create(day=day, words=words, entry=entry.pk, times=times)


def rows(desk, **parameters):
    response = desk.get(reverse("search_report"), parameters)
    assert response.status_code == 200
    return [
        (row["words"], row["times"], row["results"], row["share"], row["most_opened"])
        for row in response.context["object_list"]
    ]


def exported(desk, **parameters):
    response = desk.get(reverse("search_report"), {**parameters, "export": "csv"})
    return list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))


def test_report_adds_up_days_and_shows_the_most_asked_first(desk, directory):
    pub, shop = InitiativeFactory(parent=directory, title="A pub"), InitiativeFactory(parent=directory, title="A shop")
    ask("pub", 3, results=5, opened=2, days_ago=2)
    ask("pub", 1, results=7, opened=1)
    ask("living wage", 2, results=1)
    open_entry("pub", pub, 1, days_ago=2)
    open_entry("pub", shop, 1, days_ago=2)
    open_entry("pub", shop, 1)

    assert rows(desk) == [("pub", 4, 7, "75%", "A shop (2)"), ("living wage", 2, 1, "0%", "")]


def test_report_leaves_out_what_is_older_than_the_period(desk):
    for days_ago in (6, 7, 29, 30, 89, 90, 380, 500):
        ask(f"{days_ago} days ago", days_ago=days_ago)

    found = {period: len(rows(desk, period=period)) for period in ("7", "", "90", "13-months", "nonsense", "%00")}

    assert found == {"7": 1, "": 3, "90": 5, "13-months": 7, "nonsense": 3, "%00": 3}


def test_report_shows_words_that_found_nothing_when_last_asked(desk):
    ask("zeppelin", 2, results=0)
    ask("pub", results=3)
    ask("now there", results=0, days_ago=3)
    ask("now there", results=2, days_ago=1)
    ask("asked with an address", results=None)

    assert [words for words, *_ in rows(desk, show="nothing")] == ["zeppelin"]


def test_report_shows_words_that_found_something_nobody_opened(desk):
    ask("zeppelin", results=0)
    ask("pub", results=3, opened=1)
    ask("charter", results=2)
    ask("asked with an address", results=None)

    assert [words for words, *_ in rows(desk, show="unopened")] == ["charter"]


def test_report_says_how_much_was_asked_and_leads_to_what_went_wrong(desk):
    ask("zeppelin", 1_200, results=0)
    ask("charter", 1, results=2)

    page = desk.get(reverse("search_report"), {"period": "7"}).content.decode()

    assert "1,201 searches since" in page
    assert '<strong aria-current="true">Last 7 days</strong>' in page
    assert '<strong aria-current="true">All words (2)</strong>' in page
    assert '<a href="?period=7&amp;show=nothing">Found nothing (1)</a>' in page
    assert '<a href="?period=7&amp;show=unopened">Found something, nothing opened (1)</a>' in page
    assert '<a href="?period=13-months">Last 13 months</a>' in page


def test_report_says_what_is_not_recorded_and_teaches_when_it_is_empty(desk):
    page = desk.get(reverse("search_report")).content.decode()

    assert "Not recorded: who asked" in page
    assert "Nobody has searched in this period yet" in page
    assert "private window" in page


def test_report_offers_to_add_words_that_found_nothing_as_synonyms(desk):
    ask("charivari & co", results=0)
    ask("pub", results=1)
    page = desk.get(reverse("search_report")).content.decode()
    address = "/admin/snippets/search/synonymset/add/?words=charivari+%26+co"

    assert page.count("Add as synonym") == 1
    assert f'href="{address}"' in page
    form = desk.get(address).context["form"]
    assert form["words"].value() == "charivari & co"


def test_report_is_for_moderators_and_site_managers(sign_in):
    ask("zeppelin", results=0)
    address = reverse("search_report")
    seen = {}
    for role in (EDITORS, MODERATORS, SITE_MANAGERS):
        desk = sign_in(role)
        seen[role] = (
            desk.get(address).status_code,
            address in desk.get(reverse("wagtailadmin_home")).content.decode(),
            "Add as synonym" in desk.get(address, follow=True).content.decode(),
        )

    assert seen == {EDITORS: (302, False, False), MODERATORS: (200, True, False), SITE_MANAGERS: (200, True, True)}


def test_report_makes_as_many_queries_for_three_rows_as_for_one(desk, directory):
    entries = [InitiativeFactory(parent=directory) for _ in range(3)]
    ask("one", opened=1)
    open_entry("one", entries[0])
    rows(desk)
    with CaptureQueriesContext(connection) as for_one:
        rows(desk)
    for words, entry in zip(("two", "three"), entries[1:], strict=True):
        ask(words, opened=1)
        open_entry(words, entry)

    with CaptureQueriesContext(connection) as for_three:
        assert len(rows(desk)) == 3

    assert len(for_three) == len(for_one)


def test_report_export_is_safe_in_a_spreadsheet(desk, directory):
    pub = InitiativeFactory(parent=directory, title="=HYPERLINK(1)")
    ask("=cmd|' /c calc'!a0", 2, results=0)
    ask("pub", opened=1)
    open_entry("pub", pub)

    heading, *lines = exported(desk)

    assert heading == [
        "Words",
        "Times asked",
        "Entries found",
        "Entries opened",
        "Opened share",
        "Opened most",
    ]
    assert lines == [
        ["'=cmd|' /c calc'!a0", "2", "0", "0", "0%", ""],
        ["pub", "1", "1", "1", "100%", "'=HYPERLINK(1) (1)"],
    ]


def test_report_export_holds_all_rows_of_the_choice(desk):
    for number in range(120):
        ask(f"words {number}", results=number % 2)

    assert len(exported(desk)) == 121
    assert len(exported(desk, show="nothing")) == 61


def test_report_is_searched_and_sorted(desk):
    ask("community pub", 1, results=None)
    ask("pubs", 5, results=2)
    ask("shop", 9, results=1)

    assert [words for words, *_ in rows(desk, q="PUB", ordering="words")] == ["community pub", "pubs"]
    assert [words for words, *_ in rows(desk, ordering="-results")] == ["pubs", "shop", "community pub"]
    assert [words for words, *_ in rows(desk, ordering="nonsense")] == ["shop", "pubs", "community pub"]


@pytest.mark.parametrize("nasty", ['"', "%00", "\u202e", "a" * 10_000, "'\\%_*()", "😀"])
def test_report_survives_hostile_parameters(desk, nasty):
    ask("pub")

    for name in ("q", "period", "show", "ordering", "p", "export"):
        assert desk.get(reverse("search_report"), {name: nasty}).status_code == 200


def test_report_forgets_the_title_of_an_entry_that_is_gone(desk, directory):
    pub = InitiativeFactory(parent=directory, title="A pub")
    ask("pub", opened=1)
    open_entry("pub", pub)
    pub.delete()

    assert rows(desk) == [("pub", 1, 1, "100%", "")]


def test_report_can_be_given_to_a_group_of_its_own(desk):
    form = desk.get(reverse("wagtailusers_groups:add")).context["form"]

    offered = {permission.codename for permission in form.fields["permissions"].queryset}
    assert "view_askedwords" in offered
