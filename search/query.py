"""What can be asked of the index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from search.geography import Box

GROUPS = ("kind", "theme", "tier", "region", "stage", "evidence", "confirmed")
LAST_YEAR = "last-year"
SORTS = ("relevance", "newest", "confirmed", "title", "distance")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question. Unknown groups, values and sorts are the caller's to sort out: here they match nothing or are ignored.

    Attributes:
        words: as typed; any word matches, `"a phrase"` must be there, `-word` and `-"a phrase"` must not.
        filters: group → values; OR within a group, AND between groups. `confirmed` knows one value, `last-year`.
        place: a place code: entries in it or in what lies in it.
        places: the same for several: entries in any of them.
        near: latitude and longitude in degrees; `within_km` leaves out what lies farther away.
        box: only what has a point in it.
        wide_areas: where `near` or `place` lies (its region, its nation, the UK): entries that serve all of one of these
            areas and are not among the hits are listed apart. Empty: with `near` those of any area, with `place` none.
        sort: one of SORTS. Relevance without words is newest first; distance without `near` is relevance.
        literal: no spelling correction.
        prefix: the last word is still being typed.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    place: str = ""
    places: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    within_km: float | None = None
    box: Box | None = None
    wide_areas: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    literal: bool = False
    prefix: bool = False
