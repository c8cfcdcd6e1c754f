"""The list of entries on the editors' desk, and its searches."""

import datetime
import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from connectors.models import ConnectorPage, DirectoryPage, EntryPlace, InitiativePage, Theme, Tier
from places.models import Place
from tests.factories import trunk

pytestmark = pytest.mark.django_db

HOSTILE = ['"', "%00", "%20%20%20", "a" * 10_000, "%27%22%5C%25_*()", "%E2%80%AE"]


def make_tree() -> SimpleNamespace:
    """A home page with a directory and a shelf, two places and a term of each vocabulary."""
    region = Place.objects.create(code="E12000001", slug="north-east", name="North East", kind="region", tier="region")
    region.region = region
    region.save()
    return SimpleNamespace(
        home=trunk(),
        directory=DirectoryPage.objects.get(),
        shelf=CaseStudyIndexPage.objects.get(),
        region=region,
        hartlepool=Place.objects.create(
            code="E06000001", slug="hartlepool", name="Hartlepool", kind="unitary", tier="single", region=region
        ),
        leeds=Place.objects.create(
            code="E08000035", slug="leeds", name="Leeds", kind="metropolitan_borough", tier="single"
        ),
        food=Theme.objects.create(name="Food", slug="food", synonyms="growing\nallotments"),
        work=Theme.objects.create(name="Good work", slug="good-work", sort_order=1),
        council=Tier.objects.create(name="District or unitary council", slug="council"),
    )


def make_entry(tree, title, *, model=InitiativePage, parent=None, place=None, themes=(), **fields):
    """An entry in the tree, with its lead place."""
    if model is ConnectorPage:
        fields.setdefault("kind", "network")
    if model is CaseStudyPage:
        parent = parent or tree.shelf
        fields = {"question": "How?", "evidence_level": "story", "what_did_not_work": "<p>Much.</p>", **fields}
    entry = model(title=title, **{"summary": f"About {title}.", **fields})
    entry.entry_places = [EntryPlace(place=place or tree.hartlepool, is_lead=True)]
    (parent or tree.directory).add_child(instance=entry)
    entry.themes.set(themes or [tree.food])
    entry.tiers.set([tree.council])
    entry.save()
    return entry


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "a long password"))
    return client


def titles(response) -> list[str]:
    return [entry.title for entry in response.context["object_list"]]


def listed(desk, query="") -> list[str]:
    response = desk.get(f"{reverse('entries:index')}?ordering=title&{query}")
    assert response.status_code == 200
    return titles(response)


def test_entries_of_all_kinds_are_listed_flat(desk, tree):
    make_entry(tree, "Allotments")
    make_entry(tree, "Baths", model=CaseStudyPage)
    make_entry(tree, "Charter", model=ConnectorPage)

    response = desk.get(reverse("entries:index") + "?ordering=title")

    assert titles(response) == ["Allotments", "Baths", "Charter"]
    assert [
        text in response.content.decode()
        for text in ("Initiative", "Case study", "Connector", "Hartlepool", "Food", "Add initiative", "Add case study")
    ] == [True] * 7


def test_entries_buttons_lead_to_the_form_under_the_right_page(desk, tree):
    targets = {
        model: desk.get(reverse("wagtailadmin_pages:choose_parent", args=model.split("."))).headers["Location"]
        for model in ("connectors.initiativepage", "connectors.connectorpage", "casestudies.casestudypage")
    }

    assert targets == {
        "connectors.initiativepage": f"/admin/pages/add/connectors/initiativepage/{tree.directory.pk}/",
        "connectors.connectorpage": f"/admin/pages/add/connectors/connectorpage/{tree.directory.pk}/",
        "casestudies.casestudypage": f"/admin/pages/add/casestudies/casestudypage/{tree.shelf.pk}/",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("place={region}", ["Allotments", "Baths"]),
        ("place={leeds}", ["Charter"]),
        ("theme={work}", ["Baths"]),
        ("theme={food}&theme={work}", ["Allotments", "Baths", "Charter"]),
        ("tier={council}", ["Allotments", "Baths", "Charter"]),
        ("stage=running", ["Charter"]),
        ("status=live", ["Allotments", "Charter"]),
        ("status=draft", ["Baths"]),
        ("confirmed=due", ["Charter"]),
        ("confirmed=never", ["Allotments", "Baths"]),
        ("q=hartlepool", ["Allotments", "Baths"]),
        ("q=about+hartlepool+baths", ["Baths"]),
        ("status=nonsense&place=x&theme=y", ["Allotments", "Baths", "Charter"]),
    ],
)
def test_entries_filters_narrow_the_list(desk, tree, query, expected):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make_entry(tree, "Allotments")
    make_entry(tree, "Baths", themes=[tree.work], live=False)
    make_entry(tree, "Charter", place=tree.leeds, stage="running", last_confirmed_at=yesterday, review_due=yesterday)
    keys = {name: getattr(tree, name).pk for name in ("region", "leeds", "food", "work", "council")}

    assert listed(desk, query.format(**keys)) == expected


def test_entries_filter_by_kind_takes_a_content_type(desk, tree):
    make_entry(tree, "Allotments")
    study = make_entry(tree, "Baths", model=CaseStudyPage)

    assert listed(desk, f"kind={study.content_type_id}") == ["Baths"]


def test_entries_list_shows_when_a_scheduled_entry_goes_live_and_off(desk, tree):
    entry = make_entry(tree, "Allotments", live=False)
    entry.go_live_at = timezone.now() + datetime.timedelta(days=30)
    entry.expire_at = timezone.now() + datetime.timedelta(days=60)
    entry.save_revision().publish()

    response = desk.get(reverse("entries:index") + "?status=scheduled")

    assert titles(response) == ["Allotments"]
    assert "goes live" in response.content.decode()
    assert "goes off" in response.content.decode()


