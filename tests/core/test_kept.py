"""What a process keeps of the database for visitors: quick, and never wrong for long."""

import time

import pytest
from wagtail.models import PageViewRestriction, Site

from connectors.models import Theme
from core import kept
from core.kept import Kept
from core.models import SiteDetails
from tests.factories import InitiativeFactory, StandardPageFactory, ThemeFactory

SHORT = 0.05  # seconds


def html_of(client, address="/directory/") -> str:
    return client.get(address).content.decode()


@pytest.fixture
def details(home):
    return SiteDetails.objects.create(site=Site.objects.get(), name="Old name")


def test_answer_is_read_once_until_somebody_says_that_it_changed():
    read = []
    answers = Kept(lambda asked: read.append(asked) or len(read))

    first = [answers("a"), answers("a"), answers("b")]
    answers.forget()

    assert (first, answers("a"), read) == ([1, 1, 2], 3, ["a", "b", "a"])


def test_answer_is_read_anew_after_some_seconds(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", SHORT)
    answers = Kept(time.monotonic)
    first = answers()
    time.sleep(SHORT * 2)

    assert answers() > first


def test_answer_that_changed_while_it_was_read_is_not_kept():
    values = ["old", "new"]

    def read():
        value = values.pop(0)
        if value == "old":
            answers.forget()  # another thread commits between the reading and the keeping
        return value

    answers = Kept(read)

    assert [answers(), answers(), answers()] == ["old", "new", "new"]


def test_answers_to_strangers_questions_do_not_fill_the_memory():
    answers = Kept(lambda number: number)

    assert [answers(number) for number in range(1_000)] == list(range(1_000))
    assert len(answers._answers) <= kept.MOST_ANSWERS


def test_failed_read_is_not_kept():
    values = [ValueError("gone"), "there"]

    def read():
        value = values.pop(0)
        if isinstance(value, Exception):
            raise value
        return value

    answers = Kept(read)
    with pytest.raises(ValueError, match="gone"):
        answers()

    assert answers() == "there"


def test_visitor_sees_a_new_site_name_at_once(client, directory, details):
    before = html_of(client)
    details.name = "New name"
    details.save()

    assert "Old name" in before
    assert "New name" in html_of(client)


def test_visitor_sees_within_seconds_what_another_process_changed(client, directory, details, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", SHORT)
    html_of(client)
    # No signal: as another process does it.
    SiteDetails.objects.update(name="New name")
    time.sleep(SHORT * 2)

    assert "New name" in html_of(client)


def test_whoever_is_signed_in_sees_what_the_database_has(client, admin_client, directory, details):
    StandardPageFactory(parent=directory.get_parent(), title="Privacy", in_footer=True)
    ThemeFactory(name="Food")
    html_of(client)
    SiteDetails.objects.update(name="New name")
    directory.get_parent().get_children().filter(title="Privacy").update(title="Your data")

    assert "Old name" in html_of(client)
    assert "New name" in html_of(admin_client)
    assert ">Your data</a>" in html_of(admin_client)


def test_page_at_the_foot_comes_and_goes_at_once(client, home):
    html_of(client, "/")
    page = StandardPageFactory(parent=home, title="Privacy", slug="privacy", in_footer=True)
    made = html_of(client, "/")
    page.slug = "data"
    page.save_revision().publish()
    moved = html_of(client, "/")
    page.unpublish()

    assert '<a href="/privacy/">Privacy</a>' in made
    assert '<a href="/data/">Privacy</a>' in moved
    assert "Privacy" not in html_of(client, "/")


def test_deleted_page_leaves_the_foot_at_once(client, home):
    page = StandardPageFactory(parent=home, title="Privacy", in_footer=True)
    html_of(client, "/")
    page.delete()

    assert "Privacy" not in html_of(client, "/")


def test_renamed_theme_is_offered_under_its_new_name_at_once(client, directory):
    theme = ThemeFactory(name="Food")
    InitiativeFactory(parent=directory, themes=[theme])
    html_of(client)
    Theme.objects.get().delete()
    ThemeFactory(name="Growing")

    html = html_of(client)

    assert "<span>Growing</span>" in html
    assert "<span>Food</span>" not in html


def test_restricted_directory_is_closed_at_once_however_it_was_done(client, directory):
    html_of(client)
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=directory, restriction_type="login")])

    response = client.get("/directory/")

    assert (response.status_code, response["Location"]) == (302, "/_util/login/?next=/directory/")


@pytest.mark.parametrize("above", ["home", "root"])
def test_restriction_of_a_page_above_closes_what_is_below(client, directory, above):
    page = directory.get_parent() if above == "home" else directory.get_root()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert client.get("/directory/").status_code == 302
    assert client.get("/").status_code == 302


def test_alias_is_as_restricted_as_its_source(client, home):
    source = StandardPageFactory(parent=home, title="Source", slug="source")
    source.create_alias(parent=home, update_slug="alias")
    PageViewRestriction.objects.create(page=source, restriction_type="login")

    assert client.get("/alias/").status_code == 302


def test_new_home_heading_and_new_root_page_show_at_once(client, home):
    html_of(client, "/")
    home.heading = "Another heading"
    home.save_revision().publish()
    changed = html_of(client, "/")
    about = StandardPageFactory(parent=home, title="About")
    Site.objects.get().delete()
    Site.objects.create(hostname="localhost", is_default_site=True, root_page=about)

    assert "Another heading" in changed
    assert "<h1>About</h1>" in html_of(client, "/")


def test_site_without_a_page_tree_says_page_not_found(client, db):
    Site.objects.all().delete()

    assert client.get("/").status_code == 404
