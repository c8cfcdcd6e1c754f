"""The shelf of case studies: what editors put first, all the others, and the filter by evidence."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import CaseStudyPage, FeaturedStory
from tests.connectors.test_desk import HOSTILE, make_entry, make_tree

pytestmark = pytest.mark.django_db
FIRST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def tree():
    return make_tree()


def make_story(tree, number, **fields):
    day = FIRST + datetime.timedelta(days=number)
    slug = f"story-{number}"
    return make_entry(tree, f"Story {number}", model=CaseStudyPage, slug=slug, first_published_at=day, **fields)


def shelf(client, query=""):
    response = client.get(f"/case-studies/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page, within):
    return [" ".join(heading.get_text().split()) for heading in page.select(f"{within} .card h3")]


def test_editors_choose_what_stands_first_and_the_rest_follows_newest_first(client, tree):
    stories = [make_story(tree, number) for number in range(5)]
    stories[3].unpublish()
    for order, number in enumerate((1, 3, 0)):
        FeaturedStory.objects.create(shelf=tree.shelf, case_study=stories[number], sort_order=order)
    page = shelf(client)

    assert titles(page, "section[aria-labelledby=features]") == ["Story 1", "Story 0"]
    assert titles(page, "#all") == ["Story 4", "Story 2"]


def test_newest_stands_first_where_editors_chose_nothing_public(client, tree):
    stories = [make_story(tree, number) for number in range(3)]
    stories[2].view_restrictions.create(restriction_type="login")
    FeaturedStory.objects.create(shelf=tree.shelf, case_study=stories[2])
    page = shelf(client)

    assert titles(page, "section[aria-labelledby=features]") == ["Story 1"]
    assert titles(page, "#all") == ["Story 0"]
    assert "Story 2" not in page.get_text()


def test_empty_shelf_says_what_will_stand_there(client, tree):
    assert "No case study yet" in shelf(client).get_text()


def test_filter_by_evidence_counts_every_level_and_widens_within_the_group(client, tree):
    for number, level in enumerate(["story", "story", "monitored", "compared"]):
        make_story(tree, number, evidence_level=level)
    page = shelf(client, "?evidence=monitored&evidence=compared")

    assert titles(page, "#all") == ["Story 3", "Story 2"]
    assert page.find(id="all-heading").get_text() == "2 case studies"
    counts = {box["value"]: box.parent.find(class_="number").get_text() for box in page.select("form.levels input")}
    assert counts == {"story": "(2)", "monitored": "(1)", "evaluated": "(0)", "compared": "(1)"}
    assert [box["value"] for box in page.select("form.levels input[checked]")] == ["monitored", "compared"]
    assert page.find("meta", {"name": "robots"})["content"] == "noindex, follow"
    assert "No case study has this level of evidence yet" in shelf(client, "?evidence=evaluated").get_text()


def test_pages_keep_the_filter(client, tree):
    for number in range(14):
        make_story(tree, number)

    assert shelf(client, "?evidence=story").find("a", rel="next")["href"] == "?evidence=story&page=2"
    assert titles(shelf(client, "?evidence=story&page=2"), "#all") == ["Story 1", "Story 0"]
    assert titles(shelf(client, "?page=99"), "#all") == ["Story 1", "Story 0"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_query_strings_are_answered_with_the_shelf(client, tree, value):
    make_story(tree, 1)
    page = shelf(client, f"?evidence={value}&evidence=%3Cscript%3E&page={value}")

    assert "We do not know these levels" in page.get_text()
    assert "<script>" in page.find(class_="note").get_text()


def test_shelf_makes_as_many_queries_for_three_as_for_one(client, tree):
    counts = []
    for number in range(6):
        make_story(tree, number)
        if number in {3, 5}:
            client.get("/case-studies/")
            with CaptureQueriesContext(connection) as queries:
                client.get("/case-studies/")
            counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 18
