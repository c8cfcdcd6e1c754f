"""Questions to the directory: from a query string to known values, and from there to the search index.

Untrusted input is parsed once (`DirectoryQuery.parse`), after which everything works on known values. Choices within a
group widen (OR), groups narrow each other (AND), and the count beside a choice is what choosing it would give.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.http import QueryDict

from connectors.boxes import box_value, parse_box
from connectors.models import EntryPage
from connectors.options import Options
from core.text import tidy_query
from places.gazetteer import KnownPlace, gazetteer
from places.lookup import find_outcode, find_place
from places.models import Place
from search import live
from search.geography import Box
from search.query import GROUPS, SearchQuery

SORTS = ("relevance", "newest", "confirmed", "title", "distance")
MAX_CHOICES = 50  # per group; more is no person
KM_PER_MILE = 1.609344  # international mile, exact
MILES = (1, 3, 5, 10, 25, 50)
USUAL_MILES = 10
LAST_RESULT = 1_000_000
MOST_WORDS = 32  # a need told in two sentences


@dataclass(frozen=True)
class Near:
    """A point to measure from: a postcode district, or a place's centre; `areas` as of `KnownPlace`."""

    label: str
    value: str
    point: tuple[float, float]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class DirectoryQuery:
    """What somebody asked for, with known values only."""

    words: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: KnownPlace | None = None
    near: Near | None = None
    box: Box | None = None
    miles: int | None = None
    sort: str = ""
    literal: bool = False
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict, options: Options) -> "DirectoryQuery":
        """Read a query string. Values that nothing offers are kept apart in `unknown`, to be said and ignored."""
        chosen, unknown = [], []
        for group in GROUPS:
            offered, former = options.labels[group], options.former.get(group, {})
            asked = (v for v in parameters.getlist(group)[:MAX_CHOICES] if v)
            values = list(dict.fromkeys(v if v in offered else former.get(v, v) for v in asked))
            chosen.append((group, tuple(value for value in values if value in offered)))
            unknown += [tidy_query(value, max_length=60) for value in values if value not in offered]
        place = find_place(tidy_query(parameters.get("place", ""), max_length=120))
        near = find_near(tidy_query(parameters.get("near", ""), max_length=120))
        box = parse_box(parameters.get("bbox", ""))
        for name, found in (("place", place), ("near", near), ("bbox", box)):
            if not found:
                unknown.append(tidy_query(parameters.get(name, ""), max_length=60))
        words = tidy_query(parameters.get("q", ""), max_words=MOST_WORDS)
        return cls(
            words=words,
            chosen=tuple(chosen),
            place=place,
            near=near,
            box=box,
            miles=_miles(parameters.get("within", "")) if near else None,
            sort=_sort(parameters.get("sort", ""), words, near),
            literal=parameters.get("exact") == "1",
            unknown=tuple(filter(None, unknown)),
        )

    def values(self, group: str) -> tuple[str, ...]:
        """Return what is chosen in a group."""
        return dict(self.chosen).get(group, ())

    def without(self, name: str, value: str | None = None) -> "DirectoryQuery":
        """Return the same question without the words, the place, the point, the box, a group, or one value of a group."""
        if name == "q":
            return replace(self, words="", sort="newest" if self.sort == "relevance" else self.sort)
        if name == "place":
            return replace(self, place=None)
        if name == "near":
            return replace(self, near=None, miles=None, sort="" if self.sort == "distance" else self.sort)
        if name == "bbox":
            return replace(self, box=None)
        kept = tuple(v for v in self.values(name) if value is not None and v != value)
        return replace(self, chosen=tuple((g, kept if g == name else values) for g, values in self.chosen))

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.place or self.near or self.box or any(values for _group, values in self.chosen))

    @property
    def box_value(self) -> str:
        """The box as a query string has it."""
        return box_value(self.box) if self.box else ""

    @property
    def usual_sort(self) -> str:
        """The order when none is asked for."""
        if self.near:
            return "distance"
        return "relevance" if self.words else "newest"

    @property
    def areas(self) -> tuple[str, ...]:
        """The codes of the region, the nation and the country around the point or the place that is asked for."""
        around = self.near or self.place
        return around.areas if around else ()

    def for_index(self, *, offset: int = 0, limit: int = 20) -> SearchQuery:
        """Return the question as the index understands it."""
        return SearchQuery(
            words=self.words,
            filters={group: values for group, values in self.chosen if values},
            place=self.place.code if self.place else "",
            near=self.near.point if self.near else None,
            within_km=self.miles * KM_PER_MILE if self.miles else None,
            box=self.box,
            wide_areas=self.areas,
            sort=self.sort or self.usual_sort,
            offset=min(offset, LAST_RESULT),
            limit=limit,
            literal=self.literal,
        )

    def parameters(self) -> QueryDict:
        """The shortest query string that asks the same: what is shared, bookmarked and paged."""
        parameters = QueryDict(mutable=True)
        if self.words:
            parameters["q"] = self.words
        # In the order in which the form sends them, so that one question has one address.
        if self.place:
            parameters["place"] = self.place.code
        if self.near:
            parameters["near"] = self.near.value
            if self.miles != USUAL_MILES:
                parameters["within"] = str(self.miles)
        if self.box:
            parameters["bbox"] = self.box_value
        for group, values in self.chosen:
            parameters.setlist(group, list(values))
        if self.sort and self.sort != self.usual_sort:
            parameters["sort"] = self.sort
        if self.literal:
            parameters["exact"] = "1"
        return parameters


def without_empty(parameters: QueryDict) -> QueryDict | None:
    """Return a query string without the empty values that a form sends for what nobody filled in; None when it has none."""
    kept = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if told := [value for value in values if value.strip()]:
            kept.setlist(name, told)
    return None if kept == parameters else kept


def find_near(text: str) -> Near | None:
    """Return the point that a postcode, or a place's code or slug, stands for."""
    outcode = find_outcode(text)
    if outcode:
        council = gazetteer().places.get(outcode.place_key)
        return Near(outcode.outcode, text.upper(), outcode.point, council.areas if council else ())
    place = find_place(text)
    if place and place.point:
        return Near(place.name, place.code, place.point, place.areas)
    return None


def _miles(text: str) -> int:
    """Whole miles; what is none becomes the usual distance."""
    return min(max(int(text), 1), 500) if text.isascii() and text.isdigit() and len(text) < 6 else USUAL_MILES  # noqa: PLR2004


def _sort(asked: str, words: str, near: Near | None) -> str:
    if asked not in SORTS or (asked == "relevance" and not words) or (asked == "distance" and not near):
        return ""
    return asked


def directory_counts(options: Options) -> dict[str, list[dict]]:
    """Return the ways into the directory with their counts, for the home page; no counts while the index is built."""
    try:
        facets = live.search(SearchQuery(limit=0)).facets
    except live.NotReadyError:
        facets = None
    return {
        group: [
            {"value": value, "label": label, "count": None if facets is None else facets[group].get(value, 0)}
            for value, label in offered.items()
        ]
        for group, offered in options.labels.items()
    }


def listed_entries() -> QuerySet:
    """Every entry that anybody may see."""
    return EntryPage.objects.listed()


def entries_of_place(*places: Place, limit: int) -> Iterable[EntryPage]:
    """Return the entries based in, serving or led by one of the places or any place in it, recently published first."""
    inside = reduce(or_, map(Place.objects.within, places))
    entries = listed_entries().in_places(inside)
    return entries.for_cards().order_by("-first_published_at", "-pk")[:limit]
