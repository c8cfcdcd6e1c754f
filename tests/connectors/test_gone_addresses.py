"""What the address of an entry answers after it was removed, renamed, moved or hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from accounts.roles import EDITORS, MODERATORS
from connectors.models import GoneAddress, InitiativePage
from submissions.actions.erasing import erase
from submissions.models import Submission
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def rename(page: InitiativePage, slug: str, run) -> None:
    page = InitiativePage.objects.get(pk=page.pk)
    page.slug = slug
    with run(execute=True):
        page.save()


def test_removed_entry_says_so_with_reason_and_what_comes_nearest(client, directory):
    food, leeds = ThemeFactory(name="Food"), PlaceFactory(name="Leeds")
    gone = InitiativeFactory(parent=directory, title="Old <kitchen>", slug="old", themes=[food], places=[leeds])
    InitiativeFactory(parent=directory, title="Same place", themes=[food], places=[leeds])
    InitiativeFactory(parent=directory, title="Same theme", themes=[food])
    InitiativeFactory(parent=directory, title="Far from it", themes=[ThemeFactory()])
    gone.unpublish()
    GoneAddress.objects.update(note="The group closed in May 2024.")

    response = client.get("/directory/old/")

    page = response.text
    assert response.status_code == 410
    assert "This entry was removed" in page
    assert "Old &lt;kitchen&gt;" in page
    assert "The group closed in May 2024." in page
    assert page.index("Same place") < page.index("Same theme")
    assert "Far from it" not in page
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "public, max-age=60")
    assert client.post("/directory/old/").status_code == 404


def test_entry_that_comes_back_is_not_gone_any_more(client, directory):
    entry = InitiativeFactory(parent=directory, slug="old")
    entry.unpublish()
    entry.save_revision().publish()

    assert client.get("/directory/old/").status_code == 200
    assert not GoneAddress.objects.exists()


@pytest.mark.parametrize("as_page", [True, False])
def test_deleted_entry_is_gone_at_all_its_addresses(client, directory, as_page, django_capture_on_commit_callbacks):
    entry = InitiativeFactory(parent=directory, title="Kitchen", slug="first")
    rename(entry, "second", django_capture_on_commit_callbacks)
    (Page if as_page else InitiativePage).objects.get(pk=entry.pk).delete()

    assert [client.get(f"/directory/{slug}/").status_code for slug in ("first", "second")] == [410, 410]


def test_draft_that_was_never_public_stays_unknown(client, directory, django_capture_on_commit_callbacks):
    draft = InitiativeFactory(parent=directory, slug="secret", live=False, first_published_at=None)
    rename(draft, "renamed", django_capture_on_commit_callbacks)
    answers = [client.get(f"/directory/{slug}/").status_code for slug in ("secret", "renamed")]
    InitiativePage.objects.get().delete()

    assert [*answers, client.get("/directory/renamed/").status_code] == [404, 404, 404]


@pytest.mark.parametrize("when", ["before", "after"])
def test_hidden_entry_is_not_told_as_removed(client, directory, when):
    entry = InitiativeFactory(parent=directory, slug="hidden", title="Nobody's business")
    for step in ("hide", "remove") if when == "before" else ("remove", "hide"):
        if step == "hide":
            PageViewRestriction.objects.create(page=directory, restriction_type=PageViewRestriction.LOGIN)
        else:
            entry.unpublish()

    response = client.get("/directory/hidden/")

    assert response.status_code == 404
    assert "business" not in response.text


def test_renamed_entry_is_found_at_every_former_address_and_back_again(
    client, directory, django_capture_on_commit_callbacks
):
    entry = InitiativeFactory(parent=directory, slug="a")
    for slug in ("b", "c", "a"):
        rename(entry, slug, django_capture_on_commit_callbacks)

    assert [client.get(f"/directory/{slug}/").headers.get("Location") for slug in "bc"] == ["/directory/a/"] * 2
    assert client.get("/directory/a/").status_code == 200
    InitiativePage.objects.get().unpublish()
    assert client.get("/directory/a/").status_code == 410, "it must not lead to itself"
    assert client.get("/directory/b/", follow=True).status_code == 410


def test_renamed_directory_takes_its_entries_along(client, directory, home, django_capture_on_commit_callbacks):
    InitiativeFactory(parent=directory, slug="kept")
    removed = InitiativeFactory(parent=directory, slug="removed")
    removed.unpublish()
    directory.slug = "entries"
    with django_capture_on_commit_callbacks(execute=True):
        directory.save()

    assert client.get("/directory/kept/").headers["Location"] == "/entries/kept/"
    assert [client.get(f"/{slug}/removed/").status_code for slug in ("directory", "entries")] == [410, 410]


def test_moved_entry_leads_to_its_new_address(client, directory, shelf):
    entry = InitiativeFactory(parent=directory, slug="moved")
    entry.move(shelf, pos="last-child")

    assert client.get("/directory/moved/").headers["Location"] == "/case-studies/moved/"
    InitiativePage.objects.get().move(Page.objects.get(pk=directory.pk), pos="last-child")
    assert client.get("/directory/moved/").status_code == 200
    assert not Redirect.objects.filter(old_path="/directory/moved").exists()


def test_removed_entry_makes_as_many_queries_with_three_alternatives_as_with_one(client, directory):
    theme = ThemeFactory()
    InitiativeFactory(parent=directory, slug="gone", themes=[theme]).unpublish()
    counts = []
    for more in (1, 2):
        for _number in range(more):
            InitiativeFactory(parent=directory, themes=[theme])
        client.get("/directory/gone/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/directory/gone/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 10


def test_moderator_gives_the_reason_and_editors_do_not(sign_in, directory):
    InitiativeFactory(parent=directory, slug="old").unpublish()
    gone = GoneAddress.objects.get()
    address = reverse(gone.snippet_viewset.get_url_name("edit"), args=[gone.pk])

    refused = sign_in(EDITORS).post(address, {"note": "Because I say so."})
    given = sign_in(MODERATORS).post(address, {"note": "The group closed."})

    gone.refresh_from_db()
    assert (refused.status_code, given.status_code, gone.note) == (302, 302, "The group closed.")


def test_moderator_who_unpublishes_is_asked_why(sign_in, directory):
    entry = InitiativeFactory(parent=directory)
    desk = sign_in(MODERATORS)

    page = desk.post(reverse("wagtailadmin_pages:unpublish", args=[entry.pk]), follow=True).text

    assert "Give the reason" in page


def test_erased_person_is_not_named_at_the_address_of_a_removed_entry(client, directory):
    Submission.objects.create(contact_email="jo@example.org", contact_name="Jo Smith", reference="K7QX")
    InitiativeFactory(parent=directory, title="Walks with Jo Smith", slug="one").unpublish()
    InitiativeFactory(parent=directory, title="Walks", slug="walks-with-jo-smith").unpublish()
    InitiativeFactory(parent=directory, title="Garden", slug="garden").unpublish()

    erase("jo@example.org")

    assert [gone.title for gone in GoneAddress.objects.all()] == ["Garden"]
