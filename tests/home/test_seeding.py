"""The seed content: complete, sourced, and made once."""

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from casestudies.models import CaseStudyPage
from commitments.models import CommitmentPage, StatusUpdate
from connectors.models import Clause, ConnectorPage, EntryLink, EntryPage, EntrySource, InitiativePage, Theme, Tier
from core.rich_text import rich_texts
from home.models import HomePage
from home.seeding import seed_everything
from home.seeding.files import read_seed
from places.loading import load_places


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database with geography and seed content, filled once for this file and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        load_places()
        seed_everything()
        yield
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_every_entry_of_the_files_is_published():
    assert InitiativePage.objects.live().count() == 25
    assert ConnectorPage.objects.live().count() == 31
    assert CaseStudyPage.objects.live().count() == 3
    assert CommitmentPage.objects.live().count() == 30
    assert Theme.objects.count() == 18
    assert Tier.objects.count() == 6


def test_every_entry_has_a_source_with_an_address_and_one_lead_place():
    for entry in EntryPage.objects.prefetch_related("sources", "entry_places"):
        assert entry.sources.all(), entry.slug
        assert all(source.url and source.accessed_on for source in entry.sources.all()), entry.slug
        assert sum(place.is_lead for place in entry.entry_places.all()) == 1, entry.slug


def test_every_commitment_has_a_source_for_the_promise_and_for_each_status():
    for commitment in CommitmentPage.objects.select_related("current"):
        assert commitment.promise_url, commitment.slug
        assert commitment.current_status.is_assessed, commitment.slug
    updates = StatusUpdate.objects.prefetch_related("sources")
    assert all(update.sources.all() and update.reason for update in updates)
    assert not updates.exclude(made_by=None, approved_by=None).exists(), "nobody is named who did not do it"


def test_every_source_says_what_it_tells():
    assert not EntrySource.objects.filter(says="").exists()


def test_every_summary_fits_a_card():
    assert all(len(entry.summary) <= 280 for entry in EntryPage.objects.all())


def test_charters_carry_their_clauses_with_sources():
    assert Clause.objects.count() == 48
    assert not Clause.objects.filter(source_url="").exists()
    assert ConnectorPage.objects.filter(clauses__isnull=False).distinct().count() == 7


def test_strength_that_no_source_states_stays_empty():
    liverpool = ConnectorPage.objects.get(slug="liverpool-city-region-fair-employment-charter")

    assert {clause.strength for clause in liverpool.clauses.all()} == {"", "encouraged"}


def test_entries_are_linked_and_no_pair_twice():
    pairs = [frozenset(pair) for pair in EntryLink.objects.values_list("entry", "target")]

    assert len(pairs) >= 40
    assert len(pairs) == len(set(pairs))


def test_stories_pass_the_checks_that_editors_pass_and_use_most_of_the_palette():
    used = set()
    for study in CaseStudyPage.objects.all():
        study.story.stream_block.clean(study.story)
        used |= {block.block_type for block in study.story}

    assert used == set(study.story.stream_block.child_blocks) - {
        # Nobody gave us words, pictures or files to publish.
        *("quote", "picture", "picture_pair", "video", "document"),
        "linked_commitment",
    }


def test_every_text_is_as_the_editor_saves_it():
    """Letter for letter: whoever opens a seeded page and saves it has changed nothing."""
    texts = [pair for model in apps.get_models() for pair in _texts_of(model)]
    assert len(texts) > 100
    for text, features in texts:
        widget = get_rich_text_editor_widget(features=features)
        assert widget.value_from_datadict({"text": widget.format_value(text)}, {}, "text") == text


def _texts_of(model):
    fields = [field for field in model._meta.local_fields if isinstance(field, RichTextField | StreamField)]
    for row in model._base_manager.all() if fields else ():
        for field in fields:
            value = getattr(row, field.attname)
            if isinstance(field, StreamField):
                yield from ((text.source, block.features) for block, text in rich_texts(field.stream_block, value))
            elif value:
                yield value, field.features


def test_nobody_is_named_as_a_private_contact():
    assert not EntryPage.objects.exclude(contact_name="", contact_email="").exists()


def test_seeding_again_makes_nothing_and_restores_nothing(capsys):
    before = list(Page.objects.order_by("pk").values("pk", "title", "latest_revision", "last_published_at"))

    call_command("seed_content")

    assert "complete" in capsys.readouterr().out
    assert list(Page.objects.order_by("pk").values("pk", "title", "latest_revision", "last_published_at")) == before


def test_editor_changes_survive_seeding_again():
    entry = InitiativePage.objects.get(slug="bramley-baths")
    entry.title = "The Baths at Bramley"
    entry.save()

    seed_everything()

    assert InitiativePage.objects.get(slug="bramley-baths").title == "The Baths at Bramley"
    assert HomePage.objects.count() == 1


@pytest.mark.parametrize("name", ["initiatives", "connectors", "case_studies"])
def test_every_seeded_page_is_drawn(client, name):
    for row in read_seed(name):
        page = EntryPage.objects.get(slug=row["slug"])
        response = client.get(page.url)
        assert response.status_code == 200
        assert row["sources"][0]["url"].replace("&", "&amp;") in response.content.decode()


def test_a_seeded_commitment_shows_the_source_of_each_status(client):
    text = client.get("/commitments/npr-leeds-manchester-line/").content.decode()

    row = next(row for row in read_seed("commitments") if row["slug"] == "npr-leeds-manchester-line")
    assert len(row["updates"]) == 2
    assert all(source["url"] in text for update in row["updates"] for source in update["sources"])


def test_wharton_trust_is_on_the_page_of_hartlepool(client):
    assert "The Wharton Trust" in client.get("/places/hartlepool/").content.decode()


def test_data_sources_page_shows_the_attribution_word_for_word(client):
    html = client.get("/data-sources/").content.decode()

    assert "Contains OS data © Crown copyright and database right 2016–2025." in html
    assert "mySociety, CC BY 4.0" in html