def test_entries_with_a_schedule_are_published_by_the_command_in_time(tree, monkeypatch):
    entry = make_entry(tree, "Allotments", live=False)
    entry.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    entry.save_revision().publish()
    later = timezone.now() + datetime.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    call_command("publish_scheduled")

    entry.refresh_from_db()
    assert entry.live is True


def test_entries_editor_offers_a_schedule(desk, tree):
    entry = make_entry(tree, "Allotments")

    page = desk.get(reverse("wagtailadmin_pages:edit", args=[entry.pk])).content.decode()

    assert 'name="go_live_at"' in page
    assert 'name="expire_at"' in page


@pytest.mark.parametrize("path", ["", "results/"])
def test_entries_list_makes_as_many_queries_for_three_as_for_one(desk, tree, path):
    url = reverse("entries:index") + path
    make_entry(tree, "Allotments")
    desk.get(url)
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url)
    make_entry(tree, "Baths", model=CaseStudyPage, place=tree.leeds, themes=[tree.food, tree.work])
    make_entry(tree, "Charter", model=ConnectorPage, live=False)

    with CaptureQueriesContext(connection) as for_three:
        desk.get(url)

    assert len(for_three) == len(for_one)


def test_entries_list_names_one_theme_and_how_many_more(desk, tree):
    make_entry(tree, "Baths", themes=[tree.food, tree.work])
    make_entry(tree, "Charter", themes=[tree.work])

    page = " ".join(desk.get(reverse("entries:index")).text.split())

    assert f"{tree.food.name} and 1 more" in page or f"{tree.work.name} and 1 more" in page
    assert "and 0 more" not in page


def test_entries_export_defuses_formulas_and_leaves_the_contact_out(desk, tree):
    make_entry(tree, "=HYPERLINK(1)", organisation="@group", contact_name="Jo", contact_email="jo@example.org")

    text = b"".join(desk.get(reverse("entries:index") + "?export=csv").streaming_content).decode()

    heading, row = text.splitlines()
    assert heading.startswith("Title,Kind,Who runs it,Lead place")
    assert row.startswith("'=HYPERLINK(1),Initiative,'@group,Hartlepool,E06000001,Food,District or unitary council")
    assert "Jo" not in text
    assert "jo@example.org" not in text


def test_entries_export_as_xlsx_holds_text_only(desk, tree):
    make_entry(tree, "+1 garden")

    content = b"".join(desk.get(reverse("entries:index") + "?export=xlsx").streaming_content)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet["A2"].value, sheet["B2"].value, sheet["A2"].data_type] == ["'+1 garden", "Initiative", "s"]


def test_entries_export_makes_as_many_queries_for_three_as_for_one(desk, tree):
    url = reverse("entries:index") + "?export=csv"
    make_entry(tree, "Allotments")
    b"".join(desk.get(url).streaming_content)
    with CaptureQueriesContext(connection) as for_one:
        b"".join(desk.get(url).streaming_content)
    make_entry(tree, "Baths", model=CaseStudyPage)
    make_entry(tree, "Charter", model=ConnectorPage)

    with CaptureQueriesContext(connection) as for_three:
        b"".join(desk.get(url).streaming_content)

    assert len(for_three) == len(for_one)


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize(
    "name",
    [
        "entries:index",
        "wagtailadmin_pages:search",
        "wagtailadmin_explore_root",
        "wagtailsnippets_connectors_theme:list",
        "wagtailsnippets_connectors_tier:list",
        "wagtailsnippets_places_place:list",
        "wagtailsnippets_casestudies_casestudycollection:list",
        "wagtailsnippetchoosers_places_place:choose",
        "wagtailadmin_choose_page_search",
        "wagtailimages:index",
        "wagtailusers_users:index",
    ],
)
def test_desk_searches_survive_hostile_words(desk, tree, name, query):
    make_entry(tree, "Allotments")

    assert desk.get(f"{reverse(name)}?q={query}", follow=True).status_code == 200


def test_desk_of_somebody_without_permission_shows_no_vocabularies(client, tree):
    client.force_login(User.objects.create_user("stranger", "stranger@example.org", "a long password"))

    assert client.get(reverse("wagtailsnippets_connectors_theme:list")).status_code == 302


def test_first_page_of_the_desk_offers_to_add_each_kind_of_entry(desk, tree):
    page = desk.get(reverse("wagtailadmin_home")).text

    for label, model in {"Add initiative": "initiativepage", "Add connector": "connectorpage"}.items():
        assert label in page
        assert reverse("wagtailadmin_pages:choose_parent", args=["connectors", model]) in page


def test_entry_is_the_editors_to_check_when_it_has_no_contact_or_that_did_not_answer(desk, tree):
    today = timezone.localdate()
    a_year, six_weeks = today - datetime.timedelta(days=370), today - datetime.timedelta(days=45)
    make_entry(tree, "Allotments", last_confirmed_at=a_year)
    make_entry(tree, "Baths", last_confirmed_at=a_year, contact_email="jo@example.org")
    make_entry(tree, "Charter", last_confirmed_at=a_year, check_every=24)
    make_entry(tree, "Dairy", last_confirmed_at=a_year, review_due=six_weeks, contact_email="jo@example.org")
    make_entry(tree, "Estate", first_published_at=timezone.now() - datetime.timedelta(days=370))

    assert listed(desk, "confirmed=due") == ["Allotments", "Dairy", "Estate"]
