"""What was typed, as the search log keeps it: in one form, without what looks personal, and short."""

import re
import unicodedata

from core.contact_details import without_contact_details
from core.text import without_control_characters

LONGEST_READ = 200  # characters; the search box takes no more
LONGEST_KEPT = 80  # characters
MOST_WORDS = 10
QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')
POINTS = ".,;:!?…()[]{}<>|/\\"

# Beyond what is a contact detail (`core.contact_details`): what may be a part of one, or another long number. A log keeps
# rather less, where a warning rather keeps silent.
MAIL = re.compile(r"\S*\s?@\s?\S*|\S+\s?[(\[{]\s?at\s?[)\]}]\s?\S+")
ADDRESS = re.compile(r"\S*(?:://|www\.)\S*")
# A run of digits with what people put between them; `_is_personal` looks closer.
DIGITS = re.compile(r"\+?\d[\d\W_]*")
# What none of the patterns can do without: most words hold nothing of it and are done at once.
SUSPECT = re.compile(r"[\d@(\[{:]|www\.|\bdot\b")
POSTCODE = re.compile(r"(?<![a-z0-9])([a-z]{1,2}\d[a-z\d]?)[\W_]*\d[a-z]{2}(?![a-z0-9])")
TELEPHONE_DIGITS = 9
UNBROKEN_DIGITS = 6
LEADING_ZERO_DIGITS = 6


def normalised(text: str) -> str:
    """Return text in one form: no capitals, wide letters, control or invisible marks; single spaces."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:LONGEST_READ]).casefold())
    visible = (mark for mark in without_control_characters(folded) if not unicodedata.category(mark).startswith("C"))
    return " ".join("".join(visible).translate(QUOTES).split())


def kept_words(text: str) -> str:
    """Return the words that the log keeps of what was typed; empty when nothing is left.

    E-mail and web addresses and telephone and other long numbers are left out, a full postcode is shortened to its
    district ("TS24 8QT" → "ts24"), and what is long is cut after the last whole word.
    """
    words = normalised(text)
    if len(text) >= LONGEST_READ:
        # The last word may be half an address or number, which nothing below would recognise.
        words = words.rpartition(" ")[0]
    words = _scrubbed(words).split()[:MOST_WORDS]
    while len(" ".join(words)) > LONGEST_KEPT:
        words.pop()
    kept = " ".join(words)
    return kept if any(mark.isalnum() for mark in kept) else ""


def is_all_kept(kept: str, text: str) -> bool:
    """Tell whether `kept_words` left out nothing but marks of a text: then what is kept finds what was asked."""
    return kept == _without_points(normalised(text))


def _without_points(words: str) -> str:
    return " ".join(filter(None, (word.strip(POINTS) for word in words.split())))


def _scrubbed(words: str) -> str:
    """Take out what is personal until nothing is: what stood apart before may make a number now."""
    if not SUSPECT.search(words):
        return _without_points(words)
    before = None
    while before != words:
        before = words
        words = without_contact_details(words)
        words = MAIL.sub(" ", words)
        words = ADDRESS.sub(" ", words)
        words = DIGITS.sub(lambda run: " " if _is_personal(run[0]) else run[0], words)
        words = POSTCODE.sub(r"\1", words)
        words = _without_points(words)
    return words


def _is_personal(run: str) -> bool:
    digits = sum(mark.isdigit() for mark in run)
    if digits >= TELEPHONE_DIGITS or re.search(rf"\d{{{UNBROKEN_DIGITS}}}", run):
        return True
    return run.startswith(("0", "+")) and digits >= LEADING_ZERO_DIGITS
