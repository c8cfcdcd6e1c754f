"""How many public entries each theme or tier has in each region: where is there nothing?"""

from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
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
    """Count entries by term and area. Three queries, whatever there is.

    An entry counts once in each cell it belongs to, so a total is less than the sum of its cells.

    Args:
        entries: those that are counted.
        rows: `THEMES` or `TIERS`.
        terms: the slugs of the rows, in their order, with their names.
        areas: the codes of the columns, in their order.

    Returns:
        The rows, and for each area how many entries it has.
    """
    of_entries = {"content_object__in": entries.values("pk")}
    items = THROUGH[rows].objects.filter(**of_entries)
    place = "content_object__entry_places__place"
    # A region holds itself; what lies in none, such as England, stands for itself (docs/architecture.md).
    area = Coalesce(F(f"{place}__region__code"), F(f"{place}__code"))
    by_cell = (
        items.annotate(area=area).values_list("tag__slug", "area").annotate(Count("content_object", distinct=True))
    )
    numbers = {(slug, code): number for slug, code, number in by_cell.order_by()}
    by_row = items.values_list("tag__slug").annotate(Count("content_object", distinct=True)).order_by()
    places = EntryPlace.objects.filter(entry__in=entries.values("pk"))
    of_place = Coalesce(F("place__region__code"), F("place__code"))
    by_area = places.annotate(area=of_place).values_list("area").annotate(Count("entry", distinct=True)).order_by()
    most = max((numbers.get((slug, code), 0) for slug in terms for code in areas), default=0)
    totals, of_areas = dict(by_row), dict(by_area)
    made = [
        Row(slug, name, tuple(_cell(code, numbers.get((slug, code), 0), most) for code in areas), totals.get(slug, 0))
        for slug, name in terms.items()
    ]
    return made, {code: of_areas.get(code, 0) for code in areas}


def _cell(area: str, number: int, most: int) -> Cell:
    return Cell(area, number, -(-number * SHADES // most) if number else 0)
