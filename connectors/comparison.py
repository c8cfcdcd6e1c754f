"""Entries of one kind side by side: their facts, and for charters, funds and pledges what they ask, topic by topic."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import ClauseTopic
from connectors.choosing import Chosen
from connectors.facts import Line, Lines
from connectors.models import Clause, EntryPage, EntryPlace, EntryTheme, EntryTier

# Stands in every gap, and in the caption that says what it means.
NOTHING = gettext_lazy("We found no source")


class Difference(Enum):
    """How a fact or topic compares, in the words of the mark beside it."""

    SAME = gettext_lazy("Same")
    DIFFERS = gettext_lazy("Differs")
    NOT_ALL = gettext_lazy("Not found for all")
    SILENT = gettext_lazy("Not found in all")
    STRENGTH = gettext_lazy("Differs in strength")
    WORDS = gettext_lazy("Differs in words")

    @property
    def differs(self) -> bool:
        return self is not Difference.SAME


@dataclass(frozen=True)
class Cell:
    """What one entry says; `nothing` is what to print when it says nothing."""

    title: str
    lines: Lines = ()
    clauses: tuple[Clause, ...] = ()
    nothing: str = ""
    usual_check: str = ""

    @property
    def text(self) -> str:
        """All of it as plain text, a line each, for a file."""
        return "\n".join([*map(_plain, self.lines), *map(_clause_text, self.clauses)]) or self.nothing


@dataclass(frozen=True)
class Row:
    label: str
    difference: Difference
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Part:
    """Rows under a heading of their own. `left_out` says how many are not shown because all entries say the same."""

    heading: str
    rows: tuple[Row, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Comparison:
    entries: tuple[EntryPage, ...]
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The entries by name: "A, B and C"."""
        return get_text_list([entry.title for entry in self.entries], _("and"))

    def only_differences(self) -> "Comparison":
        parts = []
        for part in self.parts:
            rows = tuple(row for row in part.rows if row.difference.differs)
            parts.append(replace(part, rows=rows, left_out=len(part.rows) - len(rows)))
        return replace(self, parts=tuple(parts))


def compare_entries(chosen: Chosen) -> Comparison:
    """Return what the chosen entries say, side by side, in a number of queries that does not depend on how much that is."""
    model = chosen.kind.model
    pages = (
        model.objects.listed()
        .filter(pk__in=chosen.keys)
        .prefetch_related(
            Prefetch("theme_items", EntryTheme.objects.select_related("tag").order_by("pk")),
            Prefetch("tier_items", EntryTier.objects.select_related("tag").order_by("tag__sort_order")),
            Prefetch("entry_places", EntryPlace.objects.select_related("place")),
            "sources",
            *model.compared_parts(),
        )
        .in_bulk()
    )
    entries = tuple(pages[key] for key in chosen.keys if key in pages)
    facts = tuple(_fact_rows(entries))
    topics = tuple(_topic_rows(entries))
    parts = [Part(_("Facts"), facts), Part(_("What their clauses ask"), topics)]
    return Comparison(entries, tuple(part for part in parts if part.rows))


def compare_facts(entries: tuple[EntryPage, ...]) -> tuple[Row, ...]:
    """Return what specific entries of one kind say, side by side, whoever may see them: for the desk."""
    return tuple(_fact_rows(entries))


def _fact_rows(entries: Iterable[EntryPage]) -> Iterable[Row]:
    for facts in zip(*([*entry.own_facts(), *entry.common_facts()] for entry in entries), strict=True):
        if not any(fact.lines for fact in facts):
            continue
        cells = tuple(
            Cell(entry.title, fact.lines, nothing=str(NOTHING)) for entry, fact in zip(entries, facts, strict=True)
        )
        yield Row(str(facts[0].label), _difference(facts), cells)


def _difference(facts) -> Difference:
    if not all(fact.lines for fact in facts):
        return Difference.NOT_ALL
    # The order of themes or tiers is nobody's statement, and where a line leads is none either.
    said = {frozenset((line.text.casefold(), line.detail.casefold()) for line in fact.lines) for fact in facts}
    return Difference.SAME if len(said) == 1 else Difference.DIFFERS


def _topic_rows(entries: tuple[EntryPage, ...]) -> Iterable[Row]:
    clauses: dict[tuple[int, str], list[Clause]] = defaultdict(list)
    for entry in entries:
        for clause in getattr(entry, "clause_list", []):
            clauses[entry.pk, clause.topic].append(clause)
    for topic in ClauseTopic:
        found = [tuple(clauses.get((entry.pk, topic.value), ())) for entry in entries]
        if not any(found):
            continue
        yield Row(str(topic.label), _clause_difference(found), tuple(
            Cell(
                entry.title,
                clauses=asked,
                nothing=str(NOTHING),
                usual_check=entry.usual_check,
            )
            for entry, asked in zip(entries, found, strict=True)
        ))  # fmt: skip


def _clause_difference(found: list[tuple[Clause, ...]]) -> Difference:
    if not all(found):
        return Difference.SILENT
    stated = {frozenset(clause.strength for clause in asked if clause.strength) for asked in found} - {frozenset()}
    if len(stated) > 1:
        return Difference.STRENGTH
    words = {frozenset(" ".join(clause.asks.split()).casefold() for clause in asked) for asked in found}
    return Difference.WORDS if len(words) > 1 else Difference.SAME


def _plain(line: Line) -> str:
    return f"{line.text} ({line.detail})" if line.detail else line.text


def _clause_text(clause: Clause) -> str:
    strength = clause.get_strength_display() if clause.strength else _("Strength not stated")
    checked = _("Checked: %(how)s") % {"how": clause.how_checked} if clause.how_checked else ""
    return " · ".join(filter(None, (f"[{strength}] {clause.asks}", checked, clause.source_url)))
