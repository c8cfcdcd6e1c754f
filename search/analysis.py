"""Text into index terms: the same steps for what is indexed and for what is asked."""

import re
import unicodedata
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

LONGEST_TERM = 60  # bytes; longer ones are no words
COMPOUND = re.compile(r"\w+(?:[-‐‑'’]\w+)+")
JOINTS = re.compile(r"[-‐‑'’]")
# Letters that Unicode does not take apart into a base letter and a mark.
UNMARKED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "ı": "i"})

# Words that stand in nearly every entry. They are indexed, so that phrases find them, but they are not asked for
# as long as another word is.
_STOP = """a about after all also an and any are as at be because been before being but by can could did do does doing for from
    get had has have he her here him his how i if in into is it its just like may me more most my no nor not of off on
    one only or other our out over own s she should so some such t than that the their them then there these they this
    those to too under up us very was we were what when where which while who whom why will with would you your
    looking find want need please tell show something anything example examples help helps helping way ways idea ideas
    somewhere someone somebody anyone come comes coming go goes going two three four five six seven eight nine ten"""
STOP_WORDS = frozenset(_STOP.split())


def words_builder() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_TERM))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


def words_analyzer() -> TextAnalyzer:
    """Lower-cased words without accents: for spelling and titles being typed."""
    return words_builder().build()


def stems_analyzer() -> TextAnalyzer:
    """The same, cut to their English stems (Snowball's "Porter2")."""
    return words_builder().filter(Filter.stemmer("english")).build()


_words = words_analyzer()
_stems = stems_analyzer()


def valid_text(text: str) -> str:
    """Return text that can be encoded: lone surrogates and NUL become blanks."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def words_of(text: str) -> list[str]:
    return _words.analyze(valid_text(text))


def stems_of(text: str) -> list[str]:
    return _stems.analyze(valid_text(text))


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Return the stem of one word as the index holds it; "" when nothing of it is a word."""
    return next(iter(stems_of(word)), "")


def joined_compounds(text: str) -> list[str]:
    """Return "wellbeing" for "well-being" and "cooperative" for "co-operative": people type either."""
    return [JOINTS.sub("", word) for word in COMPOUND.findall(text)]


FOLDED = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0].translate(UNMARKED)) != chr(code)
}
ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
FOLDED |= {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0x1E00, 0x1F00)}


def folded(text: str) -> str:
    """Return the text in small letters without accents, letter for letter, so that positions in it are those of the text."""
    plain = text.translate(FOLDED) if ACCENTED.search(text) else text
    lowered = plain.lower()
    return lowered if len(lowered) == len(text) else plain


def without_marks(text: str) -> str:
    """Return text with accents taken off and the length kept, so that positions in it are positions in the original."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text).translate(UNMARKED)


def collation_key(title: str) -> str:
    """Return what titles are sorted by: case and accents do not count, leading quotes and blanks neither."""
    return without_marks(title).casefold().lstrip("\"'“‘ ")
