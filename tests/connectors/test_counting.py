"""What of the visitors' asking and opening is counted, and what is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import log
from search.models import AskedWords, OpenedEntry
from tests.factories import InitiativeFactory, UserFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LISTING = "/directory/"


@pytest.fixture
def pub(directory):
    return InitiativeFactory(parent=directory, title="A community pub", slug="pub")


@pytest.fixture
def visit(client, pub):
    """Return a function that asks for a page as a visitor's browser does."""

    def visit(address, came_from="", **headers):
        referer = {"Referer": f"http://testserver{came_from}"} if came_from else {}
        response = client.get(address, headers={"User-Agent": BROWSER, **referer, **headers}, follow=True)
        assert response.status_code == 200
        return response

    return visit


def asked() -> list[tuple]:
    log.flush()
    return list(AskedWords.objects.order_by("words").values_list("words", "times", "results", "opened"))


def opened() -> list[tuple]:
    log.flush()
    return list(OpenedEntry.objects.values_list("words", "entry", "times"))


def test_words_asked_are_counted_with_what_they_found(visit):
    visit(f"{LISTING}?q=Community+pub", came_from="/")
    visit(f"{LISTING}?q=zeppelin", came_from=f"{LISTING}?q=community+pub")

    assert asked() == [("community pub", 1, 1, 0), ("zeppelin", 1, 0, 0)]


def test_a_link_or_bookmark_of_words_counts(visit):
    visit(f"{LISTING}?q=pub")
    visit(f"{LISTING}?q=pub", Referer="https://example.org/links")

    assert asked() == [("pub", 2, 1, 0)]


@pytest.mark.parametrize("more", ["&kind=initiative", "&sort=title", "&exact=1", "&kind=initiative&stage=pilot", ""])
def test_narrowing_and_sorting_the_same_words_counts_once(visit, more):
    visit(f"{LISTING}?q=pub", came_from="/")
    visit(f"{LISTING}?q=pub{more}", came_from=f"{LISTING}?q=Pub")
    visit(f"{LISTING}?q=pub", came_from=f"{LISTING}?q=pub{more}")

    assert asked() == [("pub", 1, 1, 0)]


def test_coming_back_to_the_results_counts_nothing(visit, pub):
    visit(f"{LISTING}?q=pub", came_from="/")
    visit(f"{LISTING}pub/?q=pub", came_from=f"{LISTING}?q=pub")
    visit(f"{LISTING}?q=pub", came_from=f"{LISTING}pub/?q=pub")

    assert asked() == [("pub", 1, 1, 1)]


def test_new_words_asked_with_filters_count_what_they_find_without(visit):
    visit(f"{LISTING}?q=pub&kind=connector", came_from=f"{LISTING}?kind=connector")
    visit(f"{LISTING}?q=zeppelin&kind=connector", came_from=f"{LISTING}?q=pub&kind=connector")

    assert asked() == [("pub", 1, 1, 0), ("zeppelin", 1, 0, 0)]


@pytest.mark.parametrize(
    "address",
    [LISTING, f"{LISTING}?kind=initiative", f"{LISTING}?q=", f"{LISTING}?q=pub&kind=initiative", f"{LISTING}?q=%00"],
)
def test_browsing_and_links_to_filtered_results_count_nothing(visit, address):
    visit(address)

    assert asked() == []


def test_later_pages_count_nothing(visit, directory):
    for number in range(25):
        InitiativeFactory(parent=directory, title=f"Pub {number}")

    visit(f"{LISTING}?q=pub&page=2")

    assert asked() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": "curl/8.5.0"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
    ],
)
def test_robots_and_prefetching_count_nothing(visit, headers):
    visit(f"{LISTING}?q=pub", **headers)
    visit(f"{LISTING}pub/?q=pub", **headers)

    assert asked() == []


def test_editors_own_searches_count_nothing(visit, client):
    client.force_login(UserFactory())

    visit(f"{LISTING}?q=pub", came_from="/")
    visit(f"{LISTING}pub/?q=pub", came_from=f"{LISTING}?q=pub")

    assert asked() == []


def test_an_entry_opened_from_results_is_counted(visit, pub):
    visit(f"{LISTING}pub/?q=Pub&kind=initiative", came_from=f"{LISTING}?q=Pub&kind=initiative")

    assert opened() == [("pub", pub.pk, 1)]
    assert asked() == [("pub", 0, None, 1)]


def test_an_entry_opened_without_words_is_not_counted(visit):
    visit(f"{LISTING}pub/", came_from="/")
    visit(f"{LISTING}pub/?kind=initiative", came_from=f"{LISTING}?kind=initiative")

    assert opened() == []


def test_going_on_from_one_entry_to_the_next_is_not_counted(visit, directory):
    InitiativeFactory(parent=directory, title="Another pub", slug="another")

    visit(f"{LISTING}another/?q=pub", came_from=f"{LISTING}pub/?q=pub")

    assert opened() == []


def test_nothing_personal_reaches_the_database(visit, pub):
    visit(f"{LISTING}?q=befriending+jane.doe@example.org+TS24+8QT+07700+900123", came_from="/")
    visit(f"{LISTING}pub/?q=pub+jane.doe@example.org", came_from=f"{LISTING}?q=pub+jane.doe@example.org")

    assert asked() == [("befriending ts24", 1, None, 0), ("pub", 0, None, 1)]
    assert {field.name for field in AskedWords._meta.fields} == {"id", "day", "words", "times", "results", "opened"}
    assert {field.name for field in OpenedEntry._meta.fields} == {"id", "day", "words", "entry", "times"}


@pytest.mark.parametrize("came_from", ["http://[", "//", "http://testserver:x/?q=%ff", "javascript:1", "x" * 9_000])
def test_hostile_origins_do_no_harm(visit, came_from):
    visit(f"{LISTING}?q=pub", Referer=came_from)

    assert asked() == [("pub", 1, 1, 0)]


def test_pages_ask_the_database_as_often_whether_they_count_or_not(visit, client):
    addresses = [f"{LISTING}?q=pub", f"{LISTING}pub/?q=pub"]
    for address in addresses:
        visit(address)
    with CaptureQueriesContext(connection) as counted:
        responses = [visit(address) for address in addresses]

    with CaptureQueriesContext(connection) as not_counted:
        for address in addresses:
            visit(address, **{"User-Agent": "Googlebot"})

    assert len(counted) == len(not_counted)
    assert not any(response.cookies for response in responses)
