"""How many public entries each theme or tier has in each region: where is there nothing?"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, product

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from connectors.models import EntryPage, EntryPlace, EntryTheme, EntryTier

THEMES, TIERS = "theme", "tier"
SHADES = 4  # besides none
THROUGH = {THEMES: EntryTheme, TIERS: EntryTier}


@dataclass(frozen=True)
class Cell:
    """One number of the table.

    Attributes:
        shade: from 0, nothing, to `SHADES`, the most that any cell of the table has.
    """

    area: str
    number: int
    shade: int


@dataclass(frozen=True)
class Row:
    """A theme or a tier: its cells in the order of the areas, and all its entries."""

    slug: str
    name: str
    cells: tuple[Cell, ...]
    total: int

    @property
    def empty(self) -> tuple[str, ...]:
        """The codes of the areas in which it has nothing."""
        return tuple(cell.area for cell in self.cells if not cell.number)


def coverage(
    entries: QuerySet[EntryPage], rows: str, terms: dict[str, str], areas: list[str]
) -> tuple[list[Row], dict[str, int]]:
    """Count entries by term and area. Two queries, whatever there is.

    An entry counts once in each cell it belongs to, so a total is less than the sum of its cells.

    Args:
        entries: those that are counted.
        rows: `THEMES` or `TIERS`.
        terms: the slugs of the rows, in their order, with their names.
        areas: the codes of the columns, in their order.

    Returns:
        The rows, and for each area how many entries it has.
    """
    # Paired here: a database joins and sorts every pair of an entry's terms and areas.
    terms_of, areas_of = defaultdict(set), defaultdict(set)
    items = THROUGH[rows].objects.filter(content_object__in=entries.values("pk"))
    for slug, entry in items.values_list("tag__slug", "content_object_id"):
        terms_of[entry].add(slug)
    # A region holds itself; what lies in none, such as England, stands for itself (docs/architecture.md).
    area = Coalesce(F("place__region__code"), F("place__code"))
    for entry, code in EntryPlace.objects.filter(entry__in=entries.values("pk")).values_list("entry_id", area):
        areas_of[entry].add(code)
    numbers = Counter(cell for entry, slugs in terms_of.items() for cell in product(slugs, areas_of.get(entry, ())))
    totals, of_areas = (Counter(chain.from_iterable(of.values())) for of in (terms_of, areas_of))
    most = max((numbers[slug, code] for slug in terms for code in areas), default=0)
    made = [
        Row(slug, name, tuple(_cell(code, numbers[slug, code], most) for code in areas), totals[slug])
        for slug, name in terms.items()
    ]
    return made, {code: of_areas[code] for code in areas}


def _cell(area: str, number: int, most: int) -> Cell:
    return Cell(area, number, -(-number * SHADES // most) if number else 0)
