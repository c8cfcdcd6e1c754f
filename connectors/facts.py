"""Facts of an entry as lines of text, so that entries of one kind can be laid side by side. Kinds say which in `own_facts`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.fields import display_partial_date

Lines = tuple["Line", ...]


@dataclass(frozen=True)
class Line:
    """One line of a fact; `detail` is what is said less loudly beside it."""

    text: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Fact:
    """What one entry says under a heading. No lines: nobody has told."""

    label: str
    lines: Lines = ()


def said(text: Any, *, url: str = "", detail: Any = "") -> Lines:
    """Return one line; none when both the text and its detail are empty."""
    text, detail = str(text or "").strip(), str(detail or "").strip()
    return (Line(text or detail, url, detail if text else ""),) if text or detail else ()


def each_line(text: str) -> Lines:
    """Return the lines of a field that holds one thing on each."""
    return tuple(Line(line.strip()) for line in (text or "").splitlines() if line.strip())


def words_of(entry: Any, name: str) -> Lines:
    """Return the words of a rich text field."""
    texts = entry._meta.get_field(name).get_searchable_content(getattr(entry, name))
    return said(" ".join(" ".join(texts).split()))


def date(stored: str) -> Lines:
    """Return a partial date in words."""
    return said(display_partial_date(stored))


def number(value: int | Decimal | None, detail: str = "") -> Lines:
    """Return a number with what it counts; nought is a number, too."""
    places = 1 if isinstance(value, Decimal) and value % 1 else 0
    return said("" if value is None else number_format(value, places, force_grouping=True), detail=detail)


def cost(amount: Decimal | None, band: str, price_year: int | None) -> Lines:
    """Return an amount in £ with the year of its prices, else the band it lies in."""
    if amount is None:
        return said(band)
    year = _("in prices of %(year)s") % {"year": price_year} if price_year else ""
    return said(f"£{number_format(amount, 2 if amount % 1 else 0, force_grouping=True)}", detail=year)
