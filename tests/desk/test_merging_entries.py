"""Two entries that say the same thing become one, and can be parted again."""

import pytest
from django.urls import reverse

from accounts.roles import EDITORS, MODERATORS
from casestudies.models import CaseStudyPage
from casestudies.models.collections import CaseStudyCollection, CollectionItem
from connectors.models import EntryLink, EntrySource, GoneAddress, InitiativePage
from desk.entry_merges import EntryMerge
from desk.merging_entries import CannotMergeError, CannotPartError, merge_entries, part_entries
from submissions.models import Submission
from tests.factories import (
    CaseStudyFactory,
    ConnectorFactory,
    InitiativeFactory,
    PlaceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return UserFactory(is_superuser=True)


@pytest.fixture
def two(directory):
    """Baths, which stays, and the pool that is the same: one theme and one place in common, one of its own each."""
    themes, places = [ThemeFactory() for _n in range(3)], [PlaceFactory() for _n in range(3)]
    baths = InitiativeFactory(
        parent=directory, title="Baths", slug="baths", themes=themes[:2], places=places[:2], organisation="Friends"
    )
    pool = InitiativeFactory(
        parent=directory,
        title="Pool",
        slug="pool",
        themes=themes[1:],
        places=places[1:],
        organisation="Others",
        website="https://pool.example/",
    )
    for page, urls in ((baths, ["https://a.example/"]), (pool, ["https://a.example/", "https://b.example/"])):
        page.sources = [EntrySource(title="Report", url=url) for url in urls]
        page.save()
    return baths, pool


def test_merged_entry_unites_lists_without_doubles_and_fills_only_what_was_ticked(client, two, boss):
    baths, pool = two

    merge_entries(baths.pk, pool.pk, fill=["website", "organisation"], user=boss)

    page = InitiativePage.objects.get(title="Baths")
    assert page.themes.count() == page.entry_places.count() == 3
    assert [place.is_lead for place in page.entry_places.all()].count(True) == 1
    assert sorted(source.url for source in page.sources.all()) == ["https://a.example/", "https://b.example/"]
    assert (page.website, page.organisation) == ("https://pool.example/", "Friends")
    assert client.get("/directory/pool/").headers["Location"] == "/directory/baths/"
    assert client.get("/directory/pool/").status_code == 301
    assert not GoneAddress.objects.exists()
    assert [hit.card["title"] for hit in client.get("/directory/").context["page_of_entries"]] == ["Baths"]


def test_all_that_led_to_the_merged_entry_leads_to_the_survivor_once_and_back(two, directory, shelf, boss):
    baths, pool = two
    other, both = (InitiativeFactory(parent=directory, title=title) for title in ("Other", "Both"))
    for page, targets in ((other, [pool]), (both, [pool, baths]), (baths, [pool])):
        page.links = [EntryLink(target=target) for target in targets]
        page.save()
        if page != baths:
            page.save_revision(clean=False)
    one, two_of = (CaseStudyCollection.objects.create(title=t, slug=t, introduction="") for t in ("one", "two"))
    for collection, entry in ((one, pool), (two_of, pool), (two_of, baths)):
        CollectionItem.objects.create(collection=collection, entry=entry)
    story = CaseStudyFactory(parent=shelf, story=[("linked_entry", pool)])
    story.save_revision(clean=False)
    Submission.objects.create(reference="K7QX", target=pool)

    merge = merge_entries(baths.pk, pool.pk, fill=[], user=boss)

    def links():
        return sorted(EntryLink.objects.values_list("entry__title", "target__title"))

    def leads_to():
        page = CaseStudyPage.objects.get()
        return {
            block.value.title for version in (page, page.get_latest_revision_as_object()) for block in version.story
        }

    assert links() == [("Both", "Baths"), ("Other", "Baths")]
    draft = InitiativePage.objects.get(title="Other").get_latest_revision_as_object()
    assert [link.target.title for link in draft.links.all()] == ["Baths"]
    assert sorted(CollectionItem.objects.values_list("collection__title", "entry__title")) == [
        ("one", "Baths"),
        ("two", "Baths"),
    ]
    assert leads_to() == {"Baths"}
    assert Submission.objects.get().target.title == "Baths"

    _found, as_before = part_entries(merge.pk, user=boss)

    assert as_before
    assert links() == [("Baths", "Pool"), ("Both", "Baths"), ("Both", "Pool"), ("Other", "Pool")]
    assert CollectionItem.objects.filter(entry=pool.pk).count() == 2
    assert leads_to() == {"Pool"}
    assert Submission.objects.get().target.title == "Pool"


def test_parted_entries_are_as_they_were(client, two, boss):
    baths, pool = two
    merge = merge_entries(baths.pk, pool.pk, fill=["website"], user=boss)

    part_entries(merge.pk, user=boss)

    page = InitiativePage.objects.get(title="Baths")
    assert (page.themes.count(), page.entry_places.count(), page.sources.count(), page.website) == (2, 2, 1, "")
    assert [client.get(f"/directory/{slug}/").status_code for slug in ("baths", "pool")] == [200, 200]
    with pytest.raises(CannotPartError):
        part_entries(merge.pk, user=boss)


def test_entry_is_merged_once_and_only_with_its_kind(two, directory, boss):
    baths, pool = two
    network = ConnectorFactory(parent=directory)
    merge_entries(baths.pk, pool.pk, fill=[], user=boss)

    for pair, why in (((baths, pool), "done"), ((baths, baths), "same"), ((baths, network), "kinds")):
        with pytest.raises(CannotMergeError, match=why):
            merge_entries(pair[0].pk, pair[1].pk, fill=[], user=boss)

    assert EntryMerge.objects.count() == 1


def test_moderator_reads_both_side_by_side_confirms_once_and_takes_it_back(sign_in, two):
    baths, pool = two
    desk, address = sign_in(MODERATORS), reverse("desk_merge_entry", args=[baths.pk])

    seen = desk.get(address, {"other": pool.pk})
    assert [field["name"] for field in seen.context["fields"]] == ["website"]
    stale = desk.post(address, {"other": pool.pk, "mark": "of before"})
    assert "changed since you looked" in stale.text
    data = {"other": pool.pk, "mark": seen.context["mark"], "fill": ["website"]}
    done = desk.post(address, data, follow=True)
    again = desk.post(address, data)

    assert "is now part of" in done.text
    assert "merged already" in again.text
    history = desk.get(reverse("wagtailadmin_pages:history", args=[baths.pk])).text
    assert "was merged into it" in history
    parted = desk.post(reverse("desk_part_entry", args=[EntryMerge.objects.get().pk]), follow=True)
    assert "“Pool” is an entry of its own again." in parted.text


@pytest.mark.parametrize("other", ["", "0", "x", '"', "9" * 30])
def test_merging_with_nothing_says_what_to_do(sign_in, two, other):
    response = sign_in(MODERATORS).get(reverse("desk_merge_entry", args=[two[0].pk]), {"other": other})

    assert response.status_code == 200
    assert "Choose" in response.text


def test_merging_entries_is_for_who_publishes(sign_in, two):
    assert sign_in(EDITORS).get(reverse("desk_merge_entry", args=[two[0].pk])).status_code == 302
