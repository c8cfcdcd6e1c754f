"""Collections and series: their pages, their cards, and what a case study says of those that it is in."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from casestudies.models import CaseStudyCollection, CaseStudyPage, CollectionItem
from tests.casestudies.stories import make_picture
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db
ADDRESS = "/case-studies/collections/good-work/"
ADD = "wagtailsnippets_casestudies_casestudycollection:add"


@pytest.fixture
def tree():
    return make_tree()


def make_collection(*entries, slug="good-work", **fields):
    collection = CaseStudyCollection.objects.create(title=slug.replace("-", " ").title(), slug=slug, **fields)
    for order, entry in enumerate(entries):
        item = {"entry": entry.entrypage_ptr, "sort_order": order, "why": f"Why {entry.title}."}
        CollectionItem.objects.create(collection=collection, **item)
    return collection


def soup(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser")


def words(tag):
    return " ".join(tag.get_text(" ").split())


def hidden(tree, how, **fields):
    entry = make_entry(tree, "Hidden", live=how != "draft", **fields)
    if how == "private":
        entry.view_restrictions.create(restriction_type="login")
    return entry


@pytest.mark.parametrize("how", ["draft", "private"])
def test_collection_shows_its_public_entries_in_order_with_the_editors_reason(client, tree, how):
    first, second = make_entry(tree, "Zebra"), make_entry(tree, "Ant", model=CaseStudyPage)
    picture = make_picture(size=(1300, 500))
    make_collection(
        first, hidden(tree, how), second, introduction="<p>All of <b>us</b>.</p>", image=picture, image_alt="Two doors"
    )
    page = soup(client, ADDRESS)

    assert [words(card.h3) for card in page.select(".set .card")] == ["Zebra", "Ant"]
    assert [words(why) for why in page.select(".why")] == ["Why Zebra.", "Why Ant."]
    assert "Hidden" not in page.get_text()
    assert words(page.find(class_="page-head")) == "Collection of 2 entries Good Work All of us ."
    assert page.find("figure").img["alt"] == "Two doors"
    assert words(page.find("figcaption")) == "Photo: Jo Smith"
    assert page.find("link", rel="canonical")["href"].endswith(ADDRESS)


@pytest.mark.parametrize("how", ["draft", "private"])
def test_collection_without_anything_public_has_no_page_no_card_and_no_place_in_the_sitemap(client, tree, how):
    make_collection(hidden(tree, how, model=CaseStudyPage))
    make_entry(tree, "Story", model=CaseStudyPage)

    assert client.get(ADDRESS).status_code == 404
    assert "Good Work" not in client.get("/case-studies/").content.decode()
    assert ADDRESS not in client.get("/sitemap.xml").content.decode()
    make_collection(make_entry(tree, "Open"), slug="open")
    assert "/case-studies/collections/open/" in client.get("/sitemap.xml").content.decode()
    assert "Collection of 1 entry" in words(soup(client, "/case-studies/").find(class_="collections"))


@pytest.mark.parametrize("address", ["nothing/", "%00/", "a" * 5_000 + "/", "%E2%80%AE/", "good-work"])
def test_address_of_no_collection_is_not_found(client, tree, address):
    assert client.get(f"/case-studies/collections/{address}").status_code in {301, 400, 404}


def test_series_says_which_part_a_story_is_and_leads_to_those_beside_it(client, tree):
    stories = [make_entry(tree, f"Story {number}", model=CaseStudyPage, slug=f"story-{number}") for number in range(4)]
    stories[1].unpublish()
    make_collection(*stories, is_series=True)
    make_collection(stories[2], slug="good-reads")
    page = soup(client, "/case-studies/story-2/")

    assert words(page.find(class_="series-line")) == "Part 2 of 3 of the series Good Work"
    beside = {link["rel"][0]: (words(link), link["href"]) for link in page.select("nav.series a[rel]")}
    assert beside == {
        "prev": ("Story 0", "/case-studies/story-0/"),
        "next": ("Story 3", "/case-studies/story-3/"),
    }
    assert "In the collection Good Reads" in words(page)
    assert soup(client, "/case-studies/story-3/").select("nav.series a[rel=next]") == []
    assert [words(part)[:6] for part in soup(client, ADDRESS).select(".set .eyebrow")] == ["Part 1", "Part 2", "Part 3"]


def test_collection_makes_as_many_queries_for_three_entries_as_for_one(client, tree):
    make_collection(make_entry(tree, "One"))
    make_collection(*(make_entry(tree, f"Entry {number}") for number in range(3)), slug="three")
    counts = []
    for address in (ADDRESS, "/case-studies/collections/three/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    return client


def form(*entries, **fields):
    items = {"items-TOTAL_FORMS": len(entries), "items-INITIAL_FORMS": 0, "introduction": "null", **fields}
    for number, entry in enumerate(entries):
        items |= {f"items-{number}-entry": entry.pk, f"items-{number}-ORDER": number + 1, f"items-{number}-why": ""}
    return {"title": "Good work", "slug": "good-work", **items}


@pytest.mark.parametrize(
    ("fields", "twice", "sentence"),
    [
        ({"image": "picture"}, False, "Say what the picture shows, for people who cannot see it."),
        ({}, True, "Please correct the duplicate"),
        ({"slug": "taken"}, False, "already exists"),
    ],
)
def test_collection_that_cannot_be_saved_says_why_and_keeps_what_was_typed(desk, tree, fields, twice, sentence):
    make_collection(slug="taken")
    entry = make_entry(tree, "Allotments")
    if "image" in fields:
        fields = {"image": make_picture(size=(64, 36)).pk}

    response = desk.post(reverse(ADD), form(entry, *([entry] if twice else []), **fields))

    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert 'value="Good work"' in html
    assert CaseStudyCollection.objects.count() == 1


def test_collection_is_seen_before_it_is_saved(desk, tree):
    address = reverse("wagtailsnippets_casestudies_casestudycollection:preview_on_add")

    desk.post(address, form(make_entry(tree, "Allotments")))
    shown = desk.get(f"{address}?mode=").content.decode()
    desk.post(address, form())

    assert "Allotments" in shown
    assert "Nothing public is in it yet" in desk.get(f"{address}?mode=").content.decode()
