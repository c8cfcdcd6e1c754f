"""What a published entry says, as answers: a suggested change begins with them."""

import html
import re
from collections.abc import Callable
from functools import partial

from django.utils.html import strip_tags
from wagtail.fields import RichTextField

from connectors.models import EntryPage
from core.fields import display_partial_date
from places.lookup import find_place
from places.models import UNITED_KINGDOM
from submissions.forms.base import Raw
from submissions.forms.sources import ROWS
from submissions.forms.terms import UNKNOWN
from submissions.journeys import Step, steps_of_kind

PARAGRAPH_END = re.compile(r"</(?:p|ul|ol|h[1-6])>", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>|</li>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n{3,}")


def answers_from(entry: EntryPage) -> dict[str, Raw]:
    """Return page → field → values for what the entry says now."""
    specific = entry.specific
    return {step.slug: _raw(specific, step) for step in steps_of_kind(type(specific)) if _reader(step)}


def as_lines(markup: str) -> str:
    """Return HTML of an entry as text with its paragraphs and list items on lines of their own."""
    broken = BREAK.sub("\n", PARAGRAPH_END.sub("\n\n", markup))
    return BLANK_LINES.sub("\n\n", html.unescape(strip_tags(broken))).strip()


def _raw(entry: EntryPage, step: Step) -> Raw:
    return {name: values for name, values in _reader(step)(entry).items() if values and any(values)}


def _reader(step: Step) -> Callable[[EntryPage], Raw] | None:
    readers = {"where": _where, "themes": _terms, "sources": _sources}
    if not step.form or step.slug == "you":
        return None
    return readers.get(step.slug) or partial(_fields, step.form.kept_names())


def _fields(names: tuple[str, ...], entry: EntryPage) -> Raw:
    return {name: [_text(entry, name)] for name in names}


def _text(entry: EntryPage, name: str) -> str:
    value = getattr(entry, name)
    if isinstance(entry._meta.get_field(name), RichTextField):
        return as_lines(value)
    return display_partial_date(value) if name in {"started", "ended"} else str(value or "")


def _where(entry: EntryPage) -> Raw:
    links = sorted(entry.entry_places.all(), key=lambda link: not link.is_lead)
    everywhere = any(link.place.code == UNITED_KINGDOM for link in links)
    # Former councils stay on the entry: nobody can choose them, so nobody is asked about them.
    codes = list(dict.fromkeys(link.place.code for link in links if find_place(link.place.code)))
    codes = [code for code in codes if code != UNITED_KINGDOM]
    localities = [link.locality for link in links if link.locality]
    return {"places": codes, "everywhere": ["on"] if everywhere else [], "locality": localities[:1]}


def _terms(entry: EntryPage) -> Raw:
    return {
        "themes": [theme.slug for theme in entry.themes.all()] or [UNKNOWN],
        "tiers": [tier.slug for tier in entry.tiers.all()] or [UNKNOWN],
    }


def _sources(entry: EntryPage) -> Raw:
    raw = {}
    # Books and papers without an address stay on the entry, too.
    with_address = [source for source in entry.sources.all() if source.url]
    for row, source in enumerate(with_address[:ROWS], start=1):
        raw |= {f"url_{row}": [source.url], f"says_{row}": [source.says or source.title]}
    return raw
