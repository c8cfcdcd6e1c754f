"""Collections of case studies on the editors' desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from casestudies.models import CaseStudyCollection, CollectionItem
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_casestudies_casestudycollection:list"


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    return client


def test_collections_list_counts_entries(desk):
    collection = CaseStudyCollection.objects.create(title="Good work", slug="good-work")
    CollectionItem.objects.create(collection=collection, entry=make_entry(make_tree(), "Allotments").entrypage_ptr)

    response = desk.get(reverse(LIST))

    assert [(item.title, item.entry_count) for item in response.context["object_list"]] == [("Good work", 1)]


def test_collections_list_makes_as_many_queries_for_three_as_for_one(desk):
    CaseStudyCollection.objects.create(title="One", slug="one")
    desk.get(reverse(LIST))
    with CaptureQueriesContext(connection) as for_one:
        desk.get(reverse(LIST))
    CaseStudyCollection.objects.create(title="Two", slug="two")
    CaseStudyCollection.objects.create(title="Three", slug="three")

    with CaptureQueriesContext(connection) as for_three:
        desk.get(reverse(LIST))

    assert len(for_three) == len(for_one)


def test_collections_are_added_by_title_with_their_entries(desk):
    entry = make_entry(make_tree(), "Allotments")

    desk.post(
        reverse("wagtailsnippets_casestudies_casestudycollection:add"),
        {
            "title": "Good work",
            "slug": "good-work",
            "introduction": "null",
            "items-TOTAL_FORMS": 1,
            "items-INITIAL_FORMS": 0,
            "items-0-entry": entry.pk,
            "items-0-ORDER": 1,
        },
    )

    collection = CaseStudyCollection.objects.get(slug="good-work")
    assert [item.entry.title for item in collection.items.all()] == ["Allotments"]
