"""What rows become, and what happens when they come again."""

import datetime
from decimal import Decimal

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from casestudies.models import CaseStudyPage
from connectors.models import ConnectorPage, DirectoryPage, EntryPage, InitiativePage
from core.models import TEXT_FEATURES
from exchange.signals import entries_imported
from places.models import Place
from tests.exchange.conftest import place_names, row

pytestmark = pytest.mark.django_db

FULL = row(
    body="First paragraph.\n\nSecond <b>is</b> > first.",
    place="Caerdydd; Hartlepool",
    latitude="51.4816",
    longitude="-3.1791",
    point_precision="exact",
    themes="growing; Good Work",
    tiers="COUNCIL",
    keywords="plots; Sheds",
    stage="Running",
    started="May 2016",
    ended="24/11/2023",
    website="www.example.org",
    organisation="The group",
    source_title="Report; Page",
    source_url="https://example.org/r; ",
    last_confirmed="2024-05-06",
    licence="OGL v3.0",
)


def test_row_becomes_an_entry_with_all_its_parts(bring_in, site):
    bring_in([FULL], publish=True)

    entry = InitiativePage.objects.get()
    assert (entry.title, entry.slug, entry.live, entry.has_unpublished_changes) == ("Entry 1", "entry-1", True, False)
    assert (
        entry.what_it_does == "<p>First paragraph.</p>\n<p>Second <b>is</b> &gt; first.</p>"
        or "<b>is</b>" in entry.what_it_does
    )
    assert place_names(entry) == ["Cardiff", "Hartlepool"]
    assert entry.lead_place.place.name == "Cardiff"
    assert (entry.latitude, entry.longitude, entry.point_precision) == (
        Decimal("51.48160"),
        Decimal("-3.17910"),
        "exact",
    )
    assert [item.tag for item in entry.theme_items.order_by("pk")] == [site.food, site.work]
    assert list(entry.tiers.all()) == [site.council]
    assert sorted(entry.keywords.names()) == ["Sheds", "plots"]
    assert (entry.stage, entry.started, entry.ended) == ("running", "2016-05", "2023-11-24")
    assert (entry.website, entry.organisation, entry.licence) == ("https://www.example.org", "The group", "ogl-3.0")
    assert [(s.title, s.url) for s in entry.sources.all()] == [("Report", "https://example.org/r"), ("Page", "")]
    assert entry.last_confirmed_at == datetime.date(2024, 5, 6)
    assert [(i.scheme, i.value) for i in entry.external_ids.all()] == [("import", "row-1")]


def test_row_without_publish_becomes_a_draft_that_an_editor_can_open(bring_in):
    bring_in([row()])

    entry = InitiativePage.objects.get()
    assert (entry.live, entry.has_unpublished_changes, entry.first_published_at) == (False, True, None)
    assert place_names(entry.get_latest_revision_as_object()) == ["Hartlepool"]


@pytest.mark.parametrize(("kind", "model"), [("Connector", ConnectorPage), ("case study", CaseStudyPage)])
def test_other_kinds_get_what_their_form_insists_on(bring_in, kind, model):
    bring_in([row(kind=kind, body="Told at length.")], publish=True)

    entry = model.objects.get()
    entry.full_clean()
    assert entry.get_latest_revision_as_object().title == "Entry 1"


@pytest.mark.reference_index
def test_tree_references_and_history_are_as_if_made_by_hand(bring_in, site):
    bring_in([row(1), row(2, kind="case-study"), row(3)], publish=True)

    entry = InitiativePage.objects.first()
    assert [list(problem) for problem in Page.find_problems()] == [[], [], [], [], []]
    assert DirectoryPage.objects.get().get_children().count() == DirectoryPage.objects.get().numchild == 2
    assert ReferenceIndex.get_references_to(site.hartlepool).count() == 3
    assert entry.live_revision == entry.latest_revision == Revision.objects.for_instance(entry).get()
    actions = PageLogEntry.objects.filter(page=entry.pk).values_list("action", flat=True)
    assert sorted(actions) == ["wagtail.create", "wagtail.publish"]
    before = set(ReferenceIndex.get_references_for_object(entry).values_list("to_object_id", "content_path"))
    entry.save()
    assert set(ReferenceIndex.get_references_for_object(entry).values_list("to_object_id", "content_path")) == before


def test_pages_can_still_be_added_by_hand_afterwards(bring_in, directory):
    bring_in([row(number) for number in range(3)])
    directory.refresh_from_db()
    directory.add_child(instance=InitiativePage(title="By hand", summary="Hand-made."))

    assert [list(problem) for problem in Page.find_problems()] == [[], [], [], [], []]


def test_same_file_again_changes_nothing(bring_in):
    bring_in([FULL, row(2), row(3, kind="connector")], publish=True)
    before = list(Revision.objects.values_list("pk", "created_at"))

    report = bring_in([FULL, row(2), row(3, kind="connector")], publish=True)

    assert report.counts == {"unchanged": 3}
    assert list(Revision.objects.values_list("pk", "created_at")) == before


def test_changed_cell_makes_one_new_version_of_its_entry_only(bring_in):
    bring_in([row(1), row(2)], publish=True)

    report = bring_in([row(1, title="New name", place="Cardiff; Hartlepool"), row(2)], publish=True)

    entry = InitiativePage.objects.get(title="New name")
    assert report.counts == {"changed": 1, "unchanged": 1}
    assert Revision.objects.count() == 3
    assert place_names(entry) == ["Cardiff", "Hartlepool"]
    assert entry.entry_places.filter(is_lead=True).count() == 1


