"""Cleaning of text that strangers typed."""

import re
import unicodedata

# Marks that turn the direction of what follows: harmless in Arabic or Hebrew text, a disguise in an English name.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = re.compile(f"[\u200b\u2060\ufeff\u00ad{BIDI_CONTROLS}]")


def without_control_characters(text: str) -> str:
    """Return text without control characters (line breaks become spaces), bidirectional overrides and invisible marks."""
    spaced = re.sub(r"[\t\n\r\v\f\u0085\u2028\u2029]", " ", text)
    kept = "".join(mark for mark in spaced if unicodedata.category(mark) not in {"Cc", "Cs"})
    return INVISIBLE.sub("", kept)


def without_direction_marks(text: str) -> str:
    """Return text without the marks that turn its direction, its lines as they were."""
    return text.translate(dict.fromkeys(map(ord, BIDI_CONTROLS)))


def tidy_query(text: str, *, max_length: int = 200, max_words: int = 16) -> str:
    """Return what was typed in a search box as single-spaced words, cut to a length that no database chokes on."""
    words = without_control_characters(text[: max_length * 4]).split()
    return " ".join(words[:max_words])[:max_length].strip()
