"""An alias of a page: a second address of the same thing, which is counted, listed and told to search engines once."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from accounts.roles import MODERATORS
from commitments.actions import take_over_published_status
from commitments.choices import Status
from commitments.models import CommitmentPage
from connectors.models import EntryLink, EntryPage, ExternalId, InitiativePage
from desk.bulk.running import begin, go_on
from linkcheck.collecting import collect_all
from linkcheck.models import Use
from tests.commitments.test_history import found
from tests.connectors.test_listing import titles
from tests.factories import (
    CaseStudyFactory,
    CommitmentFactory,
    InitiativeFactory,
    PlaceFactory,
    StandardPageFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds(db):
    return PlaceFactory(name="Leeds", slug="leeds")


@pytest.fixture
def baths(directory, leeds):
    """A live entry with an alias beside it."""
    entry = InitiativeFactory(
        parent=directory, title="Baths", slug="baths", themes=[ThemeFactory(name="Food", slug="food")], places=[leeds]
    )
    entry.save_revision().publish()
    entry = InitiativePage.objects.get(pk=entry.pk)
    entry.create_alias(update_slug="baths-again")
    return entry


def soup_of(client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def test_alias_is_one_hit_with_its_source_in_listing_exports_and_feed(client, baths):
    listing = client.get("/directory/?theme=food")
    rows = list(csv.DictReader(io.StringIO(client.get("/directory/export.csv").getvalue().decode("utf-8-sig"))))
    features = json.loads(client.get("/directory/export.geojson").getvalue())["features"]

    assert titles(listing) == ["Baths"]
    assert listing.context["heading"] == "1 entry"
    assert [row["url"] for row in rows] == ["http://testserver/directory/baths/"]
    assert len(features) == 1
    assert client.get("/directory/feed.atom").getvalue().count(b"<entry>") == 1


def test_alias_is_in_the_sitemap_under_its_source_alone(client, home, baths):
    about = StandardPageFactory(parent=home, title="About", slug="about", in_footer=True)
    about.create_alias(update_slug="about-again")

    told = client.get("/sitemap.xml").text
    foot = soup_of(client, "/")

    assert told.count("/directory/baths/") == 1
    assert "/about/" in told
    assert "again" not in told
    assert [link["href"] for link in foot.find_all("a", string="About")] == ["/about/"]


@pytest.mark.parametrize("address", ["/directory/baths-again/", "/about-again/"])
def test_alias_page_shows_its_source_and_names_it_as_canonical(client, home, baths, address):
    StandardPageFactory(parent=home, title="About", slug="about").create_alias(update_slug="about-again")

    page = soup_of(client, address)

    assert page.find("link", rel="canonical")["href"] == f"http://localhost{address.replace('-again', '')}"
    assert page.h1.get_text(strip=True) in {"Baths", "About"}


def test_what_an_alias_page_offers_is_about_its_source(client, baths):
    alias, source = (client.get(address).text for address in ("/directory/baths-again/", "/directory/baths/"))

    assert f"entry={baths.pk}" in source or f"/{baths.pk}/" in source
    assert "baths-again" not in alias
    assert [a["href"] for a in BeautifulSoup(alias, "html.parser").main.find_all("a", href=True)] == [
        a["href"] for a in BeautifulSoup(source, "html.parser").main.find_all("a", href=True)
    ]


def test_place_page_counts_an_entry_with_an_alias_once(client, baths):
    main = soup_of(client, "/places/leeds/").main.get_text(" ", strip=True)

    assert main.count("Baths") == 1


def test_comparison_leaves_an_alias_out(client, baths, directory, leeds):
    other = InitiativeFactory(parent=directory, title="Pool", places=[leeds])
    alias = EntryPage.objects.get(alias_of=baths)

    page = soup_of(client, f"/connectors/compare/?ids={baths.pk},{other.pk},{alias.pk}")

    assert [cell.get_text(strip=True) for cell in page.table.thead.find_all("a")].count("Baths") == 1


def test_tracker_counts_a_commitment_with_an_alias_once_and_its_alias_shows_the_status(client, tracker, leeds):
    promise = CommitmentFactory(parent=tracker, title="A line", slug="line", places=[leeds])
    take_over_published_status(commitment=promise, finding=found(Status.BROKEN, "2022"))
    CommitmentPage.objects.get(pk=promise.pk).create_alias(update_slug="line-again")

    listed = [a["href"] for a in soup_of(client, "/commitments/").main.find_all("a", string="A line")]
    assert {address.split("#")[0] for address in listed} == {"/commitments/line/"}
    exported = json.loads(client.get("/commitments/export.json").getvalue())
    assert json.dumps(exported).count('"A line"') == 1
    # An alias has no history of its own: without its source it would say that nobody has assessed it.
    assert soup_of(client, "/commitments/line-again/").main.text == soup_of(client, "/commitments/line/").main.text


def test_shelf_shows_a_story_with_an_alias_once(client, shelf, leeds):
    story = CaseStudyFactory(parent=shelf, title="How we did it", slug="how", places=[leeds])
    story.create_alias(update_slug="how-again")

    assert soup_of(client, "/case-studies/").main.get_text(" ").count("How we did it") == 1
    assert client.get("/case-studies/how/cite.bib").status_code == 200
    cited = [a["href"] for a in soup_of(client, "/case-studies/how-again/").find_all("a", href=True)]
    assert "/case-studies/how/cite.bib" in cited


def test_source_that_is_unpublished_takes_its_alias_along(client, baths):
    baths.unpublish()

    assert [client.get(f"/directory/{slug}/").status_code for slug in ("baths", "baths-again")] == [410, 410]
    assert titles(client.get("/directory/")) == []


def test_source_that_is_deleted_leaves_its_alias_as_a_draft_that_no_file_means(client, baths):
    ExternalId.objects.create(entry=baths, scheme="import", value="row-1", sort_order=0)
    InitiativePage.objects.get(pk=baths.pk).save_revision().publish()
    InitiativePage.objects.get(pk=baths.pk).delete()

    assert [client.get(f"/directory/{slug}/").status_code for slug in ("baths", "baths-again")] == [410, 410]
    assert titles(client.get("/directory/")) == []
    assert not ExternalId.objects.exists()
    InitiativePage.objects.get(slug="baths-again").save_revision().publish()
    page = soup_of(client, "/directory/baths-again/")
    assert page.find("link", rel="canonical")["href"] == "http://localhost/directory/baths-again/"
    assert titles(client.get("/directory/")) == ["Baths"]


def test_link_to_an_alias_becomes_a_link_to_its_source(baths, directory):
    alias = EntryPage.objects.get(alias_of=baths)
    link = EntryLink(entry=InitiativeFactory(parent=directory), target=alias)

    link.full_clean()

    assert link.target_id == baths.pk


def test_alias_of_a_restricted_source_asks_for_the_password_too(client, baths):
    PageViewRestriction.objects.create(page=baths, restriction_type="password", password="x")

    page = client.get("/directory/baths-again/").text

    assert "What it is and where." not in page
    assert titles(client.get("/directory/")) == []


def test_renamed_source_stays_canonical(client, baths, django_capture_on_commit_callbacks):
    baths.slug = "swimming"
    with django_capture_on_commit_callbacks(execute=True):
        baths.save_revision().publish()

    page = soup_of(client, "/directory/baths-again/")

    assert page.find("link", rel="canonical")["href"] == "http://localhost/directory/swimming/"


def test_change_of_many_entries_says_that_an_alias_follows_its_source(baths):
    alias = EntryPage.objects.get(alias_of=baths)
    boss = UserFactory(is_superuser=True)

    done = go_on(begin(change="set_stage", value="running", keys=[baths.pk, alias.pk], user=boss, back="").pk)
    published = go_on(begin(change="publish", value=None, keys=[alias.pk], user=boss, back="").pk)

    assert (done.changed, [key for key, _why in done.failures]) == (1, [alias.pk])
    assert "alias" in done.failures[0][1]
    assert [key for key, _why in published.failures] == [alias.pk]
    assert EntryPage.objects.get(pk=alias.pk).stage == "running"


def test_desk_counts_what_is_to_be_checked_and_dead_links_once(sign_in, client, baths):
    baths.website = "https://example.org/"
    baths.first_published_at = "2020-01-01T00:00Z"
    baths.save_revision().publish()
    EntryPage.objects.update(first_published_at="2020-01-01T00:00Z", last_confirmed_at="2020-01-01")
    collect_all()
    sign_in(MODERATORS)

    front = client.get(reverse("wagtailadmin_home")).text
    ageing = soup_of(client, reverse("ageing_report"))

    assert "1 entry has to be checked" in front
    assert [a["href"] for a in ageing.find_all("a") if a.get_text(strip=True) == "Baths"] == [
        reverse("wagtailadmin_pages:edit", args=[baths.pk])
    ]
    assert list(Use.objects.values_list("entry", flat=True).distinct()) == [baths.pk]


def test_file_means_the_source_when_an_alias_has_the_same_external_id(baths):
    from exchange.importing.matching import _entry_keys
    from exchange.importing.report import Outcome

    ExternalId.objects.create(entry=baths, scheme="import", value="row-1", sort_order=0)
    baths = InitiativePage.objects.get(pk=baths.pk)
    baths.save_revision().publish()
    assert ExternalId.objects.filter(value="row-1").count() == 2

    assert _entry_keys([Outcome(2, "row-1", "", "", [])]) == {"row-1": baths.pk}


def test_alias_that_becomes_a_page_of_its_own_is_no_second_row_of_the_file(sign_in, client, baths):
    ExternalId.objects.create(entry=baths, scheme="import", value="row-1", sort_order=0)
    InitiativePage.objects.get(pk=baths.pk).save_revision().publish()
    alias = EntryPage.objects.get(alias_of=baths)
    sign_in(MODERATORS)

    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    own = EntryPage.objects.get(pk=alias.pk)
    assert own.alias_of_id is None
    assert list(ExternalId.objects.filter(value="row-1").values_list("entry", flat=True)) == [baths.pk]
    assert own.get_latest_revision_as_object().external_ids.count() == 0
    assert sorted(titles(client.get("/directory/"))) == ["Baths", "Baths"]


def test_page_that_is_no_alias_asks_the_database_nothing_more(client, baths):
    client.get("/directory/baths/")
    with CaptureQueriesContext(connection) as own:
        client.get("/directory/baths/")

    assert not [query for query in own if '"alias_of_id" =' in query["sql"]]