def test_change_without_publish_waits_as_a_draft(bring_in):
    bring_in([row()], publish=True)
    bring_in([row(title="New name")])

    entry = InitiativePage.objects.get()
    assert (entry.title, entry.get_latest_revision_as_object().title) == ("Entry 1", "New name")


def test_what_an_editor_changed_stays_until_the_file_says_something_new_there(bring_in):
    bring_in([row(organisation="A")], publish=True)
    entry = InitiativePage.objects.get()
    entry.title, entry.organisation = "Editor's title", "Editor's group"
    entry.save_revision().publish()

    bring_in([row(organisation="A")], publish=True)
    bring_in([row(organisation="B")], publish=True)

    entry.refresh_from_db()
    assert (entry.title, entry.organisation) == ("Editor's title", "B")


def test_empty_cell_never_empties_a_field(bring_in):
    bring_in([row(organisation="A")], publish=True)
    bring_in([row(organisation="")], publish=True)

    assert InitiativePage.objects.get().organisation == "A"


def test_draft_of_an_editor_is_never_published_by_a_file(bring_in):
    bring_in([row()], publish=True)
    entry = InitiativePage.objects.get()
    entry.organisation = "Half-done"
    entry.save_revision()

    bring_in([row(title="New name")], publish=True)

    entry.refresh_from_db()
    latest = entry.get_latest_revision_as_object()
    assert (entry.title, entry.organisation) == ("Entry 1", "")
    assert (latest.title, latest.organisation) == ("New name", "Half-done")


def test_entry_that_an_editor_took_off_stays_off(bring_in):
    bring_in([row()], publish=True)
    InitiativePage.objects.get().unpublish()

    bring_in([row(title="New name")], publish=True)

    assert not InitiativePage.objects.get().live


def test_drafts_go_live_when_the_file_comes_again_with_publish(bring_in):
    bring_in([row()])

    report = bring_in([row()], publish=True)

    assert report.counts == {"changed": 1}
    assert InitiativePage.objects.get().live


def test_story_with_pictures_keeps_them(bring_in):
    bring_in([row(kind="case-study", body="Old.")], publish=True)
    story = CaseStudyPage.objects.get()
    story.story = [*story.story.raw_data, {"type": "key_fact", "value": {"number": "42", "label": "homes"}}]
    story.save_revision().publish()

    report = bring_in([row(kind="case-study", body="New.")], publish=True)

    assert len(CaseStudyPage.objects.get().story) == 2
    assert "was left alone" in report.notes[0]["reason"]


def test_equal_titles_get_addresses_of_their_own(bring_in):
    bring_in([row(1, title="Café"), row(2, title="Cafe"), row(3, title="文字")])

    assert sorted(EntryPage.objects.values_list("slug", flat=True)) == ["cafe", "cafe-2", "entry"]


def test_dry_run_writes_nothing(bring_in):
    report = bring_in([row(1, keywords="x"), row(2, title="")], dry_run=True)

    assert report.counts == {"new": 1, "rejected": 1}
    assert not report.written
    assert EntryPage.objects.count() == 0


def test_all_or_nothing_writes_nothing_when_a_row_is_refused(bring_in):
    report = bring_in([row(1), row(2, title="")], all_or_nothing=True)

    assert not report.written
    assert EntryPage.objects.count() == 0


def test_changed_keys_are_announced_once_a_batch(bring_in):
    heard = []
    entries_imported.connect(lambda keys, **kwargs: heard.append(keys), weak=False, dispatch_uid="test")
    try:
        bring_in([row(1), row(2)])
        bring_in([row(1), row(2, title="New name")])
    finally:
        entries_imported.disconnect(dispatch_uid="test")

    assert heard == [
        list(InitiativePage.objects.order_by("pk").values_list("pk", flat=True)),
        [InitiativePage.objects.get(draft_title="New name").pk],
    ]


def test_writing_takes_the_same_queries_for_one_row_and_for_thirty(bring_in, django_assert_max_num_queries):
    bring_in([row(0, themes="food", keywords="a")])
    with django_assert_max_num_queries(75) as one:
        bring_in([row(1, themes="food", keywords="b")])
    with django_assert_max_num_queries(75) as many:
        bring_in([row(number, themes="food", keywords=f"k{number}") for number in range(100, 130)])

    # SQLite takes 999 values a statement, so wide tables need a statement for each forty rows.
    assert len(many) <= len(one) + 3


def test_place_stays_when_a_merged_council_is_named(bring_in):
    bring_in([row(place="Langbaurgh")])

    assert place_names(InitiativePage.objects.get()) == ["Hartlepool"]
    assert Place.objects.filter(name="Langbaurgh").exists()


def test_imported_texts_are_as_the_editor_saves_them_and_open_in_it(bring_in, site, client):
    bring_in([row(body="<p>One<br>two</p><ul><li><p>Three</p></li></ul><strong>Four</strong>")], publish=True)

    entry = InitiativePage.objects.get()
    widget = get_rich_text_editor_widget(features=TEXT_FEATURES)
    kept = widget.value_from_datadict({"text": widget.format_value(entry.what_it_does)}, {}, "text")
    assert kept == entry.what_it_does
    assert "One<br/>two" in kept


def test_same_text_in_another_form_changes_nothing(bring_in, site):
    bring_in([row(body="<p>One <b>two</b></p>")], publish=True)

    report = bring_in([row(body="<p>One <strong>two</strong>\n</p>\n")], publish=True)

    assert report.counts == {"unchanged": 1}
