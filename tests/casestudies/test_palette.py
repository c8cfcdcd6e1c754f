"""The palette keeps what editors mean and nothing else: every field of every block, with friendly and with hostile content."""

import copy
import json

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import blocks
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Page

from casestudies.blocks import StoryBlock
from commitments.actions import Finding, Source, take_over_published_status
from commitments.choices import Status
from commitments.models import CommitmentPage
from core.blocks import PartialDateBlock
from core.text import BIDI_CONTROLS, without_direction_marks
from tests.casestudies.stories import make_commitment, make_document, make_picture, palette, stored
from tests.connectors.test_desk import make_entry, make_tree

pytestmark = pytest.mark.django_db
STORY = StoryBlock()
ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>{{ 7|add:7 }}<a href='javascript:alert(1)'>x</a>"
WORDS = (
    blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.URLBlock | blocks.RegexBlock | PartialDateBlock
)


def fields_of(block, path=()):
    """The way to each text field below a block."""
    if isinstance(block, blocks.ListBlock):
        return fields_of(block.child_block, (*path, 0))
    if isinstance(block, TypedTableBlock):
        return [(*path, "columns", 0, "heading"), (*path, "rows", 0, "values", 0)]
    if isinstance(block, blocks.BaseStructBlock):
        return [way for name, child in block.child_blocks.items() for way in fields_of(child, (*path, name))]
    return [path] if isinstance(block, WORDS) else []


@pytest.fixture
def filled():
    tree = make_tree()
    return palette(
        picture=make_picture(size=(64, 36)),
        document=make_document(),
        entry=make_entry(tree, "Allotments"),
        commitment=make_commitment(),
    )


def with_field(value, way, text):
    if not way:
        return text
    value = copy.deepcopy(value)
    part = value
    for step in way[:-1]:
        part = part[step]
    part[way[-1]] = text
    return value


def field_at(name, way):
    block = STORY.child_blocks[name]
    for step in way:
        if isinstance(block, TypedTableBlock):
            return block.child_blocks["text"]
        block = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[step]
    return block


def typed(name, way, text):
    """What the field makes of a text that was typed or pasted into it."""
    block = field_at(name, way)
    if not isinstance(block, blocks.RichTextBlock):
        return text
    paragraph = {"key": "a", "type": "unstyled", "text": text, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return block.value_from_datadict({"x": json.dumps({"blocks": [paragraph], "entityMap": {}})}, {}, "x").source


def kept(filled, name, way, text):
    """The page with a text in a field, or the words of its refusal."""
    raw = stored((name, with_field(filled[name], way, typed(name, way, text))))
    if name == "text":
        raw += stored(("notes", filled["notes"]))
    try:
        value = STORY.clean(STORY.to_python(raw))
    except ValidationError as error:
        return None, json.dumps(messages_of(error))
    return STORY.render(value), ""


def messages_of(error):
    """All sentences of an error, however deep it lies."""
    return error.as_json_data() if hasattr(error, "as_json_data") else error.messages


@pytest.mark.parametrize("name", STORY.child_blocks)
def test_hostile_text_is_shown_as_text_or_refused_with_a_sentence(filled, name):
    for way in fields_of(STORY.child_blocks[name]):
        html, refusal = kept(filled, name, way, ATTACK)
        page = BeautifulSoup(html or "", "html.parser")
        assert html or refusal.strip("[]{}"), way
        assert page.find("script") is None, way
        assert not [tag for tag in page.find_all() if any(key.startswith("on") for key in tag.attrs)], way
        assert not page.find_all(href=lambda address: address and "javascript" in address), way
        assert not page.find_all("img", src="x"), way

        for text in ("\0", "x" * 1_000_000):
            html, refusal = kept(filled, name, way, text)
            assert html is None, way
            assert "." in refusal[:1_000], way

        html, refusal = kept(filled, name, way, f"gp{BIDI_CONTROLS}j.exe")
        assert refusal or without_direction_marks(html) == html, way


def test_every_block_shows_what_was_filled_in_and_the_index_learns_its_words(filled):
    value = STORY.clean(STORY.to_python(stored(*filled.items())))
    html, index = STORY.render(value), " ".join(map(str, STORY.get_searchable_content(value)))
    page = BeautifulSoup(html, "html.parser")
    words = " ".join(page.get_text().split())

    for text in (
        "In 2013 the baths closed",
        "We kept going.",
        "One house then does two jobs.",
        "Who mends the roof?",
        "Painting day",
        "How the baths were saved",
        "share a house",
        "The group is founded.",
        "More members every year",
        "Mending the roof",
        "Homes let by the trust",
        "The first site fell through.",
        "A council that will wait.",
        "Start with the lease.",
        "To take to your solicitor",
        "Board papers of March 2015.",
    ):
        assert text in words
        assert text in index
    assert "Allotments" in words
    assert "A line will be built. In our words" in words
    assert "HM Treasury, Chancellor · March 2021 Where it stands: Not yet assessed" in words
    assert "by mail" not in words + index
    assert "Opens videos.example.org, another site. 4 minutes. It has captions." in words
    assert not page.find_all(["iframe", "video", "script"])


def test_quote_without_consent_is_kept_in_a_draft_and_not_published(filled):
    value = STORY.to_python(stored(("quote", {**filled["quote"], "consent": False})))

    assert STORY.clean_deferred(value)[0].value["quote"] == filled["quote"]["quote"]
    with pytest.raises(ValidationError) as error:
        STORY.clean(value)

    assert "Ask them first" in json.dumps(error.value.as_json_data())


def test_table_of_a_file_is_read_into_the_box_once(filled):
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    file = get_document_model().objects.create(title="F", file=ContentFile(b"Year,Homes\n2020,5\n", name="f.csv"))
    chart = {**filled["chart"], "figures": "", "file": file.pk}

    (kept_chart,) = STORY.clean(STORY.to_python(stored(("chart", chart))))
    assert (kept_chart.value["figures"], kept_chart.value["file"]) == ("Year,Homes\n2020,5", None)

    with pytest.raises(ValidationError) as error:
        STORY.clean(STORY.to_python(stored(("chart", {**chart, "figures": "Year,Homes\n2020,6"}))))
    assert "The box has a table already." in json.dumps(error.value.as_json_data())


def test_chart_with_a_wrong_table_is_kept_as_a_draft_that_says_what_is_wrong(filled):
    value = STORY.to_python(stored(("chart", {**filled["chart"], "figures": "Year,Homes\n2020,about 5"})))

    assert "Line 2, column 2 (Homes): “about 5” is no number." in STORY.render(STORY.clean_deferred(value))
    with pytest.raises(ValidationError) as error:
        STORY.clean(value)
    assert "“about 5” is no number." in json.dumps(error.value.as_json_data(), ensure_ascii=False)


def test_mark_without_a_note_is_told(filled):
    value = STORY.to_python(stored(("text", "<p>So they say.[2]</p>"), ("notes", filled["notes"])))

    assert STORY.clean_deferred(value)
    with pytest.raises(ValidationError) as error:
        STORY.clean(value)
    assert "There is no note for [2]." in json.dumps(error.value.as_json_data())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([{}, {"amount": "2000.5"}], "All one-off costs £42,000.50 2021"),
        ([{}, {"frequency": "yearly", "exactness": "about"}], "All costs a year about £40,000 2021"),
        ([{}, {"amount": None}], "Not added up: not all amounts are known."),
        ([{}, {"price_year": "2022"}], "Not added up: the amounts are not known to be in the prices of one year."),
        ([{}, {"price_year": ""}], "Not added up: the amounts are not known to be in the prices of one year."),
        ([{}, {"exactness": "up_to"}], "Not added up: some amounts are only limits."),
    ],
)
def test_costs_are_added_up_only_when_that_is_honest(filled, changes, words):
    costs = {**filled["costs"], "costs": [{**filled["costs"]["costs"][0], **change} for change in changes]}
    page = BeautifulSoup(STORY.render(STORY.to_python(stored(("costs", costs)))), "html.parser")
    text = " ".join(page.get_text(" ").split())

    assert words in text
    assert ("All one-off costs" in text) != ("Not added up" in text)


