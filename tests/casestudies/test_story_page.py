"""The page of a case study: contents, notes, reading time, and what a long story costs."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.models import CaseStudyPage
from tests.casestudies.stories import make_commitment, make_document, make_picture, palette, picture_value, stored
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def page_with(client, tree, *blocks, slug="baths"):
    story = json.dumps(stored(*blocks))
    make_entry(tree, "Baths", model=CaseStudyPage, slug=slug, story=story)
    response = client.get(f"/case-studies/{slug}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_three_headings_make_a_table_of_contents_whose_links_lead_to_them(client, tree):
    first = "<h2>Two pots &amp; one aim</h2><p>Words.</p><h3>Results</h3><p>More <b>words</b>.</p>"
    page = page_with(client, tree, ("text", first), ("pull_out", "Words."), ("text", "<h2>Results[1]</h2><p>End.</p>"))
    links = page.find("nav", class_="contents").find_all("a")

    assert [link.get_text() for link in links] == ["Two pots & one aim", "Results", "Results"]
    assert [link["href"] for link in links] == ["#s-two-pots-one-aim", "#s-results", "#s-results-2"]
    headings = [page.find(id=link["href"][1:]) for link in links]
    assert [heading.name for heading in headings] == ["h2", "h3", "h2"]
    assert len({tag["id"] for tag in page.find_all(id=True)}) == len(page.find_all(id=True))


def test_two_headings_make_none(client, tree):
    page = page_with(client, tree, ("text", "<h2>One</h2><p>Words.</p><h2>Two</h2>"))

    assert page.find("nav", class_="contents") is None
    assert page.find(id="s-two")


def test_notes_and_their_marks_lead_to_each_other(client, tree):
    texts = '<p title="a > b [1]">So it was.[1] <a href="https://example.org/[2]">Plan [2]</a> and [2], [9].</p>'
    page = page_with(
        client,
        tree,
        ("notes", ["<p>First.</p>", "<p>Second.</p>"]),
        ("text", texts),
        ("what_did_not_work", "<p>Again.[1]</p>"),
    )
    marks = page.select(".mark a")

    assert [(mark["id"], mark["href"]) for mark in marks] == [
        ("mark-1", "#note-1"),
        ("mark-2", "#note-2"),
        ("mark-1-2", "#note-1"),
    ]
    back = {note["id"]: [link["href"] for link in note.select("p.small a")] for note in page.select(".notes li")}
    assert back == {"note-1": ["#mark-1", "#mark-1-2"], "note-2": ["#mark-2"]}
    assert "[9]" in page.find(class_="story").get_text()
    assert page.find(class_="story").find_all(recursive=False)[-1]["class"] == ["notes"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(30, "about 1 minute to read"), (1_190, "about 6 minutes to read"), (0, None)],
)
def test_reading_time_counts_what_is_read_and_no_tables(client, tree, words, sentence):
    filled = palette(
        picture=make_picture(size=(64, 36)),
        document=make_document(),
        entry=make_entry(tree, "Allotments"),
        commitment=make_commitment(),
    )
    chart = {**filled["chart"], "note": "word " * 70}
    table = {**filled["table"], "caption": "word " * 40}
    blocks = [("text", f"<p>{'word ' * words}</p>"), ("chart", chart), ("table", table)]
    page = page_with(client, tree, *(blocks if words else blocks[1:]))

    text = " ".join(page.get_text().split())
    assert sentence in text if sentence else "to read" not in text


def test_story_of_forty_blocks_and_ten_pictures_is_light_and_asks_little(client, tree):
    entries = [make_entry(tree, f"Entry {number}") for number in range(6)]
    document = make_document()
    pictures = [make_picture(f"Picture {number}", size=(900, 506)) for number in range(10)]
    commitment = make_commitment()
    filled = palette(picture=pictures[0], document=document, entry=entries[0], commitment=commitment)
    pair = {"first": picture_value(pictures[8]), "second": picture_value(pictures[9])}
    blocks = [
        *filled.items(),
        *(("picture", picture_value(picture)) for picture in pictures[1:7]),
        ("picture_pair", pair),
        *(("linked_entry", entry.pk) for entry in entries[1:]),
        *(
            (name, filled[name])
            for name in ("text", "chart", "costs", "table", "outcome", "key_fact", "timeline", "quote")
        ),
        *(("text", f"<h2>Part</h2><p>{'word ' * 150}</p>") for _time in range(3)),
    ]
    blocks = [block for block in blocks if block[0] != "notes"] + [("notes", filled["notes"])]
    assert len(blocks) >= 40
    page_with(client, tree, *blocks)  # the sizes of the pictures are made now

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/case-studies/baths/")

    assert len(queries) <= 25
    assert len(response.content) <= 100_000
    page = BeautifulSoup(response.content, "html.parser")
    drawn = page.find(class_="story").find_all("img")
    assert len(drawn) >= 10
    assert all(image["loading"] == "lazy" and image["width"] and image["height"] for image in drawn)
    assert all(image.parent.find("source")["type"] == "image/webp" and "480w" in image["srcset"] for image in drawn)
    assert all(image["srcset"].count("w,") + 1 == len(set(image["srcset"].split())) / 2 for image in drawn)
    assert all(image["src"].endswith(".jpg") for image in drawn)
