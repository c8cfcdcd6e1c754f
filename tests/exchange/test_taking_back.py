"""An import is a thing: its entries are found again, and it is taken back as a whole while nothing was changed since."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from taggit.models import Tag
from wagtail.models import Page, Revision

from accounts.roles import EDITORS, SITE_MANAGERS
from casestudies.models import CaseStudyCollection, CollectionItem
from connectors.choices import LinkKind
from connectors.models import EntryLink, EntryPage, ExternalId, GoneAddress, InitiativePage
from desk.bulk.running import begin as begin_change
from desk.bulk.running import go_on as go_on_with_change
from exchange import taking_back
from exchange.importing.recording import STATE
from exchange.importing.run import Options, import_file
from exchange.models import Import, ImportedEntry, ImportedRow
from exchange.taking_back import CannotTakeBackError, begin_taking_back, go_on
from submissions.actions.revising import Edit, revise
from submissions.journeys import Journey
from submissions.models import Submission
from tests.connectors.test_listing import titles
from tests.exchange.conftest import row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bring(site, write):
    """Import rows and return the import that was kept of it."""

    def bring(*rows, **options):
        report = import_file(write(rows), Options(**{"publish": True, **options}))
        return Import.objects.get(pk=report.record)

    return bring


@pytest.fixture
def desk(sign_in):
    return sign_in(SITE_MANAGERS)


def words(page: str) -> str:
    return " ".join(page.split())


def take_back(record, seconds=None):
    begin_taking_back(record.pk, user=None)
    return go_on(record.pk, seconds=seconds)


def everything_about(title: str) -> dict:
    """Return all that is stored of an entry: its columns, what hangs on it, its versions and what the file said last."""
    entry = InitiativePage.objects.get(title=title)
    return {
        "columns": {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields},
        "children": {
            relation.get_accessor_name(): [
                model_to_dict(child) for child in getattr(entry, relation.get_accessor_name()).order_by("pk")
            ]
            for relation in get_all_child_relations(InitiativePage)
        },
        "versions": list(entry.revisions.order_by("pk").values_list("pk", "content")),
        "memory": ImportedRow.objects.filter(entry=entry).values_list("digests", flat=True).first(),
    }


def list_titles(desk, record, **asked) -> list[str]:
    page = desk.get(reverse("entries:index"), {"imported": record.pk, **asked})
    return sorted(entry.title for entry in page.context["object_list"])


def test_see_the_entries_leads_to_exactly_those_of_that_import(desk, bring):
    bring(row(1), row(2))
    address = desk.post(
        reverse("exchange_upload"),
        {
            "file": SimpleUploadedFile(
                "second.csv",
                b"external_id,kind,title,summary,place\nrow-2,initiative,Entry 2,New words.,Hartlepool\n"
                b"row-3,initiative,Entry 3,Another.,Hartlepool\n",
            )
        },
    ).url
    page = desk.post(address, follow=True).text
    record = Import.objects.first()

    assert f'href="{reverse("entries:index")}?imported={record.pk}"' in page
    assert list_titles(desk, record) == ["Entry 2", "Entry 3"]
    assert list_titles(desk, record, imported_as="made") == ["Entry 3"]
    assert list_titles(desk, record, imported_as="changed") == ["Entry 2"]
    listed = desk.get(reverse("entries:index"), {"imported": record.pk}).text
    assert "second.csv, " in listed
    assert record.by_name in listed
    assert (record.made, record.changed, record.refused) == (1, 1, 0)


def test_list_of_imports_says_what_each_did_with_the_same_number_of_queries(desk, bring):
    address = reverse("exchange_imports")
    assert "Nothing was imported yet." in desk.get(address).text
    bring(row(1))
    desk.get(address)
    with CaptureQueriesContext(connection) as one:
        desk.get(address)
    bring(row(1, summary="New."), row(2))
    bring(row(3, title=""))
    with CaptureQueriesContext(connection) as three:
        page = desk.get(address)

    assert [(it.made, it.changed, it.refused) for it in page.context["page_of_imports"]] == [
        (0, 0, 1),
        (1, 1, 0),
        (1, 0, 0),
    ]
    assert len(one) == len(three)


@pytest.mark.parametrize("group", [EDITORS, SITE_MANAGERS])
def test_who_may_import_may_take_back_and_nobody_else(sign_in, bring, group):
    record = bring(row(1))
    desk = sign_in(group)
    addresses = [
        reverse("exchange_imports"),
        *(reverse(n, args=[record.pk]) for n in ("exchange_import", "exchange_take_back")),
    ]

    answers = [desk.get(address).status_code for address in addresses]
    desk.post(addresses[-1])

    # Editors may import commitments, so there is a list for them; this import is not in it.
    assert answers == ([200] * 3 if group == SITE_MANAGERS else [200, 404, 404])
    assert (record.name in desk.get(addresses[0]).text) == (group == SITE_MANAGERS)
    assert EntryPage.objects.exists() == (group == EDITORS)


def test_confirm_page_says_what_will_happen_and_then_it_does(desk, bring, client):
    bring(row(1), row(2, summary="Old words."))
    record = bring(row(2, summary="Fresh text."), row(3, keywords="brand new"), row(4))
    gone_address = InitiativePage.objects.get(title="Entry 3").url
    address = reverse("exchange_take_back", args=[record.pk])

    page = words(desk.get(address).text)
    done = words(desk.post(address, follow=True).text)

    assert "2 entries made by it are deleted. 2 of these are on the site; their addresses will say" in page
    assert "1 entry that it changed goes back to what it said before." in page
    assert "Taken back on" in done
    assert sorted(InitiativePage.objects.values_list("title", "summary")) == [
        ("Entry 1", "What it is and where."),
        ("Entry 2", "Old words."),
    ]
    client.logout()
    assert client.get(gone_address).status_code == 410
    assert sorted(titles(client.get("/directory/"))) == ["Entry 1", "Entry 2"]
    assert not client.get("/directory/?q=fresh").context["page_of_entries"].object_list
    assert not Tag.objects.filter(name="brand new").exists()
    assert not ExternalId.objects.filter(value__in=["row-3", "row-4"]).exists()


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("stands", ["live", "live with a draft", "draft", "taken off the site", "never had a version"])
def test_changed_entry_is_exactly_as_before(bring, site, stands, publish):
    first = row(1, keywords="old", themes="food", source_title="Paper", source_url="https://example.org/")
    bring(first, publish=stands != "draft")
    entry = InitiativePage.objects.get(title="Entry 1")
    if stands == "live with a draft":
        entry.summary = "An editor's draft."
        entry.save_revision()
    if stands == "taken off the site":
        entry.unpublish()
    if stands == "never had a version":
        Page.objects.filter(pk=entry.pk).update(latest_revision=None, live_revision=None)
        Revision.objects.all().delete()
    before = everything_about("Entry 1")

    record = bring(
        row(1, summary="From the file.", themes="good work", keywords="other", place="Cardiff", source_title="Film"),
        publish=publish,
    )
    assert record.changed == 1
    assert everything_about("Entry 1") != before
    take_back(record)

    after = everything_about("Entry 1")
    if stands == "never had a version":  # then it has one of what it said
        assert len(after.pop("versions")) == 1
        del before["versions"]
        for name in ("latest_revision_id", "live_revision_id", "latest_revision_created_at"):
            del before["columns"][name], after["columns"][name]
    assert after == before


def test_draft_that_the_import_only_published_is_a_draft_again(bring, client):
    bring(row(1), publish=False)
    before = everything_about("Entry 1")
    record = bring(row(1))
    address = InitiativePage.objects.get().url
    assert client.get(address).status_code == 200

    take_back(record)

    assert everything_about("Entry 1") == before
    assert client.get(address).status_code == 410


def test_same_file_can_be_imported_again_after_it_was_taken_back(bring, client):
    bring(row(1))
    record = bring(row(1, summary="New."), row(2))
    take_back(record)
    again = bring(row(1, summary="New."), row(2))

    assert (again.made, again.changed) == (1, 1)
    assert client.get("/directory/entry-2/").status_code == 200


def edited(entry):
    entry.summary = "An editor's words."
    entry.save_revision()


def published_since(entry):
    entry.save_revision().publish()


def confirmed(entry):
    put = Edit("confirmed", lambda page: setattr(page, "last_confirmed_by", "the group"))
    revise(entry.pk, [put], action="wagtail.edit")


def moved_in_bulk(entry):
    go_on_with_change(begin_change(change="set_stage", value="running", keys=[entry.pk], user=entry.owner, back="").pk)


def linked_to(entry):
    other = InitiativePage(title="Other", summary="x")
    entry.get_parent().add_child(instance=other)
    EntryLink.objects.create(entry=other, target=entry, kind=LinkKind.RELATED)


def submitted_about(entry):
    Submission.objects.create(journey=Journey.CHANGE, target_id=entry.pk)


def collected(entry):
    collection = CaseStudyCollection.objects.create(title="Set", slug="set")
    CollectionItem.objects.create(collection=collection, entry_id=entry.pk)


def aliased(entry):
    entry.create_alias(update_slug="again")


def locked(entry):
    entry.locked = True
    entry.save(log_action="wagtail.lock")


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (edited, "edited since"),
        (published_since, "edited since"),
        (confirmed, "edited since"),
        (lambda entry: entry.unpublish(), "taken off the site since"),
        (linked_to, "another entry is linked to it"),
        (submitted_about, "somebody sent something about it"),
        (collected, "it stands in a collection"),
        (aliased, "it has an alias"),
        (locked, "moved, locked"),
    ],
)
def test_import_is_kept_whole_and_names_what_was_changed_since(desk, bring, happens, why):
    record = bring(row(1), row(2))
    happens(InitiativePage.objects.get(title="Entry 2"))
    address = reverse("exchange_take_back", args=[record.pk])

    page = words(desk.get(address).text)
    answer = desk.post(address, follow=True)

    assert "cannot be taken back any more" in page
    assert f">Entry 2</a>: {why}" in page
    assert ">Entry 1</a>" not in page
    assert "Nothing was taken back" in words(answer.text)
    assert {"Entry 1", "Entry 2"} <= set(InitiativePage.objects.values_list("title", flat=True))


def test_many_changes_since_are_counted(desk, bring):
    record = bring(*(row(number) for number in range(12)))
    for entry in InitiativePage.objects.all():
        edited(entry)

    page = words(desk.get(reverse("exchange_take_back", args=[record.pk])).text)

    assert page.count("edited since") == 10
    assert "and 2 more" in page


@pytest.mark.reference_index
def test_entry_that_a_text_leads_to_stays(bring, site):
    from tests.factories import StandardPageFactory

    record = bring(row(1))
    key = InitiativePage.objects.get().pk
    body = [{"type": "text", "value": f'<p><a linktype="page" id="{key}">Baths</a></p>'}]
    page = StandardPageFactory(parent=site.home, title="About")
    page.body = page.body.stream_block.to_python(body)
    page.save()

    with pytest.raises(CannotTakeBackError, match="changed"):
        begin_taking_back(record.pk, user=None)


def test_what_a_later_import_changed_stays_until_that_is_taken_back(bring):
    first = bring(row(1))
    second = bring(row(1, summary="Later."))

    with pytest.raises(CannotTakeBackError, match="changed"):
        begin_taking_back(first.pk, user=None)
    take_back(second)
    take_back(first)

    assert not EntryPage.objects.exists()


def test_entry_that_was_deleted_already_is_no_obstacle(desk, bring):
    record = bring(row(1), row(2))
    InitiativePage.objects.get(title="Entry 1").delete()

    page = words(desk.get(reverse("exchange_take_back", args=[record.pk])).text)
    take_back(record)

    assert "1 entry made by it was deleted already." in page
    assert not EntryPage.objects.exists()


def test_two_people_take_it_back_once(desk, bring):
    record = bring(row(1))
    take_back(record)

    page = desk.post(reverse("exchange_take_back", args=[record.pk]), follow=True)

    assert "somebody was faster" in page.text


def test_half_taken_back_goes_on_from_its_page(desk, bring, monkeypatch):
    monkeypatch.setattr(taking_back, "AT_ONCE", 1)
    record = bring(row(1), row(2), row(3))
    begin_taking_back(record.pk, user=None)
    go_on(record.pk, seconds=0)  # then the process is killed

    page = words(desk.get(reverse("exchange_import", args=[record.pk])).text)
    assert "1 of 3 entries taken back." in page
    desk.post(reverse("exchange_take_back", args=[record.pk]), {"go_on": "1"})

    assert not EntryPage.objects.exists()
    assert Import.objects.get().taken_back_at


def test_what_somebody_saves_meanwhile_stays_and_is_named(desk, bring, monkeypatch):
    monkeypatch.setattr(taking_back, "AT_ONCE", 1)
    record = bring(row(1), row(2), row(3))
    begin_taking_back(record.pk, user=None)
    go_on(record.pk, seconds=0)
    edited(InitiativePage.objects.get(title="Entry 3"))

    go_on(record.pk)

    page = words(desk.get(reverse("exchange_import", args=[record.pk])).text)
    assert [entry.title for entry in InitiativePage.objects.all()] == ["Entry 3"]
    assert ">Entry 3</a>: edited since" in page


def test_import_that_was_stopped_goes_on_as_the_same_one(site, write):
    path = write([row(1), row(2)])
    import_file(write([row(1)], name="first.csv"), Options(publish=True, token="t" * 32))
    import_file(path, Options(publish=True, token="t" * 32))

    record = Import.objects.get()
    assert (record.made, record.unchanged, record.entries.count()) == (2, 0, 2)


def test_import_that_was_taken_back_half_way_writes_nothing_more(site, write):
    path = write([row(1)])
    import_file(path, Options(token="t" * 32))
    take_back(Import.objects.get())

    with pytest.raises(Exception, match="was taken back"):
        import_file(path, Options(token="t" * 32))
    assert not EntryPage.objects.exists()


def test_keyword_that_somebody_else_uses_by_now_stays(bring):
    record = bring(row(1, keywords="shared; lonely"))
    bring(row(2, keywords="shared"), publish=False)
    draft = InitiativePage.objects.get(title="Entry 2").get_latest_revision_as_object()
    assert [tag.name for tag in draft.keywords.all()] == ["shared"]

    take_back(record)

    assert list(Tag.objects.values_list("name", flat=True)) == ["shared"]


def test_commands_say_the_number_of_an_import_and_take_it_back(site, write, capsys):
    call_command("import_entries", write([row(1)]))
    number = Import.objects.get().pk
    assert f"take_back_import {number}" in capsys.readouterr().out

    call_command("take_back_import", number)

    assert not EntryPage.objects.exists()
    with pytest.raises(CommandError, match="taken back already"):
        call_command("take_back_import", number)
    with pytest.raises(CommandError, match="no import"):
        call_command("take_back_import", number + 1)


def test_dry_run_and_all_or_nothing_leave_no_import(site, write):
    import_file(write([row(1)]), Options(dry_run=True))
    import_file(write([row(1), row(2, title="")]), Options(all_or_nothing=True))

    assert not Import.objects.exists()
    assert not ImportedEntry.objects.exists()
    assert not GoneAddress.objects.exists()


def test_looking_what_would_happen_costs_the_same_for_one_entry_and_three(desk, bring):
    one, three = bring(row(1)), bring(row(2), row(3), row(4))
    counts = []
    for record in (one, one, three):
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("exchange_take_back", args=[record.pk]))
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_states_are_columns_of_the_page():
    assert set(STATE) <= {field.attname for field in Page._meta.concrete_fields}
