"""A copy of an entry is the beginning of another one: what was said of the first alone does not travel."""

import datetime

import pytest
from django.urls import reverse

from accounts.roles import MODERATORS
from connectors.models import EntrySource, ExternalId, InitiativePage
from exchange.importing.run import Options, import_file
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db
OF_THE_FIRST = {
    "provenance": "submission K7QX",
    "last_confirmed_at": datetime.date(2026, 5, 1),
    "last_confirmed_by": "the group",
    "review_due": datetime.date(2027, 5, 1),
    "contact_name": "Jo Smith",
    "contact_email": "jo@example.org",
}


@pytest.fixture
def baths(directory):
    places = [PlaceFactory(name="Leeds")]
    themes = [ThemeFactory(name="Food", slug="food")]
    entry = InitiativeFactory(parent=directory, title="Baths", slug="baths", places=places, themes=themes)
    entry = InitiativePage.objects.get(pk=entry.pk)
    for name, value in OF_THE_FIRST.items():
        setattr(entry, name, value)
    entry.external_ids = [ExternalId(scheme="import", value="row-1"), ExternalId(scheme="charity-ew", value="123")]
    entry.sources = [EntrySource(title="The local paper", url="https://example.org/")]
    entry.save_revision().publish()
    draft = InitiativePage.objects.get(pk=entry.pk)
    draft.summary = "A draft of it."
    draft.save_revision()
    return InitiativePage.objects.get(pk=entry.pk)


def copy_at_the_desk(client, page, **fields):
    sent = {
        "new_title": "Pool",
        "new_slug": "pool",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "",
        **fields,
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    return InitiativePage.objects.get(slug="pool")


@pytest.mark.parametrize("keep_live", [True, False])
def test_copy_has_no_number_no_contact_no_confirmation_and_no_origin_of_the_first(sign_in, client, baths, keep_live):
    client = sign_in(MODERATORS)

    copy = copy_at_the_desk(client, baths, publish_copies="on" if keep_live else "")

    assert copy.live == keep_live
    for version in (copy, copy.get_latest_revision_as_object(), *(one.as_object() for one in copy.revisions.all())):
        assert [(one.scheme, one.value) for one in version.external_ids.all()] == []
        assert {name: getattr(version, name) or "" for name in OF_THE_FIRST} == dict.fromkeys(OF_THE_FIRST, "")
    draft = copy.get_latest_revision_as_object()
    assert (draft.title, draft.summary) == ("Pool", "A draft of it.")
    assert [one.title for one in draft.sources.all()] == ["The local paper"]
    assert [place.place.name for place in draft.entry_places.all()] == ["Leeds"]


def test_first_keeps_all_of_it_when_it_is_copied(sign_in, client, baths):
    copy_at_the_desk(sign_in(MODERATORS), baths)

    first = InitiativePage.objects.get(pk=baths.pk)

    assert first.external_ids.count() == 2
    assert {name: getattr(first, name) for name in OF_THE_FIRST} == OF_THE_FIRST


def test_copy_of_a_locked_entry_can_be_edited(sign_in, client, baths):
    client = sign_in(MODERATORS)
    InitiativePage.objects.filter(pk=baths.pk).update(locked=True)

    copy = copy_at_the_desk(client, baths)

    assert not copy.locked


def test_copies_below_a_copied_page_lose_them_too(directory, baths):
    again = directory.copy(recursive=True, keep_live=True, update_attrs={"slug": "again", "title": "Again"})

    copy = InitiativePage.objects.get(path__startswith=again.path)
    assert (copy.external_ids.count(), copy.contact_email, copy.last_confirmed_at) == (0, "", None)


def test_same_file_again_meets_the_first_and_leaves_its_copy_alone(sign_in, client, baths, tmp_path):
    copy = copy_at_the_desk(sign_in(MODERATORS), baths, publish_copies="on")
    path = tmp_path / "rows.csv"
    path.write_text("external_id,kind,title,summary\nrow-1,initiative,Baths,New words.\n")

    report = import_file(path, Options())

    assert dict(report.counts) == {"changed": 1}
    assert InitiativePage.objects.get(pk=baths.pk).get_latest_revision_as_object().summary == "New words."
    assert InitiativePage.objects.get(pk=copy.pk).get_latest_revision_as_object().summary == "A draft of it."


def test_export_calls_the_copy_by_a_number_of_its_own(sign_in, client, baths):
    copy_at_the_desk(sign_in(MODERATORS), baths, publish_copies="on")

    lines = client.get("/directory/export.csv").getvalue().decode().splitlines()

    assert len([line for line in lines if "row-1" in line]) == 1
    assert len([line for line in lines if "urn:uuid:" in line]) == 1
