"""Themes and tiers on the editors' desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from connectors.models import Theme, Tier
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    return client


def test_vocabularies_count_live_and_all_uses(desk, tree):
    make_entry(tree, "Allotments")
    make_entry(tree, "Baths", live=False)

    response = desk.get(reverse("wagtailsnippets_connectors_theme:list") + "?ordering=-entry_count")

    assert [(term.name, term.live_count, term.entry_count) for term in response.context["object_list"]] == [
        ("Food", 1, 2),
        ("Good work", 0, 0),
    ]


def test_vocabularies_are_found_by_synonym(desk, tree):
    response = desk.get(reverse("wagtailsnippets_connectors_theme:list") + "?q=allotment")

    assert [term.name for term in response.context["object_list"]] == ["Food"]


@pytest.mark.parametrize("vocabulary", ["theme", "tier"])
def test_vocabularies_list_makes_as_many_queries_for_three_as_for_one(desk, vocabulary):
    model = {"theme": Theme, "tier": Tier}[vocabulary]
    url = reverse(f"wagtailsnippets_connectors_{vocabulary}:list")
    model.objects.create(name="One", slug="one")
    desk.get(url)
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url)
    model.objects.create(name="Two", slug="two")
    model.objects.create(name="Three", slug="three")

    with CaptureQueriesContext(connection) as for_three:
        desk.get(url)

    assert len(for_three) == len(for_one)


def test_vocabularies_refuse_to_delete_a_term_in_use(desk, tree):
    make_entry(tree, "Allotments")

    response = desk.post(reverse("wagtailsnippets_connectors_theme:delete", args=[tree.food.pk]), follow=True)

    assert Theme.objects.filter(pk=tree.food.pk).exists()
    assert "“Food” cannot be deleted: 1 entry uses it." in response.content.decode()


def test_vocabularies_refuse_to_delete_terms_in_use_together(desk, tree):
    make_entry(tree, "Allotments")

    desk.post(
        reverse("wagtail_bulk_action", args=["connectors", "theme", "delete"]) + f"?id={tree.food.pk}&id={tree.work.pk}"
    )

    assert Theme.objects.count() == 2


def test_vocabularies_delete_a_term_that_nothing_uses(desk, tree):
    desk.post(reverse("wagtailsnippets_connectors_theme:delete", args=[tree.work.pk]))

    assert not Theme.objects.filter(pk=tree.work.pk).exists()


def test_vocabularies_are_sorted_by_dragging(desk, tree):
    desk.post(reverse("wagtailsnippets_connectors_theme:reorder", args=[tree.work.pk]) + "?position=0")

    assert [term.name for term in Theme.objects.all()] == ["Good work", "Food"]


@pytest.mark.parametrize("slugs", [["growing"], ["growing", "harvest"], ["growing", "food"]])
def test_theme_with_another_slug_is_found_under_every_former_one(desk, client, home, slugs):
    theme = Theme.objects.create(name="Food", slug="food")
    for slug in slugs:
        theme.slug = slug
        theme.save()

    for former in {"food", *slugs}:
        page = client.get(f"/directory/?theme={former}")
        assert page.context["query"].values("theme") == (slugs[-1],), former
        assert "We do not know these filters" not in page.text
