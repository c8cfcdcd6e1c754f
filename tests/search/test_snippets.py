"""Snippets show why a record matched, and let no markup through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import SearchQuery
from search.snippets import explain
from tests.search.conftest import record


def found(index, words):
    return index.search(SearchQuery(words, literal=True)).hits[0]


def test_words_are_marked_in_the_summary(make_index):
    hit = found(make_index(record(1, summary="Volunteers run the shop.")), "volunteer shops")

    assert hit.snippet == "<mark>Volunteers</mark> run the <mark>shop</mark>."
    assert hit.why == ("summary",)


def test_a_word_of_the_body_is_shown_with_what_stands_around_it(make_index):
    body = "Nothing here. " * 40 + "The charity bought the baths in 2016. " + "Nothing there. " * 40
    hit = found(make_index(record(1, summary="A summary.", body=body)), "charities")

    assert "<mark>charity</mark> bought the baths" in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 300
    assert hit.why == ("body",)


@pytest.mark.parametrize(
    ("values", "words", "why"),
    [
        ({"title": "Befriending"}, "befriend", ("title",)),
        ({"places": ("Anglesey", "Ynys Môn")}, "ynys mon", ("place: Ynys Môn",)),
        ({"organisation": "Friends of the Hall"}, "friends", ("organisation: Friends of the Hall",)),
        ({"keywords": ("zero hours",)}, "hours", ("keyword: zero hours",)),
        ({"tier_words": ("Parish council",)}, "parish", ("tier: Parish council",)),
    ],
)
def test_the_fields_that_matched_are_named(make_index, values, words, why):
    hit = found(make_index(record(1, **{"title": "T", "summary": "A summary.", **values})), words)

    assert hit.why == why
    assert hit.snippet == "A summary."


def test_words_are_marked_in_the_title_too(make_index):
    hit = found(make_index(record(1, title="Pubs & <b>clubs</b>", summary="A summary.")), "pub")

    assert (hit.title, hit.why) == ("<mark>Pubs</mark> &amp; &lt;b&gt;clubs&lt;/b&gt;", ("title",))


def test_words_of_a_synonym_are_marked_only_where_they_stand_together(make_index):
    index = make_index(
        record(1, summary="A pop-up shop opens up."), synonyms=[(("meanwhile use", "pop-up shop"), False)]
    )

    assert found(index, "meanwhile use").snippet == "A <mark>pop-up shop</mark> opens up."


def test_accents_and_hyphens_do_not_hide_a_mark(make_index):
    hit = found(make_index(record(1, summary="Tŷ Pawb: well-being for all")), "ty wellbeing")

    assert hit.snippet == "<mark>Tŷ</mark> Pawb: <mark>well-being</mark> for all"


def test_a_synonym_is_marked_where_it_made_the_match(make_index):
    index = make_index(
        record(1, summary="Visits against isolation."),
        synonyms=[[["befriending", "isolation", "social contact"], False]],
    )

    assert found(index, "befriending").snippet == "Visits against <mark>isolation</mark>."


def test_a_phrase_that_made_the_match_is_marked_as_one_and_its_words_elsewhere_are_not(make_index):
    index = make_index(
        record(1, summary="A local shop asks the local-authority; the local authorities answer. An author reads."),
        synonyms=[[["council", "local authority"], False]],
    )

    assert found(index, "council").snippet == (
        "A local shop asks the <mark>local-authority</mark>; the <mark>local authorities</mark> answer. An author reads."
    )


def test_another_name_of_several_words_explains_all_of_them(make_index):
    index = make_index(
        record(1, summary="A pantry.", body="Food parcels too.", keywords=("food",)),
        synonyms=[[["food bank", "pantry"], False]],
    )
    hit = found(index, "food bank")

    assert (hit.snippet, hit.why) == ("A <mark>pantry</mark>.", ("summary",))


def test_what_was_meant_is_marked_when_the_word_was_misspelt(make_index):
    hit = make_index(record(1, summary="Nobody leaves empty shops.")).search(SearchQuery("emtpy shosp")).hits[0]

    assert hit.snippet == "Nobody leaves <mark>empty</mark> <mark>shops</mark>."


def test_a_theme_that_alone_made_the_match_is_named(make_index):
    index = make_index(record(1, summary="A summary.", theme_words=("Health", "loneliness")))
    hit = found(index, "loneliness")

    assert (hit.snippet, hit.why) == ("A summary.", ("theme: loneliness",))


def test_markup_is_text(make_index):
    hit = found(make_index(record(1, summary='<script>alert("pub")</script> & <b>pub</b>')), "pub")

    assert hit.snippet == (
        "&lt;script&gt;alert(&quot;<mark>pub</mark>&quot;)&lt;/script&gt; &amp; &lt;b&gt;<mark>pub</mark>&lt;/b&gt;"
    )


def test_without_words_the_summary_is_shown(make_index):
    hit = found(make_index(record(1, summary="<i>A summary</i>")), "")

    assert (hit.snippet, hit.why) == ("&lt;i&gt;A summary&lt;/i&gt;", ())


@given(summary=st.text(max_size=600), body=st.text(max_size=900), stem=st.text(min_size=1, max_size=5))
def test_no_text_makes_a_snippet_unsafe(summary, body, stem):
    parts = {
        "title": summary[::-1],
        "summary": summary,
        "organisation": "",
        "keyword": [],
        "theme": [],
        "place": [],
        "tier": [],
    }

    found = explain(parts, lambda: body, [{(stem,), (stem, "second")}])

    for html in (found.title, found.excerpt):
        without_marks = html.replace("<mark>", "").replace("</mark>", "")
        assert html.count("<mark>") == html.count("</mark>")
        assert not re.search(r"[<>\"']", without_marks)
