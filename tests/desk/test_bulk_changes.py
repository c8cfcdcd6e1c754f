"""Changing many entries at once: exactly those that the list shows, as an editor would change each."""

import datetime

import pytest
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Workflow

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from connectors.models import InitiativePage, Theme
from desk.bulk.models import BulkChange
from desk.bulk.running import begin, go_on
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def food(home):
    return ThemeFactory(name="Food")


@pytest.fixture
def work(home):
    return ThemeFactory(name="Good work")


def act(desk, action: str, *, next_url: str, ids=("all",), seen=None, follow=True, **data):
    """Open the confirm page as the list's link does, and confirm what it shows."""
    address = reverse("wagtail_bulk_action", args=["connectors", "entrypage", action])
    query = "&".join([*(f"id={one}" for one in ids), f"next={next_url.replace('&', '%26')}"])
    shown = desk.get(f"{address}?{query}")
    assert shown.status_code == 200
    mark = shown.context["mark"] if seen is None else seen
    return shown, desk.post(f"{address}?{query}", {"seen": mark, **data}, follow=follow)


def themes() -> dict[str, list[str]]:
    return {page.title: sorted(page.themes.names()) for page in InitiativePage.objects.all()}


def test_all_matching_changes_what_filter_and_search_show_and_nothing_else(sign_in, directory, food, work):
    for number in range(2):
        InitiativeFactory(parent=directory, title=f"Baths {number}", themes=[food])
    InitiativeFactory(parent=directory, title="Baths elsewhere", themes=[work])
    InitiativeFactory(parent=directory, title="Garden", themes=[food])
    desk, added = sign_in(MODERATORS), ThemeFactory(name="Leisure")
    list_url = f"{reverse('entries:index')}?q=baths&theme={food.pk}"

    assert "Change all 2 matching entries" in " ".join(desk.get(list_url).text.split())
    shown, done = act(desk, "add_theme", next_url=list_url, value=added.pk)

    assert "2 of 2 matching entries." in " ".join(shown.text.split())
    assert "2 of 2 entries changed." in done.text
    assert themes() == {
        "Baths 0": ["Food", "Leisure"],
        "Baths 1": ["Food", "Leisure"],
        "Baths elsewhere": ["Good work"],
        "Garden": ["Food"],
    }


@pytest.mark.parametrize("next_url", ["/admin/", "/admin/nowhere/", "https://elsewhere.example/admin/entries/", ""])
def test_all_of_no_list_is_nothing(sign_in, directory, food, next_url):
    InitiativeFactory(parent=directory, title="Baths", themes=[food])

    shown, _done = act(sign_in(MODERATORS), "add_theme", next_url=next_url, value=food.pk)

    assert shown.context["total"] == 0


def test_what_matches_only_since_it_was_shown_is_shown_first(sign_in, directory, food, work):
    InitiativeFactory(parent=directory, title="Baths", themes=[food])

    _shown, again = act(
        sign_in(MODERATORS), "add_theme", next_url=reverse("entries:index"), seen="of before", value=work.pk
    )

    assert "Other entries match now than those you saw." in again.text
    assert themes() == {"Baths": ["Food"]}


def test_editors_change_makes_a_draft_and_publishing_is_not_theirs(sign_in, directory, food, work):
    page = InitiativeFactory(parent=directory, title="Baths", themes=[food])
    desk, list_url = sign_in(EDITORS), reverse("entries:index")

    _shown, done = act(desk, "add_theme", next_url=list_url, ids=[page.pk], value=work.pk)
    refused = desk.post(
        reverse("wagtail_bulk_action", args=["connectors", "entrypage", "unpublish"]) + f"?id={page.pk}"
    )

    page = InitiativePage.objects.get()
    assert "1 of these in a draft" in done.text
    assert (page.live, themes()) == (True, {"Baths": ["Food"]})
    assert sorted(t.name for t in page.get_latest_revision_as_object().themes.all()) == ["Food", "Good work"]
    assert refused.status_code == 302
    assert "unpublish" not in desk.get(list_url).text


