"""One theme, tier or keyword becomes another, everywhere, and can be taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import ReferenceIndex

from accounts.roles import MODERATORS, SITE_MANAGERS
from connectors.actions.merging_terms import NotUndoableError, TermGoneError, merge_terms, undo_merge
from connectors.models import InitiativePage, TermMerge, Theme
from places.models import PlaceAlias
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def food(home):
    return ThemeFactory(name="Food", slug="food", synonyms="allotments\nmeals")


@pytest.fixture
def growing(home):
    return ThemeFactory(name="Growing", slug="growing", synonyms="Meals")


def themes(title: str) -> list[str]:
    return sorted(InitiativePage.objects.get(title=title).themes.names())


def themes_of_draft(title: str) -> list[str]:
    page = InitiativePage.objects.get(title=title).get_latest_revision_as_object()
    return sorted(theme.name for theme in page.themes.all())


def found(client, query: str) -> list[str]:
    return sorted(hit.card["title"] for hit in client.get(f"/directory/?{query}").context["page_of_entries"])


def test_merged_theme_moves_all_uses_without_doubles_and_is_found_by_its_old_name(client, directory, food, growing):
    InitiativeFactory(parent=directory, title="Bakery", themes=[food])
    InitiativeFactory(parent=directory, title="Garden", themes=[food, growing])
    InitiativeFactory(parent=directory, title="Orchard", themes=[growing])

    merge_terms(food, growing, user=UserFactory())

    assert [themes(title) for title in ("Bakery", "Garden", "Orchard")] == [["Growing"]] * 3
    assert not Theme.objects.filter(slug="food").exists()
    assert Theme.objects.get().synonym_list == ["Meals", "Food", "allotments"]
    assert found(client, "theme=food") == found(client, "theme=growing") == ["Bakery", "Garden", "Orchard"]
    assert found(client, "q=allotments") == ["Bakery", "Garden", "Orchard"]


def test_merged_theme_does_not_come_back_with_a_draft_or_a_schedule(directory, food, growing):
    page = InitiativeFactory(parent=directory, title="Bakery", themes=[growing])
    page.themes.set([food])
    page.save_revision()
    both = InitiativeFactory(parent=directory, title="Garden", themes=[food, growing])
    both.save_revision()

    merge_terms(food, growing, user=None)

    assert themes_of_draft("Bakery") == themes_of_draft("Garden") == ["Growing"]
    InitiativePage.objects.get(title="Bakery").get_latest_revision().publish()
    assert themes("Bakery") == ["Growing"]


def test_merge_that_is_taken_back_leaves_everything_as_it_was(client, directory, food, growing):
    InitiativeFactory(parent=directory, title="Bakery", themes=[food]).save_revision()
    InitiativeFactory(parent=directory, title="Garden", themes=[food, growing]).save_revision()
    InitiativeFactory(parent=directory, title="Orchard", themes=[growing]).save_revision()
    merge = merge_terms(food, growing, user=None)
    InitiativePage.objects.get(title="Bakery").save_revision()  # since then

    undo_merge(merge.pk, user=None)

    assert [themes(t) for t in ("Bakery", "Garden", "Orchard")] == [["Food"], ["Food", "Growing"], ["Growing"]]
    assert [themes_of_draft(t) for t in ("Bakery", "Garden", "Orchard")] == [
        ["Food"],
        ["Food", "Growing"],
        ["Growing"],
    ]
    assert Theme.objects.get(slug="growing").synonyms == "Meals"
    assert found(client, "theme=food") == ["Bakery", "Garden"]
    with pytest.raises(NotUndoableError):
        undo_merge(merge.pk, user=None)


def test_merge_into_a_theme_that_was_merged_away_itself_is_taken_back_last_first(directory, food, growing):
    plants = ThemeFactory(name="Plants", slug="plants")
    first = merge_terms(food, growing, user=None)
    second = merge_terms(growing, plants, user=None)

    with pytest.raises(NotUndoableError):
        undo_merge(first.pk, user=None)
    undo_merge(second.pk, user=None)
    undo_merge(first.pk, user=None)

    assert sorted(Theme.objects.values_list("name", flat=True)) == ["Food", "Growing", "Plants"]


def test_second_of_two_people_who_merge_the_same_theme_changes_nothing(directory, food, growing):
    other = ThemeFactory(name="Other")
    InitiativeFactory(parent=directory, title="Bakery", themes=[food])
    merge_terms(Theme.objects.get(pk=food.pk), growing, user=None)

    with pytest.raises(TermGoneError):
        merge_terms(food, other, user=None)

    assert themes("Bakery") == ["Growing"]


def test_merged_keyword_leaves_pictures_alone(directory):
    old, new = Tag.objects.create(name="allotment", slug="allotment"), Tag.objects.create(name="garden", slug="garden")
    page = InitiativeFactory(parent=directory, title="Bakery")
    page.keywords.add("allotment")
    page.save()

    merge_terms(old, new, user=None)

    assert list(InitiativePage.objects.get().keywords.names()) == ["garden"]
    assert not Tag.objects.filter(name="allotment").exists()


def test_merge_keeps_the_index_of_uses_in_step(directory, food, growing):
    for used in ([food], [food, growing]):
        ReferenceIndex.create_or_update_for_object(InitiativeFactory(parent=directory, themes=used))
    assert ReferenceIndex.get_references_to(food).count() == 2

    merge_terms(food, growing, user=None)

    assert ReferenceIndex.get_references_to(growing).count() == 2
    assert ReferenceIndex.get_references_to(food).count() == 0


def test_manager_sees_the_numbers_confirms_and_takes_it_back(sign_in, directory, food, growing):
    for used in ([food], [food], [food, growing], [growing]):
        InitiativeFactory(parent=directory, themes=used)
    InitiativeFactory(parent=directory, themes=[food], live=False).save_revision()
    desk = sign_in(SITE_MANAGERS)
    address = reverse("desk_merge_term", args=["theme", food.pk])

    seen = " ".join(desk.get(address, {"into": growing.pk}).text.split())
    assert "3 entries get “Growing”." in seen
    assert "1 has it already and loses the double." in seen
    assert "1 draft is changed along" in seen
    done = " ".join(desk.post(address, {"into": growing.pk}, follow=True).text.split())
    assert "4 entries used it, 3 got the new term, 1 had it already." in done
    assert "has merged “Food” into “Growing” already" in desk.post(address, {"into": growing.pk}, follow=True).text

    undone = desk.post(reverse("desk_unmerge_term", args=[TermMerge.objects.get().pk]), follow=True)
    assert "“Food” is a term of its own again." in undone.text
    assert Theme.objects.get(slug="food").uses.count() == 4


@pytest.mark.parametrize("into", ["", "0", "x", '"', "9" * 30, "self"])
def test_merge_into_nothing_says_what_to_do(sign_in, food, growing, into):
    desk = sign_in(SITE_MANAGERS)
    value = food.pk if into == "self" else into

    response = desk.post(reverse("desk_merge_term", args=["theme", food.pk]), {"into": value})

    assert response.status_code == 200
    assert "Choose" in response.text
    assert Theme.objects.count() == 2


def test_merging_is_for_who_may_delete_terms(sign_in, food, growing):
    desk = sign_in(MODERATORS)
    address = reverse("desk_merge_term", args=["theme", food.pk])

    assert desk.post(address, {"into": growing.pk}).status_code == 302
    assert Theme.objects.count() == 2

    # Their list of merges, which they have for entries, is silent about terms.
    merge = merge_terms(food, growing, user=None)
    assert "Food" not in desk.get(reverse("desk_merges")).text
    assert desk.post(reverse("desk_unmerge_term", args=[merge.pk])).status_code == 302
    assert Theme.objects.count() == 1


def test_keywords_are_counted_renamed_and_deleted_only_when_unused(sign_in, client, directory):
    page = InitiativeFactory(parent=directory, title="Bakery")
    page.keywords.add("sourdoug")
    page.save()
    used, unused = Tag.objects.get(), Tag.objects.create(name="nobody", slug="nobody")
    desk, views = sign_in(SITE_MANAGERS), Tag.snippet_viewset
    desk.get(reverse(views.get_url_name("list")))

    with CaptureQueriesContext(connection) as queries:
        listed = desk.get(reverse(views.get_url_name("list")))
    Tag.objects.create(name="third", slug="third")
    with CaptureQueriesContext(connection) as more:
        desk.get(reverse(views.get_url_name("list")))
    for tag in (used, unused):
        desk.post(reverse(views.get_url_name("delete"), args=[tag.pk]))
    desk.post(reverse(views.get_url_name("edit"), args=[used.pk]), {"name": "sourdough"})

    assert [(tag.name, tag.entry_count) for tag in listed.context["object_list"]] == [("nobody", 0), ("sourdoug", 1)]
    assert len(more) == len(queries)
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["sourdough", "third"]
    assert found(client, "q=sourdough&exact=1") == ["Bakery"]


def test_other_name_moves_to_the_place_it_means_and_search_follows(sign_in, client, directory):
    hull, hartlepool = PlaceFactory(name="Hull"), PlaceFactory(name="Hartlepool")
    alias = PlaceAlias.objects.create(place=hull, name="Monkey town")
    PlaceAlias.objects.create(place=hartlepool, name="Poolie land")
    InitiativeFactory(parent=directory, title="Baths", places=[hartlepool])
    desk = sign_in(SITE_MANAGERS)
    address = reverse("desk_move_names", args=[hull.pk])

    wrong = desk.post(address, {"alias": alias.pk, "place": hull.pk})
    moved = desk.post(address, {"alias": alias.pk, "place": hartlepool.pk}, follow=True)
    again = desk.post(address, {"alias": alias.pk, "place": hartlepool.pk})

    assert [wrong.status_code, again.status_code] == [200, 200]
    assert "now leads to Hartlepool" in moved.text
    assert [alias.name for alias in hartlepool.aliases.all()] == ["Monkey town", "Poolie land"]
    assert found(client, "q=monkey&exact=1") == ["Baths"]
