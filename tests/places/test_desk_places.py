"""Places on the editors' desk."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from places.models import Place, PlaceAlias
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_places_place:list"


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def desk(client):
    """Signed in as somebody whose group was given every permission on places."""
    user = User.objects.create_user("editor", "editor@example.org", "a long password")
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_place", "change_place", "delete_place"])
    )
    client.force_login(user)
    return client


def listed(desk, query) -> list[str]:
    response = desk.get(f"{reverse(LIST)}?{query}")
    assert response.status_code == 200
    return [place.name for place in response.context["object_list"]]


def form_data(place, names) -> dict[str, str]:
    data = {"aliases-TOTAL_FORMS": len(names), "aliases-INITIAL_FORMS": 0}
    for number, name in enumerate(names):
        data |= {f"aliases-{number}-name": name, f"aliases-{number}-kind": "other"}
    return data


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Hartlepool", "Leeds", "North East"]),
        ("kind=region", ["North East"]),
        ("region={region}", ["Hartlepool", "North East"]),
        ("state=former", ["Leeds"]),
        ("state=current", ["Hartlepool", "North East"]),
        ("q=E06000001", ["Hartlepool"]),
        ("q=monkey", ["Hartlepool"]),
        ("kind=nonsense&state=x", ["Hartlepool", "Leeds", "North East"]),
    ],
)
def test_places_are_found_by_filters_and_by_any_name(desk, tree, query, expected):
    PlaceAlias.objects.create(place=tree.hartlepool, name="Monkey town")
    PlaceAlias.objects.create(place=tree.hartlepool, name="Monkeyland")
    Place.objects.filter(pk=tree.leeds.pk).update(until="2023-03-31")

    assert listed(desk, query.format(region=tree.region.pk)) == expected


def test_places_list_counts_entries_once(desk, tree):
    make_entry(tree, "Allotments")
    make_entry(tree, "Baths")

    response = desk.get(reverse(LIST) + "?ordering=-entry_count")

    assert [place.entry_count for place in response.context["object_list"]] == [2, 0, 0]


def test_places_list_makes_as_many_queries_for_three_as_for_one(desk):
    Place.objects.create(code="X1", slug="one", name="One", kind="district", tier="lower")
    desk.get(reverse(LIST))
    with CaptureQueriesContext(connection) as for_one:
        desk.get(reverse(LIST))
    region = Place.objects.create(code="X2", slug="two", name="Two", kind="region", tier="region")
    Place.objects.create(code="X3", slug="three", name="Three", kind="district", tier="lower", region=region)

    with CaptureQueriesContext(connection) as for_three:
        desk.get(reverse(LIST))

    assert len(for_three) == len(for_one)


def test_places_take_other_names_and_keep_the_official_record(desk, tree):
    url = reverse("wagtailsnippets_places_place:edit", args=[tree.hartlepool.pk])

    response = desk.post(url, {**form_data(tree.hartlepool, ["Monkey town"]), "name": "Middlesbrough"})

    tree.hartlepool.refresh_from_db()
    assert response.status_code == 302
    assert tree.hartlepool.name == "Hartlepool"
    assert [alias.name for alias in tree.hartlepool.aliases.all()] == ["Monkey town"]


def test_places_with_the_same_other_name_twice_are_refused_at_the_form(desk, tree):
    url = reverse("wagtailsnippets_places_place:edit", args=[tree.hartlepool.pk])

    response = desk.post(url, form_data(tree.hartlepool, ["Monkey town", "Monkey town"]))

    assert response.status_code == 200
    assert tree.hartlepool.aliases.count() == 0


@pytest.mark.parametrize("superuser", [False, True])
def test_places_are_neither_added_nor_deleted_by_hand(desk, tree, superuser):
    User.objects.update(is_superuser=superuser)

    adding = desk.get(reverse("wagtailsnippets_places_place:add"))
    deleting = desk.post(reverse("wagtailsnippets_places_place:delete", args=[tree.leeds.pk]))

    assert [adding.status_code, deleting.status_code] == [302, 302]
    assert Place.objects.filter(pk=tree.leeds.pk).exists()


def test_places_chooser_finds_a_place_by_another_name(desk, tree):
    PlaceAlias.objects.create(place=tree.hartlepool, name="Monkey town")

    response = desk.get(reverse("wagtailsnippetchoosers_places_place:choose_results"), {"q": "monkey"})

    assert "Hartlepool" in response.content.decode()
    assert "Leeds" not in response.content.decode()
