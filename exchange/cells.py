"""Single cells: hostile text in, clean values out; and the same way back."""

import datetime
import html
import re
from decimal import Decimal, InvalidOperation

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from core.fields import parse_partial_date
from core.text import without_control_characters

MAX_CELL = 200_000  # characters; a body is a few pages, not a book
FORMULA = re.compile(r"'*[=+\-@\t\r]")
DANGEROUS = {"'", "=", "+", "-", "@", "\t", "\r"}
DEFUSED = re.compile(r"'+[=+\-@\t\r]")
SEPARATOR = re.compile(r"(?<!\\);")
TAG = re.compile(r"</?(p|br|ul|ol|li|b|i|em|strong|a|div|span|h[1-6])\b[^>]*>", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s")
TAGS = {"p", "br", "b", "i", "em", "strong", "ul", "ol", "li", "a", "h2", "h3"}
# `linktype` and `id` are how the CMS keeps links to its own pages and documents: they must survive a round trip.
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
HTTP = {"http", "https", "mailto", "tel"}
is_address = URLValidator(schemes=["http", "https"])


def defused(text: str) -> str:
    """Return a cell that a spreadsheet reads as text. `undefused` takes it back exactly."""
    # The first mark is looked at first: a table of 100,000 entries has three million cells.
    return f"'{text}" if text[:1] in DANGEROUS and FORMULA.match(text) else text


def undefused(text: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if DEFUSED.match(text) else text


def one_line(text: str) -> str:
    """Return a cell as clean text on one line."""
    return " ".join(without_control_characters(text[:MAX_CELL]).split())


def split_values(text: str) -> list[str]:
    """Return the values of a cell that holds several; empty ones stay, so that two columns can go side by side."""
    return [one_line(part).replace("\\;", ";") for part in SEPARATOR.split(text[:MAX_CELL])]


def join_values(values: list[str]) -> str:
    return "; ".join(value.replace(";", "\\;") for value in values)


def rich_text(text: str) -> str:
    """Return a cell as safe HTML: cleaned when it is HTML, in paragraphs when it is plain text."""
    text = text[:MAX_CELL]
    if not TAG.search(text):
        # Blank lines part paragraphs; a file without any parts them with single breaks.
        parts = re.split(r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\r?\n", text.replace("\r\n", "\n"))
        lines = filter(None, (one_line(part) for part in parts))
        return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    return clean_html(text)


def clean_html(text: str) -> str:
    kept = "\n".join(without_control_characters(line) for line in text.splitlines())
    cleaned = nh3.clean(
        kept, tags=TAGS, attributes=ATTRIBUTES, url_schemes=HTTP, link_rel=None, clean_content_tags={"script", "style"}
    ).strip()
    return cleaned if re.search(r"<(p|ul|ol|h2|h3)\b", cleaned) or not cleaned else f"<p>{cleaned}</p>"


def plain_text(markup: str) -> str:
    """Return the words of HTML on one line."""
    spaced = re.sub(r"<(/p|br|/li|/h\d)\b[^>]*>", " ", markup)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def shortened(text: str, length: int) -> str:
    """Cut text at the end of a sentence, else of a word."""
    if len(text) <= length:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text[: length + 1])]
    if ends and ends[-1] > length // 3:
        return text[: ends[-1]].strip()
    cut = text[: length - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return at_word.rstrip(" ,;:–-(") + "…"


def partial_date(text: str) -> str:
    """Return "2016", "2016-05" or "2016-05-13".

    Raises:
        ValidationError: when it is no date.
    """
    # A spreadsheet adds the time of day to a date.
    return parse_partial_date(re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", one_line(text)[:60]))


def whole_date(text: str) -> datetime.date:
    """Return a day. A month or a year stands for its first day.

    Raises:
        ValidationError: when it is no date.
    """
    year, month, day = (*map(int, partial_date(text).split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def address(text: str) -> str:
    """Return a web address, completed with https:// when that is all that is missing.

    Raises:
        ValidationError: when it is none.
    """
    text = one_line(text)
    if re.match(r"(?i)www\.|[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", text):
        text = f"https://{text}"
    if len(text) > 500:  # noqa: PLR2004 - the field's own limit
        raise ValidationError("too long")
    is_address(text)
    return text


def degrees(text: str, *, lowest: int, highest: int) -> Decimal:
    """Return a coordinate.

    Raises:
        ValidationError: when it is no number or lies outside the given bounds.
    """
    try:
        number = Decimal(one_line(text)[:40])
    except InvalidOperation as error:
        raise ValidationError("no number") from error
    if not number.is_finite() or not lowest <= number <= highest:
        raise ValidationError("outside the United Kingdom")
    return number.quantize(Decimal("0.00001"))
