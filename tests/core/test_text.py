"""Cleaning of what strangers type."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from core.text import tidy_query, without_control_characters


@given(st.text())
@example("\x00\u202eevil\u2066")
@example("\ud7ff\x1b[31m")
@example("a" * 10_000)
def test_cleaned_text_holds_no_control_or_direction_mark(text):
    cleaned = without_control_characters(text)

    assert all(unicodedata.category(mark) not in {"Cc", "Cs"} for mark in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


def test_cleaned_text_keeps_accents_emoji_and_welsh_letters():
    assert without_control_characters("Tŷ Gobaith ☕ Ynys Môn") == "Tŷ Gobaith ☕ Ynys Môn"


@given(st.text())
@example(" " * 10_000)
@example("word " * 1_000)
def test_query_is_short_single_spaced_and_stable(text):
    query = tidy_query(text)

    assert len(query) <= 200
    assert len(query.split()) <= 16
    assert query == " ".join(query.split())
    assert tidy_query(query) == query