def test_draft_of_a_live_entry_gets_the_change_too_and_stays_a_draft(sign_in, directory, food, work):
    page = InitiativeFactory(parent=directory, title="Baths", themes=[food])
    page.summary = "Not ready."
    page.save_revision()

    act(sign_in(MODERATORS), "add_theme", next_url=reverse("entries:index"), value=work.pk)

    page = InitiativePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.summary, draft.summary) == ("What it is and where.", "Not ready.")
    assert themes() == {"Baths": ["Food", "Good work"]}
    assert sorted(t.name for t in draft.themes.all()) == ["Food", "Good work"]


def test_failures_are_listed_by_name_with_the_reason(sign_in, directory, food, work):
    InitiativeFactory(parent=directory, title="Baths", themes=[food])
    InitiativeFactory(parent=directory, title="Garden", themes=[food, work])
    locked = InitiativeFactory(parent=directory, title="Orchard", themes=[food, work], live=False)
    editor = sign_in(EDITORS)
    locked.save_revision()
    Workflow.objects.get(active=True).start(locked, None)

    _shown, done = act(editor, "remove_theme", next_url=reverse("entries:index"), value=food.pk)

    page = " ".join(done.text.split())
    assert "1 of 3 entries changed." in page, page[page.index("desk-page") :]
    assert "Baths</a></td><td>It would have no theme left." in page
    assert "Orchard</a></td><td>It is locked, or waits for approval." in page


@pytest.mark.parametrize(
    ("action", "value", "field", "expected"),
    [
        ("set_stage", "ended", "stage", "ended"),
        ("set_review", "01/02/2031", "review_due", datetime.date(2031, 2, 1)),
    ],
)
def test_stage_and_review_date_are_set(sign_in, directory, action, value, field, expected):
    InitiativeFactory(parent=directory, title="Baths", stage="running")

    act(sign_in(MODERATORS), action, next_url=reverse("entries:index"), value=value)

    assert getattr(InitiativePage.objects.get(), field) == expected


def test_missing_value_is_asked_for(sign_in, directory):
    InitiativeFactory(parent=directory, title="Baths")

    _shown, asked = act(sign_in(MODERATORS), "set_review", next_url=reverse("entries:index"), value="soon")

    assert "Enter a valid date." in asked.text
    assert not BulkChange.objects.exists()


def test_publish_and_unpublish_go_through_versions(sign_in, client, directory, shelf, food):
    complete = {"themes": [food], "tiers": [TierFactory()], "places": [PlaceFactory()]}
    draft = InitiativeFactory(parent=directory, title="Baths", slug="baths", live=False, **complete)
    CaseStudyFactory(parent=shelf, title="Without a theme", live=False, **{**complete, "themes": []})
    desk, list_url = sign_in(MODERATORS), reverse("entries:index")

    _shown, published = act(desk, "publish", next_url=list_url)
    assert "Without a theme</a></td><td>Missing or not right: Themes." in published.text
    assert client.get("/directory/baths/").status_code == 200
    act(desk, "unpublish", next_url=list_url, ids=[draft.pk])

    draft.refresh_from_db()
    assert draft.live is False
    assert draft.get_latest_revision() is not None


def test_change_that_was_cut_off_goes_on_where_it_was(sign_in, directory, food, work):
    pages = [InitiativeFactory(parent=directory, themes=[food]) for _number in range(3)]
    desk = sign_in(MODERATORS)
    user = desk.get(reverse("wagtailadmin_home")).context["request"].user
    bulk = begin(change="add_theme", value=work.pk, keys=[p.pk for p in pages], user=user, back="/admin/entries/")
    go_on(bulk.pk, seconds=0)  # one, and the time is up
    address = reverse("desk_bulk_change", args=[bulk.pk])

    assert "1 of 3 done." in desk.get(address).text
    done = desk.post(address, follow=True)

    assert "3 of 3 entries changed." in done.text
    assert InitiativePage.objects.first().revisions.count() == 1
    assert sign_in(MODERATORS).get(address).status_code == 404, "it is somebody else's"


@pytest.mark.parametrize("model", [Theme, Tag])
def test_deleting_all_that_a_search_shows_leaves_the_rest(sign_in, home, model):
    for name in ("Allotments", "Allotment plots", "Baths"):
        model.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    desk, views = sign_in(SITE_MANAGERS), model.snippet_viewset
    address = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    list_url = reverse(views.get_url_name("list"))

    desk.post(f"{address}?id=all&next={list_url}?q=allotment")

    assert list(model.objects.values_list("name", flat=True)) == ["Baths"]
