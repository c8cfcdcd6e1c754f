"""What pages lack: words for their pictures, sources for their facts. Reads, for the reports."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from casestudies.models import Outcome
from connectors.models import EntryPage, EntrySource

NO_SOURCE = {
    "key_fact": ngettext_lazy(
        "%(number)d key fact without a source", "%(number)d key facts without a source", "number"
    ),
    "outcome": ngettext_lazy("%(number)d result without a source", "%(number)d results without a source", "number"),
    "chart": ngettext_lazy("%(number)d chart without a source", "%(number)d charts without a source", "number"),
    "costs": ngettext_lazy(
        "%(number)d cost table without a source", "%(number)d cost tables without a source", "number"
    ),
}
PICTURE = "picture"


@dataclass(frozen=True)
class Gap:
    """A page and what it lacks, in words."""

    key: int
    title: str
    what: tuple[str, ...]


class _Gaps(dict):
    """The words for each page by its key and title."""

    def add(self, key: int, title: str, words: str) -> None:
        self.setdefault((key, title), []).append(words)

    def sorted(self) -> list[Gap]:
        rows = (Gap(key, title, tuple(words)) for (key, title), words in self.items())
        return sorted(rows, key=lambda gap: (gap.title.casefold(), gap.key))


def without_words_for_pictures(entries: QuerySet[EntryPage], *, and_other_pages: bool) -> list[Gap]:
    """Return entries with pictures that say nothing to people who cannot see them, by title.

    A picture in a text that editors marked as decorative is right as it is. An entry's own picture may take its words from
    the picture itself.

    Args:
        and_other_pages: also pages that are no entries, such as “About”.
    """
    found = _Gaps()
    own = entries.filter(image__isnull=False, image_alt="", image__description="")
    for key, title in own.order_by().values_list("pk", "title"):
        found.add(key, title, _("the picture of the entry"))
    for key, title, counts in _in_texts(['"decorative": false'], _silent_pictures, entries, and_other_pages):
        number = counts[PICTURE]
        words = ngettext("%(number)d picture in the text", "%(number)d pictures in the text", number)
        found.add(key, title, words % {"number": number})
    return found.sorted()


def without_sources(entries: QuerySet[EntryPage]) -> list[Gap]:
    """Return entries that name no source at all, or whose facts, results, charts or costs name none, by title."""
    found = _Gaps()
    bare = entries.filter(~Exists(EntrySource.objects.filter(entry=OuterRef("pk"))))
    for key, title in bare.order_by().values_list("pk", "title"):
        found.add(key, title, _("no source at all"))
    outcomes = Outcome.objects.filter(source_title="", source_url="", case_study__in=entries.values("pk"))
    counted = outcomes.values_list("case_study", "case_study__title").annotate(Count("pk")).order_by()
    for key, title, number in counted:
        words = ngettext("%(number)d outcome without a source", "%(number)d outcomes without a source", number)
        found.add(key, title, words % {"number": number})
    kinds = [f'"type": "{kind}"' for kind in NO_SOURCE]
    for key, title, counts in _in_texts(kinds, _unsourced_facts, entries, and_other_pages=False):
        for kind, number in counts.items():
            found.add(key, title, NO_SOURCE[kind] % {"number": number})
    return found.sorted()


def _in_texts(
    marks: list[str], look: Callable[[Any], Iterator[str]], entries: QuerySet[EntryPage], and_other_pages: bool
) -> Iterator[tuple[int, str, Counter]]:
    """Yield each page whose blocks lack something, and how often it lacks what. One query for each field of blocks.

    Args:
        marks: texts of which a stored story holds one when it is worth reading at all.
        look: yields a word for each gap in a story as it is stored.
    """
    for model, field in _fields_of_blocks():
        is_entry = issubclass(model, EntryPage)
        if not (is_entry or and_other_pages):
            continue
        worth = Q()
        for mark in marks:
            worth |= Q(as_text__contains=mark)
        # As text: making blocks of a thousand stories takes seconds, and they are only looked through.
        rows = model._default_manager.annotate(as_text=Cast(field, TextField())).filter(worth).order_by()
        if is_entry:
            rows = rows.filter(pk__in=entries.values("pk"))
        for key, title, text in rows.values_list("pk", "title", "as_text"):
            if counts := Counter(look(json.loads(text))):
                yield key, title, counts


def _fields_of_blocks() -> Iterator[tuple[type[Page], str]]:
    for model in get_page_models():
        for field in model._meta.local_fields:
            if isinstance(field, StreamField):
                yield model, field.name


def _silent_pictures(value: Any) -> Iterator[str]:
    for part in _dicts_in(value):
        if part.get("image") and part.get("decorative") is False and not part.get("alt_text"):
            yield PICTURE


def _unsourced_facts(value: Any) -> Iterator[str]:
    for part in _dicts_in(value):
        kind, fact = part.get("type"), part.get("value")
        if kind in NO_SOURCE and isinstance(fact, dict) and not (fact.get("source_title") or fact.get("source_url")):
            yield kind


def _dicts_in(value: Any) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _dicts_in(part)