def test_block_whose_picture_document_or_entry_is_gone_leaves_no_trace(filled):
    gone = stored(
        ("picture", {"image": {"image": 999_999, "decorative": False, "alt_text": ""}, "caption": "Caption"}),
        ("document", {**filled["document"], "document": 999_999}),
        ("linked_entry", 999_999),
        ("linked_commitment", 999_999),
        ("linked_commitment", filled["linked_entry"]),
    )

    assert STORY.render(STORY.to_python(gone)).strip() == ""


def test_commitment_is_quoted_only_when_these_are_their_words_and_shows_the_status_of_today(filled):
    commitment = CommitmentPage.objects.get()
    CommitmentPage.objects.update(is_exact=True)
    finding = Finding(Status.DELAYED, "2025-12", "No spade.", (Source("Report", "https://example.org/r"),))
    take_over_published_status(commitment=commitment, finding=finding)

    page = BeautifulSoup(STORY.render(STORY.to_python(stored(("linked_commitment", commitment.pk)))), "html.parser")

    assert page.blockquote.get_text(strip=True) == "A line will be built."
    assert "In our words" not in page.get_text()
    assert page.find(class_="standing").get_text() == "Where it stands: Delayed, as of December 2025"
    assert page.h3.a["href"] == "/commitments/a-line/"


@pytest.mark.parametrize("hide", ["draft", "private", "below something private"])
def test_entry_or_commitment_that_not_everybody_may_see_leaves_no_trace(filled, hide):
    for name in ("linked_entry", "linked_commitment"):
        page = Page.objects.get(pk=filled[name])
        if hide == "draft":
            page.unpublish()
        else:
            (page if hide == "private" else page.get_parent()).view_restrictions.create(restriction_type="login")
        story = stored((name, filled[name]))
        just_sent = StreamValue(STORY, [(name, STORY.child_blocks[name].to_python(filled[name]))])

        assert STORY.render(STORY.to_python(story)).strip() == ""
        assert STORY.render(just_sent).strip() == ""


@pytest.mark.parametrize("name", ["linked_entry", "linked_commitment"])
@pytest.mark.parametrize("is_stored", [True, False])
def test_many_leads_ask_no_more_than_one(filled, name, is_stored):
    first = Page.objects.get(pk=filled[name]).specific
    keys = [first.pk, first.copy(update_attrs={"slug": "b"}).pk, first.copy(update_attrs={"slug": "c"}).pk]
    block, counts = STORY.child_blocks[name], []
    for some in (keys[:1], keys):
        sent = StreamValue(STORY, [(name, block.to_python(key)) for key in some])
        story = STORY.to_python(stored(*((name, key) for key in some))) if is_stored else sent
        with CaptureQueriesContext(connection) as queries:
            assert STORY.render(story).count("<h3>") == len(some)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", STORY.child_blocks)
def test_block_of_the_palette_shows_its_help_in_the_editor(name):
    block = STORY.child_blocks[name]
    # As the editor's script gets it; the help of a block stands in its `Meta`, that of its fields at these.
    packed = json.dumps(JSContext().pack(block), cls=DjangoJSONEncoder, ensure_ascii=False)

    assert '"helpText": "' in packed
    assert json.dumps(str(getattr(block.meta, "help_text", "")), ensure_ascii=False) in packed
