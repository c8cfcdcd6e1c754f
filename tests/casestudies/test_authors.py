"""Authors: their pages, what programs read of them, and how they came out of a text."""

import importlib
import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from casestudies.models import Author, Byline, CaseStudyPage
from connectors.models import EntrySource
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db
ADDRESS = "/case-studies/authors/jo-smith/"


@pytest.fixture
def tree():
    return make_tree()


def make_author(name="Jo Smith", slug="jo-smith", **fields):
    return Author.objects.create(name=name, slug=slug, **fields)


def make_story(tree, title, *authors, **fields):
    study = make_entry(tree, title, model=CaseStudyPage, slug=title.lower(), **fields)
    for order, author in enumerate(authors):
        Byline.objects.create(case_study=study, author=author, sort_order=order)
    return study


def soup(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_story_names_its_authors_and_each_has_a_page_with_their_stories(client, tree):
    jo, team = make_author(role="Researcher", bio="Writes about pools."), make_author("The <team>", "team")
    make_story(tree, "Baths", team, jo)
    make_story(tree, "Trees", team)
    make_story(tree, "Draft", jo, live=False)
    make_story(tree, "Private", jo).view_restrictions.create(restriction_type="login")
    byline = soup(client, "/case-studies/baths/").find(class_="byline")

    assert " ".join(byline.get_text().split()).startswith("By The <team> and Jo Smith")
    assert [link["href"] for link in byline.find_all("a")] == ["/case-studies/authors/team/", ADDRESS]
    page = soup(client, ADDRESS)
    assert page.h1.get_text() == "Jo Smith"
    assert [heading.get_text() for heading in page.select(".card h3")] == ["Baths"]
    assert "Researcher" in page.get_text()
    assert "Writes about pools." in page.get_text()


def test_author_of_nothing_public_has_no_page(client, tree):
    make_story(tree, "Draft", make_author(), live=False)

    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/sitemap.xml").content.decode()
    CaseStudyPage.objects.get().get_latest_revision_as_object()
    CaseStudyPage.objects.update(live=True)
    assert client.get(f"{ADDRESS}?page=%00&page='").status_code == 200
    assert ADDRESS in client.get("/sitemap.xml").content.decode()


def test_author_page_makes_as_many_queries_for_three_stories_as_for_one(client, tree):
    jo, counts = make_author(), []
    for title in ("One", "Two", "Three"):
        make_story(tree, title, jo)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_programs_read_who_wrote_what_about_which_place_from_which_sources(client, tree):
    title = "</script><script>alert(1)</script>"
    study = make_entry(tree, title, model=CaseStudyPage, slug="baths")
    for author in (make_author(kind="person"), make_author("Team", "team", kind="team"), make_author("Sam", "sam")):
        Byline.objects.create(case_study=study, author=author)
    EntrySource.objects.create(entry=study, title="Report", url="https://example.org/a?b&c")
    EntrySource.objects.create(entry=study, title="Read at the town hall")
    page = soup(client, "/case-studies/baths/")
    element = page.find("script", type="application/ld+json")
    facts = json.loads(element.string)

    assert facts["headline"] == title
    assert [(author.get("@type"), author["name"]) for author in facts["author"]] == [
        ("Person", "Jo Smith"),
        ("Organization", "Team"),
        (None, "Sam"),
    ]
    assert facts["author"][0]["url"] == f"http://testserver{ADDRESS}"
    assert facts["about"] == [{"@type": "Place", "name": "Hartlepool"}, {"@type": "Thing", "name": "Food"}]
    assert facts["isBasedOn"] == [{"@type": "CreativeWork", "name": "Report", "url": "https://example.org/a?b&c"}]
    assert facts["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "alert(1)" not in [script.string for script in page.find_all("script")]


def test_author_who_is_named_is_not_deleted(client, tree):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    make_story(tree, "Baths", jo := make_author())
    address = reverse("wagtailsnippets_casestudies_author:delete", args=[jo.pk])

    answer = client.post(address, follow=True)

    assert "cannot be deleted: 1 case study names them" in answer.content.decode()
    assert Author.objects.get() == jo
    Byline.objects.all().delete()
    client.post(address)
    assert not Author.objects.exists()


def test_names_in_a_text_became_authors_of_pages_and_of_every_stored_version(tree):
    """The migration, with the models as they are now and the text beside them."""
    study = make_story(tree, "Baths")
    for text in ("Jo Smith", "jo  smith, Team, ,Team", ""):
        revision = study.save_revision()
        del revision.content["bylines"]
        revision.content["authors"] = text
        revision.save()
    migration = importlib.import_module("casestudies.migrations.0005_authors_of_texts")
    texts = SimpleNamespace(objects=SimpleNamespace(values_list=lambda *names: [(study.pk, "Jo Smith, Ällà")]))
    before = SimpleNamespace(
        get_model=lambda app, name: texts if name == "CaseStudyPage" else apps.get_model(app, name)
    )

    migration.authors_of_texts(before, None)

    assert [author.name for author in CaseStudyPage.objects.get().authors] == ["Jo Smith", "Ällà"]
    assert set(Author.objects.values_list("name", "slug")) == {
        ("Jo Smith", "jo-smith"),
        ("Ällà", "alla"),
        ("Team", "team"),
    }
    versions = [revision.as_object() for revision in study.revisions.order_by("pk")]
    assert [[author.name for author in version.authors] for version in versions] == [
        ["Jo Smith"],
        ["Jo Smith", "Team"],
        [],
    ]
    study.revisions.order_by("pk")[1].publish()
    assert [author.name for author in CaseStudyPage.objects.get().authors] == ["Jo Smith", "Team"]
