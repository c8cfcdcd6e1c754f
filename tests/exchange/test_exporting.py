"""What goes out: the current result, whole, safe and able to come back."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, Revision

from connectors.models import EntryPage, EntrySource, InitiativePage
from exchange.columns import CUT_MARK, EXPORTED
from exchange.importing.run import Options, import_file
from search import live
from tests.exchange.conftest import row
from tests.factories import CaseStudyFactory, ConnectorFactory, InitiativeFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "=cmd|' /C calc'!A0"
HOSTILE = [
    "q=%22",
    "q=%00",
    "q=" + "a" * 5_000,
    "theme=x&sort=nonsense",
    "q=%E2%80%AE*()%27%5C",
    "place=%3Cb%3E",
    "page=1e9",
]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_csv(client, query=""):
    text = body(client.get(f"{reverse('exchange:csv')}?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def editors_entries(site):
    """One entry of each kind as editors make them, with texts that are hard to carry."""
    entry = InitiativeFactory(
        parent=site.home.get_children().get(slug="directory"),
        title="'=SUM(A1)",
        summary="“Quotes”, commas, and\nbreaks; ünïcode",
        what_it_does='<p>A <a linktype="page" id="3">link</a> &amp; <i>more</i></p>',
        what_did_not_work="<p>The roof.</p>",
        places=[site.hartlepool],
        themes=[site.work, site.food],
        tiers=[site.council],
        latitude="54.69171",
        longitude="-1.21299",
        stage="running",
        started="2016-05",
        contact_name="Jo Private",
        contact_email="private@example.org",
    )
    entry.keywords.add("a;b", "plain")
    entry.sources = [
        EntrySource(title="Say; again", url="https://example.org/?a=1;b=2"),
        EntrySource(title="+1", archived_url="https://copy.test/1"),
    ]
    entry.save()
    entry.save_revision().publish()
    connector = ConnectorFactory(
        parent=site.home.get_children().get(slug="directory"), title="Net", places=[site.hartlepool]
    )
    story = CaseStudyFactory(
        parent=site.home.get_children().get(slug="case-studies"), title="Tale", places=[site.hartlepool]
    )
    story.story = [("text", story.story.stream_block.child_blocks["text"].to_python("<h2>Then</h2><p>Now</p>"))]
    story.save()
    return entry, connector, story


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_comes_back_without_changing_anything(site, client, tmp_path, form):
    editors_entries(site)
    versions = Revision.objects.count()
    path = tmp_path / f"out.{form}"
    path.write_bytes(body(client.get(reverse(f"exchange:{form}"))))

    report = import_file(path, Options(publish=True))

    assert report.counts == {"unchanged": 3}
    assert (report.rejected, report.notes) == ([], [])
    assert Revision.objects.count() == versions


def test_imported_entries_keep_their_external_id_in_the_export(bring_in, client):
    bring_in([row(7, place="Cardiff; Hartlepool", themes="food", keywords="x")], publish=True)

    (found,) = read_csv(client)

    assert (found["external_id"], found["place"], found["themes"]) == ("row-7", "W06000015; E06000001", "food")
    assert found["url"] == "http://testserver/directory/entry-7/"


def test_archived_copy_of_a_source_stands_in_its_place_among_the_others(site, client):
    editors_entries(site)

    entries = json.loads(body(client.get(reverse("exchange:json"))))["entries"]

    assert sorted(row["source_archived_url"] for row in read_csv(client)) == ["", "", "; https://copy.test/1"]
    assert sorted(entry["source_archived_url"] for entry in entries) == [[], [], ["", "https://copy.test/1"]]


def test_columns_begin_with_licence_and_date(site, client):
    editors_entries(site)

    rows = read_csv(client)

    assert list(rows[0]) == list(EXPORTED)
    assert list(rows[0])[:2] == ["licence", "exported_on"]


def test_export_holds_the_result_in_rank_order_with_scores(bring_in, client):
    bring_in([row(1, title="Shop", summary="A pub."), row(2, title="Pub"), row(3, title="Baths")], publish=True)

    rows = read_csv(client, "q=pub")

    assert [found["title"] for found in rows] == ["Pub", "Shop"]
    assert float(rows[0]["score"]) > float(rows[1]["score"]) > 0


def test_nothing_private_or_hidden_goes_out(site, client):
    _entry, connector, _story = editors_entries(site)
    PageViewRestriction.objects.create(page=connector, restriction_type="login")
    InitiativeFactory(parent=site.home.get_children().get(slug="directory"), title="Draft", live=False)

    for name in ("csv", "xlsx", "json", "feed"):
        content = body(client.get(reverse(f"exchange:{name}")))
        if name == "xlsx":
            content = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
        assert b"Tale" in content
        assert not any(word in content for word in (b"Private", b"private@", b"Draft", b">Net<", b'"Net"'))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_formulas_are_defused(bring_in, client, form):
    bring_in([row(title=EVIL, organisation="@x", summary="-1")], publish=True)
    content = body(client.get(reverse(f"exchange:{form}")))
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value]
        assert {cell.data_type for cell in cells} == {"s"}
        texts = [cell.value for cell in cells]
    else:
        texts = next(iter(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]))

    assert f"'{EVIL}" in texts
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)


def test_text_too_long_for_excel_is_cut_and_never_comes_back_cut(bring_in, client, tmp_path):
    bring_in([row(body="word " * 10_000)], publish=True)
    whole = InitiativePage.objects.get().what_it_does
    path = tmp_path / "out.xlsx"
    path.write_bytes(body(client.get(reverse("exchange:xlsx"))))

    report = import_file(path, Options(publish=True))

    assert CUT_MARK.encode() in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert report.counts == {"unchanged": 1}
    assert InitiativePage.objects.get().what_it_does == whole


def test_json_says_what_it_is(site, client):
    editors_entries(site)

    data = json.loads(body(client.get(f"{reverse('exchange:json')}?theme=food&theme=nonsense")))

    assert data["about"]["query"] == "theme=food"
    assert data["about"]["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [entry["themes"] for entry in data["entries"]] == [["good-work", "food"]]


def test_feed_is_valid_atom_of_the_filters(site, client):
    entry, _connector, _story = editors_entries(site)
    EntryPage.objects.filter(pk=entry.pk).update(title="Bell\x07 <b>", draft_title="x")

    feed = ElementTree.fromstring(body(client.get(f"{reverse('exchange:feed')}?theme=food&sort=title")))

    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    (item,) = feed.findall(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "Next Town Over: Food"
    assert links["self"] == "http://testserver/directory/feed.atom?theme=food"
    assert links["alternate"].endswith("/directory/?theme=food")
    assert (item.findtext(f"{ATOM}title"), item.findtext(f"{ATOM}id")) == (
        "Bell <b>",
        f"urn:uuid:{entry.translation_key}",
    )
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert feed.findtext(f"{ATOM}updated") == item.findtext(f"{ATOM}updated")


def test_feed_holds_the_newest_fifty(bring_in, client):
    bring_in([row(number) for number in range(55)], publish=True)

    titles = [
        item.text for item in ElementTree.fromstring(body(client.get(reverse("exchange:feed")))).iter(f"{ATOM}title")
    ]

    assert len(titles) == 51
    assert titles[1:3] == ["Entry 54", "Entry 53"]


@pytest.mark.parametrize("name", ["csv", "xlsx", "json", "feed"])
def test_hostile_parameters_are_answered(site, client, name):
    for query in HOSTILE:
        response = client.get(f"{reverse(f'exchange:{name}')}?{query}")
        body(response)
        assert response.status_code == 200, query


@pytest.mark.parametrize("name", ["csv", "xlsx", "json", "feed"])
def test_queries_are_the_same_for_one_and_three_entries(bring_in, client, name):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            body(client.get(reverse(f"exchange:{name}")))
        return len(captured)

    bring_in([row(1, themes="food", keywords="a", source_title="s")], publish=True)
    queries()  # fills the caches of content types and of the site
    one = queries()
    bring_in([row(number, themes="food", keywords="a", source_title="s") for number in (1, 2, 3)], publish=True)
    queries()

    assert queries() == one


def test_queries_grow_by_the_chunk_only(bring_in, client, monkeypatch):
    monkeypatch.setattr("exchange.exporting.rows.CHUNK", 2)
    bring_in([row(number) for number in range(4)], publish=True)
    counts = []
    read_csv(client)  # fills the caches of content types and of the site
    for query in ("q=3", ""):
        with CaptureQueriesContext(connection) as captured:
            rows = read_csv(client, query)
        counts.append((len(rows), len(captured)))

    assert counts[1] == (4, counts[0][1] + 10)


def test_headings_are_sent_before_any_row_is_fetched(bring_in, client):
    bring_in([row()], publish=True)
    response = client.get(reverse("exchange:csv"))
    with CaptureQueriesContext(connection) as captured:
        first = next(iter(response.streaming_content))

    assert first.decode("utf-8-sig").startswith("licence,")
    assert len(captured) == 0


def test_head_request_has_headers_and_no_body(site, client):
    response = client.head(reverse("exchange:csv"))

    assert (response.status_code, response["Content-Type"], body(response)) == (200, "text/csv; charset=utf-8", b"")


@pytest.mark.parametrize("name", ["csv", "xlsx", "json", "feed"])
def test_index_that_is_being_built_is_said(site, client, monkeypatch, name):
    def not_ready():
        raise live.NotReadyError

    monkeypatch.setattr(live, "index", not_ready)
    response = client.get(reverse(f"exchange:{name}"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "being indexed" in response.content.decode()
