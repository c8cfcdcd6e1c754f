"""Texts are stored as the editor keeps them: saving them unchanged in the desk changes nothing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text import get_rich_text_editor_widget

from core.blocks import STORY_FEATURES
from core.models import TEXT_FEATURES
from core.rich_text import kept_form, what_it_says
from exchange import cells
from submissions.building import paragraphs
from submissions.forms.base import storable, tidy_text

# What somebody may type, and what text of other programs holds.
BLANKS = [" ", "  ", "\n", "\n\n", "\r\n", "\t", "\xa0", "\u2028", "\x1c", "\0"]
MARKS = [
    '"',
    "'",
    "[",
    "]",
    "(",
    "<",
    ">",
    "&",
    "\u202e",
    "\u200f",
    "\u2066",
    "\ud800",
    "😀",
    "é",
    "- one",
    "* two",
    "1. three",
]
CODE = [
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<br>",
    "<br/>",
    "<script>",
    "&amp;",
    "&nbsp;",
    "&lt;",
    "&#0;",
    '<p data-block-key="abcde">',
]
PIECES = st.sampled_from([*BLANKS, *MARKS, *CODE])
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join)
TAGS = ["p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "div", "span", "br", "blockquote"]
MARKUP = st.lists(
    st.one_of(
        PIECES,
        st.text(max_size=6),
        st.sampled_from([f"<{close}{tag}>" for tag in TAGS for close in ("", "/")]),
        st.sampled_from(
            [
                '<a href="https://example.org/?a=1&amp;b=2">',
                '<a href="javascript:x">',
                '<a linktype="page" id="x">',
                '<a linktype="document">',
            ]
        ),
    ),
    max_size=25,
).map("".join)


def saved_unchanged(html: str, features) -> str:
    """What comes out when the form with this text is opened in the desk and saved as it is."""
    widget = get_rich_text_editor_widget(features=features)
    return widget.value_from_datadict({"text": widget.format_value(html)}, {}, "text")


def assert_is_kept(html: str, features) -> None:
    again = saved_unchanged(html, features)
    assert what_it_says(again, features) == what_it_says(html, features)
    if html:
        assert again == html  # letter for letter


@given(TYPED)
@example("word " * 2_000)
@example("- one\r\n- two\r\n\r\n  indented\xa0 ")
@settings(max_examples=150, deadline=None)
def test_whatever_a_submission_can_hold_is_no_change_when_the_editor_saves_it(typed):
    assert_is_kept(kept_form(paragraphs(tidy_text(storable(typed))), TEXT_FEATURES), TEXT_FEATURES)


@given(MARKUP)
@example("<p>One<br>two</p>")
@example("<ul><li><p>One</p><p>Two</p></li></ul>")
@example("<b><p>One</p></b><li>Two")
@example("<p><strong>One</strong> <b></b></p>")
@settings(max_examples=200, deadline=None)
def test_whatever_a_file_can_hold_is_no_change_when_the_editor_saves_it(markup):
    assert_is_kept(kept_form(cells.rich_text(markup.replace("\ud800", "")), STORY_FEATURES), STORY_FEATURES)


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_text_of_before_says_the_same_after_the_editor_saved_it(markup):
    """What is stored in an older form is neither refused by the editor nor something else afterwards."""
    old = storable(markup)
    assert what_it_says(saved_unchanged(old, TEXT_FEATURES), TEXT_FEATURES) == what_it_says(old, TEXT_FEATURES)


@pytest.mark.parametrize(
    "html",
    ["<p>One <strong>bold</strong></p>\n<p>Two</p>", '<p data-block-key="k">One <b>bold</b></p><p></p><p>Two</p>'],
)
def test_form_is_not_what_a_text_says(html):
    assert what_it_says(html, TEXT_FEATURES) == "<p>One <b>bold</b></p><p>Two</p>"


def test_addresses_of_links_and_bold_words_are_what_a_text_says():
    texts = ["<p>One</p>", "<p><b>One</b></p>", '<p><a href="https://a.test/">One</a></p>']
    texts += [
        '<p><a href="https://b.test/">One</a></p>',
        '<p><a linktype="page" id="3">One</a></p>',
        "<ul><li>One</li></ul>",
    ]
    assert len({what_it_says(text, TEXT_FEATURES) for text in texts}) == len(texts)


@pytest.mark.parametrize("hostile", ["<ul><li>" * 9_000, "<b><i>" * 9_000 + "x", "<div>" * 9_000, "<p>" * 9_000])
def test_tags_thousands_deep_become_text(hostile):
    kept = kept_form(hostile + "<p>Words</p>", TEXT_FEATURES)
    assert what_it_says(kept, TEXT_FEATURES).endswith("Words</p>")
