"""The report of links: what is dead stands first, and an archived copy appears beside the source."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.roles import EDITORS, MODERATORS
from connectors.models import EntrySource, InitiativePage
from linkcheck.collecting import collect_all
from linkcheck.models import Address, LinkState
from tests.factories import InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory

pytestmark = pytest.mark.django_db
REPORT = reverse("links_report")


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


@pytest.fixture
def entry(directory):
    whole = {"themes": [ThemeFactory()], "tiers": [TierFactory()], "places": [PlaceFactory()]}
    entry = InitiativeFactory(parent=directory, title="Allotments", website="https://fine.test/", **whole)
    entry.sources = [EntrySource(title="The report", url="https://gone.test/report#p=2")]
    entry.save_revision().publish()
    Address.objects.filter(host__name="fine.test").update(state=LinkState.FINE, status=200)
    Address.objects.filter(host__name="gone.test").update(
        state=LinkState.DEAD, status=404, failures=2, first_failed_at=now()
    )
    return entry


def listed(desk, **parameters):
    response = desk.get(REPORT, parameters)
    assert response.status_code == 200
    return [address.url for address in response.context["object_list"]]


def page_of(url):
    return reverse("link_address", args=[Address.objects.get(url=url).pk])


def test_dead_links_stand_first_and_are_found_by_state_use_and_site(desk, entry):
    gone, fine = "https://gone.test/report", "https://fine.test/"

    assert listed(desk) == [gone, fine]
    assert listed(desk, state="dead") == listed(desk, kind="source") == listed(desk, host="gone") == [gone]
    assert listed(desk, q="report") == [gone]
    assert listed(desk, kind="story") == []
    page = desk.get(REPORT).content.decode()
    assert "Source: The report" in page
    assert "LINK_CHECK=1" in page

    entry.unpublish()
    assert listed(desk) == []


def test_the_export_holds_where_each_is_used_and_no_formulas(desk, entry):
    entry.sources = [EntrySource(title="=1+1", url="https://gone.test/report")]
    entry.title = "=cmd()"
    entry.save_revision().publish()

    rows = b"".join(desk.get(REPORT, {"export": "csv"}).streaming_content).decode().splitlines()

    assert rows[0].startswith("Address,State,Last answer")
    assert rows[1].startswith("https://gone.test/report,dead,The site says that there is no such page (404),2,")
    assert "'=cmd() (Source: =1+1)" in rows[1]


@pytest.mark.parametrize("nasty", ['"', "\0", "\u202e", "a" * 10_000, "'\\%_*()"])
def test_the_report_survives_hostile_parameters(desk, entry, nasty):
    for name in ("q", "state", "kind", "host", "ordering", "p", "export"):
        assert desk.get(REPORT, {name: nasty}).status_code == 200


def test_the_report_makes_as_many_queries_for_three_as_for_one(desk, directory):
    def count():
        collect_all()
        desk.get(REPORT)
        with CaptureQueriesContext(connection) as queries:
            desk.get(REPORT)
        return len(queries)

    InitiativeFactory(parent=directory, website="https://a.test/")
    one = count()
    for number in range(2):
        InitiativeFactory(parent=directory, website=f"https://{number}.test/")
    assert count() == one


def test_an_archived_copy_appears_beside_the_source_and_keeps_the_draft(desk, entry, client):
    draft = InitiativePage.objects.get(pk=entry.pk)
    draft.summary = "A draft nobody has approved."
    draft.save_revision()

    response = desk.post(
        page_of("https://gone.test/report"), {"archived_url": "https://web.archive.org/web/2023/x"}, follow=True
    )

    assert [str(message).strip() for message in response.context["messages"]] == ["Saved. 1 entry shows it."]
    live = InitiativePage.objects.get(pk=entry.pk)
    page = client.get(live.url).content.decode()
    assert '<a href="https://web.archive.org/web/2023/x">archived copy' in page
    assert "A draft" not in page
    assert live.has_unpublished_changes
    latest = live.get_latest_revision_as_object()
    assert (latest.summary, latest.sources.get().archived_url) == (draft.summary, "https://web.archive.org/web/2023/x")
    assert not Address.objects.filter(host__name="web.archive.org").exists()


@pytest.mark.parametrize(
    "wrong",
    ["javascript:alert(1)", "ftp://a.test/", "https://gone.test/report", "https://a@b.test/", "nonsense", "h\0"],
)
def test_a_wrong_address_of_a_copy_keeps_what_was_typed_and_says_why(desk, entry, wrong):
    response = desk.post(page_of("https://gone.test/report"), {"archived_url": wrong})

    assert response.status_code == 200
    assert response.context["form"].errors["archived_url"]
    assert Address.objects.filter(archived_url="").count() == 2


def test_editors_read_the_report_and_change_nothing(sign_in, entry):
    editor = sign_in(EDITORS)
    address = Address.objects.get(state=LinkState.DEAD)
    page = page_of(address.url)

    assert editor.get(REPORT).status_code == editor.get(page).status_code == 200
    assert "web.archive.org/web/*/https://gone.test/report" in editor.get(page).content.decode()
    editor.post(page, {"archived_url": "https://copy.test/"})
    editor.post(reverse("link_check", args=[address.pk]))

    after = Address.objects.get(pk=address.pk)
    assert (after.archived_url, after.next_check_at) == ("", address.next_check_at)


def test_check_again_puts_an_address_in_front_and_says_when(desk, entry, settings):
    settings.LINK_CHECK = False
    address = Address.objects.get(state=LinkState.DEAD)

    response = desk.post(reverse("link_check", args=[address.pk]), follow=True)

    assert "asks no other sites" in response.content.decode()
    assert Address.objects.due(now()).order_by("next_check_at").first() == address
