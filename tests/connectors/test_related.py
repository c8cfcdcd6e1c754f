"""What stands under "Related" at the foot of an entry, and the reason that is given."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import ReferenceIndex

from connectors.models import EntryLink
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory, RegionFactory, ThemeFactory


@pytest.fixture
def north_west(db):
    return RegionFactory(name="North West")


@pytest.fixture
def work(db):
    return ThemeFactory(name="Good work and pay")


@pytest.fixture
def wigan(north_west):
    return PlaceFactory(name="Wigan", region=north_west)


def related(client, entry):
    html = client.get(entry.url).content
    cards = BeautifulSoup(html, "html.parser").select("section.related .card")
    return [(card.h3.get_text(), card.find(class_="why-related").get_text()) for card in cards]


def test_entries_of_the_same_theme_stand_there_the_nearest_first_with_the_reason(
    client, directory, wigan, north_west, work
):
    def make(title, *, place, themes):
        return InitiativeFactory(parent=directory, title=title, places=[place], themes=themes)

    other, arts = ThemeFactory(name="UK pay"), ThemeFactory(name="Arts")
    make("Far", place=PlaceFactory(region=RegionFactory()), themes=[other])
    make("Region", place=PlaceFactory(region=north_west), themes=[work])
    make("Region, both", place=PlaceFactory(region=north_west), themes=[other, work])
    make("Place", place=wigan, themes=[work])
    make("Other theme", place=wigan, themes=[arts])
    make("Nothing shared", place=PlaceFactory(), themes=[arts])
    entry = make("Entry", place=wigan, themes=[work, other])

    assert related(client, entry) == [
        ("Place", "Also about good work and pay, in Wigan"),
        ("Region, both", "Also about good work and pay, in the North West"),
        ("Region", "Also about good work and pay, in the North West"),
        ("Far", "Also about UK pay"),
        ("Other theme", "Also in Wigan"),
    ]


def test_links_come_first_and_nothing_is_listed_twice(client, directory, shelf, wigan, work):
    def make(title, factory=InitiativeFactory, **fields):
        parent = shelf if factory is CaseStudyFactory else directory
        return factory(parent=parent, title=title, places=[wigan], themes=[work], **fields)

    entry, hub, card = make("Entry", CaseStudyFactory), make("Hub"), make("Shown in the story")
    mentioning, second, hidden = make("Mentioning", CaseStudyFactory), make("Second"), make("Hidden", live=False)
    third = make("Linked through what is hidden")
    entry.story = [("linked_entry", card.page_ptr)]
    entry.save()
    mentioning.story = [("linked_entry", entry.page_ptr)]
    mentioning.save()
    ReferenceIndex.create_or_update_for_object(mentioning)
    EntryLink.objects.create(entry=entry, target=hub)
    EntryLink.objects.create(entry=second, target=hub)
    EntryLink.objects.create(entry=entry, target=hidden)
    EntryLink.objects.create(entry=hidden, target=third)
    found = related(client, entry)

    assert found[:2] == [("Mentioning", "Links to this entry"), ("Second", "Also linked with Hub")]
    titles = [title for title, _why in found]
    assert "Hub" not in titles
    assert "Shown in the story" not in titles
    assert "Hidden" not in str(found)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("hide", ["draft", "private"])
def test_what_is_not_public_is_not_related(client, directory, wigan, work, hide):
    entry, other, hidden = (InitiativeFactory(parent=directory, places=[wigan], themes=[work]) for _ in range(3))
    if hide == "draft":
        hidden.unpublish()
    else:
        hidden.view_restrictions.create(restriction_type="login")

    assert [title for title, _why in related(client, entry)] == [other.title]


def test_six_stand_there_at_most_and_an_entry_without_place_and_theme_has_none(client, directory, work):
    entry, *_others = (InitiativeFactory(parent=directory, themes=[work]) for _ in range(8))

    assert len(related(client, entry)) == 6
    assert related(client, InitiativeFactory(parent=directory)) == []
