"""What was typed, taken apart: words, phrases in quotes and exclusions. Anything goes in; nothing raises."""

import re
import unicodedata
from dataclasses import dataclass

from search import analysis

MOST_WORDS = 32
LONGEST_QUERY = 2_000
PIECE = re.compile(r'(?P<no>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
QUOTES = str.maketrans("“”„«»", '"' * 5)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, and its stems: several for "co-operative", whose joined form is another way to write it."""

    typed: str
    stems: tuple[str, ...]
    joined: str = ""

    @property
    def is_stop_word(self) -> bool:
        return all(word in analysis.STOP_WORDS for word in analysis.words_of(self.typed))


@dataclass(frozen=True, slots=True)
class Parsed:
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[Word, ...] = ()

    @property
    def wanted(self) -> tuple[Word, ...]:
        """The words to look for: without stop words, unless there is nothing else to look for."""
        telling = tuple(word for word in self.words if not word.is_stop_word)
        return telling or (() if self.phrases else self.words)


def parse(text: str) -> Parsed:
    words: dict[tuple[str, ...], Word] = {}
    phrases: dict[tuple[str, ...], None] = {}
    excluded: dict[tuple[str, ...], Word] = {}
    for match in PIECE.finditer(tidy(text)):
        if match["phrase"] is not None and not match["no"]:
            phrases.setdefault(tuple(analysis.stems_of(match["phrase"])[:MOST_WORDS]))
            continue
        word = word_of(match["word"] if match["phrase"] is None else match["phrase"])
        target = excluded if match["no"] else words
        target.setdefault(word.stems, word)
    for found in (words, phrases, excluded):
        found.pop((), None)
    return Parsed(
        tuple(words.values())[:MOST_WORDS], tuple(phrases)[:MOST_WORDS], tuple(excluded.values())[:MOST_WORDS]
    )


def tidy(text: str) -> str:
    """Return the text in one normal form, cut to a length that no query needs, with an unpaired quote taken out."""
    text = unicodedata.normalize("NFC", analysis.valid_text(text[:LONGEST_QUERY])).translate(QUOTES)
    if text.count('"') % 2:
        head, _, tail = text.rpartition('"')
        text = f"{head} {tail}"
    return text


def word_of(typed: str) -> Word:
    stems = tuple(analysis.stems_of(typed)[:MOST_WORDS])
    joined = ""
    if len(stems) > 1:
        joined = next((analysis.stem_of(word) for word in analysis.joined_compounds(typed)), "")
    return Word(typed, stems, joined)
