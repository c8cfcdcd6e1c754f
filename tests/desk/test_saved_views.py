"""Saved views: a list as somebody narrowed it, under a name of their own."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag

from accounts.models import User
from accounts.roles import EDITORS
from connectors.actions.merging_terms import merge_terms, undo_merge
from desk.models import SavedView
from desk.saved_filters import LISTS, MOST, tidy_view
from submissions.traces import traces_of
from tests.factories import InitiativeFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db
ENTRIES = "entries:index"


@pytest.fixture
def desk(sign_in):
    return sign_in(EDITORS)


def me(desk) -> User:
    return User.objects.get(pk=desk.session["_auth_user_id"])


def save(desk, name="Running", query="stage=running", list_name=ENTRIES):
    return desk.post(reverse("save_view"), {"name": name, "list": list_name, "query": query}, follow=True)


def test_somebody_saves_what_a_list_shows_and_comes_back_by_its_link(desk, directory):
    InitiativeFactory(parent=directory, title="Here", stage="running")
    InitiativeFactory(parent=directory, title="Not here", stage="idea")
    page = desk.get(reverse(ENTRIES), {"stage": "running", "p": "1", "nonsense": "x"}).text
    assert 'name="query" value="stage=running"' in page

    answer = save(desk, " Running\u202e ones ")

    assert "Saved as “Running ones”" in answer.text
    assert [entry.title for entry in answer.context["object_list"]] == ["Here"]
    assert '<strong aria-current="true">Running ones</strong>' in answer.text
    assert '<a href="/admin/entries/?stage=running">Running ones</a>' in desk.get(reverse(ENTRIES)).text


def test_saved_views_are_seen_by_nobody_else(desk, client, directory):
    hers = SavedView.objects.create(user=UserFactory(), list_name=ENTRIES, name="Hers", query="stage=idea")

    assert "Hers" not in desk.get(reverse(ENTRIES)).text + desk.get(reverse("saved_views")).text
    assert desk.get(reverse("rename_view", args=[hers.pk])).status_code == 404
    desk.post(reverse("delete_view", args=[hers.pk]))
    assert SavedView.objects.filter(pk=hers.pk).exists()


def test_view_is_renamed_and_deleted(desk, directory):
    save(desk)
    save(desk, "Ideas", "stage=idea")
    view = SavedView.objects.get(name="Running")

    taken = desk.post(reverse("rename_view", args=[view.pk]), {"name": "ideas"})
    assert "already have a view of this list called “ideas”" in taken.text
    assert 'value="ideas"' in taken.text
    desk.post(reverse("rename_view", args=[view.pk]), {"name": "At work"})
    assert "At work" in desk.get(reverse("saved_views")).text
    desk.post(reverse("delete_view", args=[view.pk]))
    desk.post(reverse("delete_view", args=[view.pk]))

    assert list(SavedView.objects.values_list("name", flat=True)) == ["Ideas"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Give the view a name"), ("  ", "Give the view a name"), ("x" * 61, "60"), ("Running", "already")],
)
def test_what_is_wrong_with_a_name_is_said_and_what_was_typed_stays(desk, directory, name, words):
    save(desk)

    answer = save(desk, name, "stage=idea")

    assert words in answer.text
    assert 'name="query" value="stage=idea"' in answer.text
    assert SavedView.objects.count() == 1


def test_one_person_keeps_thirty_views(desk, directory):
    for number in range(MOST):
        SavedView.objects.create(user=me(desk), list_name=ENTRIES, name=str(number))

    assert "You have 30 saved views" in save(desk).text


def test_only_what_a_list_knows_is_kept_of_a_query():
    assert tidy_view(ENTRIES, "theme=1&theme=2&q=caf%C3%A9&evil=1&stage=&p=3") == "theme=1&theme=2&q=caf%C3%A9"
    for nasty in ("a&" * 5_000, "q=%00", "q=" + "a" * 10_000, "&=&=", "%", "q=%ff", "\u202e", "=", ";;"):
        for name in LISTS:
            assert "a" not in tidy_view(name, nasty)


def test_unknown_lists_and_other_methods_are_refused(desk):
    assert desk.post(reverse("save_view"), {"name": "x", "list": "wagtailadmin_home", "query": ""}).status_code == 404
    assert desk.get(reverse("save_view")).status_code == 405


def test_address_that_was_searched_for_is_found_when_its_owner_is_erased(desk):
    save(desk, "Hers", "q=jo@example.org", "submission_queue")

    assert [trace.field for trace in traces_of("jo@example.org") if trace.model is SavedView] == ["query"]


def test_saved_views_end_with_the_account(desk):
    save(desk)
    me(desk).delete()

    assert not SavedView.objects.exists()


def test_view_of_a_merged_theme_and_keyword_shows_what_they_became(desk, directory):
    old, newer, newest = (ThemeFactory(name=name, slug=name.lower()) for name in ("Food", "Growing", "Land"))
    words = [Tag.objects.create(name=name) for name in ("Allotment", "Garden")]
    entry = InitiativeFactory(parent=directory, title="Here", themes=[old])
    entry.keywords.add(words[0])
    entry.save()
    InitiativeFactory(parent=directory, title="Not here")
    save(desk, "Food", f"theme={old.pk}&keyword=allotment")
    save(desk, "Where food is", "theme=food", "coverage_report")

    merge_terms(old, newer, user=None)
    merge_terms(newer, newest, user=None)
    merge = merge_terms(*words, user=None)

    address = f"/admin/entries/?theme={newest.pk}&keyword=Garden"
    page = desk.get(address)
    assert [entry.title for entry in page.context["object_list"]] == ["Here"]
    assert '<strong aria-current="true">Food</strong>' in page.text
    links = BeautifulSoup(desk.get(reverse("saved_views")).text, "html.parser")
    assert {link["href"] for link in links.select("main a[href*='?']")} >= {
        address,
        "/admin/reports/coverage/?theme=land",
    }
    undo_merge(merge.pk, user=None)
    assert f"theme={newest.pk}&amp;keyword=allotment" in desk.get(reverse("saved_views")).text


def test_views_above_a_list_ask_as_often_for_three_as_for_one(desk, directory):
    counts = []
    theme = ThemeFactory()
    for name in ("One", "Two", "Three"):
        save(desk, name, f"theme={theme.pk}&q={name}")
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse(ENTRIES))
        counts.append(len(queries))

    assert counts[2] <= counts[1]
