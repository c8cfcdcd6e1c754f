"""Reads of the directory: from a query string to entries and honest counts.

Untrusted input is parsed once (`DirectoryQuery.parse`), after which everything works on known values. Choices within a
group widen (OR), groups narrow each other (AND), and the count beside a choice is what choosing it would give.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import EntryPage, EntryPlace, EntryTheme, EntryTier, Theme, Tier
from core.text import tidy_query
from places.kinds import PlaceKind
from places.models import Place

GROUPS = ("kind", "theme", "tier", "region", "stage")
SORTS = {
    "relevance": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest first"),
    "confirmed": gettext_lazy("Recently confirmed"),
    "title": gettext_lazy("A to Z"),
}
MAX_CHOICES = 50  # per group; more is no person


@dataclass(frozen=True)
class Option:
    """One value that a group offers."""

    value: str
    label: str


@dataclass(frozen=True)
class DirectoryQuery:
    """What somebody asked for, with known values only."""

    words: str = ""
    kind: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    place: Place | None = None
    sort: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict, options: dict[str, list[Option]]) -> "DirectoryQuery":
        """Read a query string. Values that no group offers are kept apart in `unknown`, to be said and ignored."""
        chosen, unknown = {}, []
        for group in GROUPS:
            offered = {option.value for option in options[group]}
            values = list(dict.fromkeys(v for v in parameters.getlist(group)[:MAX_CHOICES] if v))
            chosen[group] = tuple(value for value in values if value in offered)
            unknown += [tidy_query(value, max_length=60) for value in values if value not in offered]
        asked_place = tidy_query(parameters.get("place", ""), max_length=120)
        place = find_place(asked_place)
        if asked_place and not place:
            unknown.append(asked_place)
        words = tidy_query(parameters.get("q", ""))
        sort = parameters.get("sort", "")
        if sort not in SORTS or (sort == "relevance" and not words):
            sort = "relevance" if words else "newest"
        return cls(words=words, place=place, sort=sort, unknown=tuple(filter(None, unknown)), **chosen)

    def without(self, group: str) -> "DirectoryQuery":
        """The same question with one group left open."""
        return replace(self, **{group: ()})

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.place or any(getattr(self, group) for group in GROUPS))


def find_place(text: str) -> Place | None:
    """Return the place with this official code or slug."""
    if not text:
        return None
    return Place.objects.filter(Q(code=text) | Q(slug=text)).first()


def matching_entries(entries: QuerySet, query: DirectoryQuery) -> QuerySet:
    """Narrow a queryset of entries to what the query asks for, unsorted."""
    if query.kind:
        entries = entries.of_kinds([entry_kinds()[slug].content_type_id for slug in query.kind])
    if query.theme:
        entries = entries.with_themes(query.theme)
    if query.tier:
        entries = entries.with_tiers(query.tier)
    if query.region:
        entries = entries.in_areas(query.region)
    if query.stage:
        entries = entries.filter(stage__in=query.stage)
    if query.place:
        entries = entries.in_places(Place.objects.within(query.place))
    if query.words:
        entries = entries.filter(reduce(lambda a, b: a | b, map(_word_matches, query.words.split())))
    return entries


def _word_matches(word: str) -> Q:
    """An entry matches a word in its own text, or in the name of one of its terms or places."""
    themes = Theme.objects.filter(Q(name__icontains=word) | Q(synonyms__icontains=word))
    places = Place.objects.filter(Q(name__icontains=word) | Q(aliases__name__icontains=word))
    return (
        Q(title__icontains=word)
        | Q(summary__icontains=word)
        | Q(organisation__icontains=word)
        | Q(pk__in=EntryTheme.objects.filter(tag__in=themes).values("content_object"))
        | Q(pk__in=EntryPlace.objects.filter(Q(place__in=places) | Q(locality__icontains=word)).values("entry"))
    )


def sorted_entries(entries: QuerySet, query: DirectoryQuery) -> QuerySet:
    """Order entries; ties fall by key, so that pages never repeat or skip one."""
    if query.sort == "title":
        return entries.order_by(Lower("title"), "pk")
    if query.sort == "confirmed":
        return entries.order_by(Coalesce("last_confirmed_at", Value("0001-01-01")).desc(), "-pk")
    if query.sort == "relevance":
        return entries.annotate(score=_relevance(query.words)).order_by("-score", Lower("title"), "pk")
    return entries.order_by("-first_published_at", "-pk")


def _relevance(words: str):
    """Count the words that an entry has, a hit in the title thrice."""
    hits: list = [Value(0)]
    for word in words.split():
        hits.append(_one_if(Q(title__icontains=word), 3))
        hits.append(_one_if(Q(summary__icontains=word) | Q(organisation__icontains=word), 1))
    return reduce(lambda a, b: a + b, hits)


def _one_if(condition: Q, points: int) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0), output_field=IntegerField())


def group_options() -> dict[str, list[Option]]:
    """Return what each group offers, in the order in which it is shown. Three queries."""
    areas = Place.objects.filter(kind__in=[PlaceKind.REGION, PlaceKind.COUNTRY]) | Place.objects.filter(
        kind=PlaceKind.NATION, region=None
    )
    wide_last = sorted(areas, key=lambda place: (place.kind != PlaceKind.REGION, place.name))
    return {
        "kind": [Option(kind.slug, kind.plural) for kind in entry_kinds().values()],
        "theme": [Option(theme.slug, theme.name) for theme in Theme.objects.all()],
        "tier": [Option(tier.slug, tier.name) for tier in Tier.objects.all()],
        "region": [Option(area.code, _area_label(area)) for area in wide_last],
        "stage": [Option(value, label) for value, label in Stage.choices],
    }


def _area_label(area: Place) -> str:
    if area.kind == PlaceKind.REGION:
        return area.name
    if area.kind == PlaceKind.COUNTRY:
        return _("The whole United Kingdom")
    return _("All of %(area)s") % {"area": area.name}


def count_by_group(entries: QuerySet, query: DirectoryQuery) -> dict[str, dict[str, int]]:
    """Count entries for every value of every group, under all other groups' choices. One query a group."""
    return {group: counter(matching_entries(entries, query.without(group))) for group, counter in COUNTERS.items()}


def _count_kinds(entries: QuerySet) -> dict[str, int]:
    rows = dict(entries.order_by().values_list("content_type").annotate(Count("pk")))
    return {slug: rows.get(kind.content_type_id, 0) for slug, kind in entry_kinds().items()}


def _count_terms(through) -> Callable[[QuerySet], dict[str, int]]:
    def count(entries: QuerySet) -> dict[str, int]:
        items = through.objects.filter(content_object__in=entries.order_by().values("pk"))
        return dict(items.values_list("tag__slug").annotate(Count("content_object", distinct=True)))

    return count


def _count_areas(entries: QuerySet) -> dict[str, int]:
    # A place in no region (England, the United Kingdom) stands for itself.
    places = EntryPlace.objects.filter(entry__in=entries.order_by().values("pk"))
    area = Coalesce("place__region__code", "place__code")
    return dict(places.values_list(area).annotate(Count("entry", distinct=True)))


def _count_stages(entries: QuerySet) -> dict[str, int]:
    return dict(entries.order_by().values_list("stage").annotate(Count("pk")))


COUNTERS: dict[str, Callable[[QuerySet], dict[str, int]]] = {
    "kind": _count_kinds,
    "theme": _count_terms(EntryTheme),
    "tier": _count_terms(EntryTier),
    "region": _count_areas,
    "stage": _count_stages,
}


def listed_entries() -> QuerySet:
    """Every entry that anybody may see."""
    return EntryPage.objects.listed()


def directory_counts() -> dict[str, list[dict]]:
    """Return the ways into the directory with their counts, for the home page."""
    options, counts = group_options(), count_by_group(listed_entries(), DirectoryQuery())
    return {
        group: [
            {"value": option.value, "label": option.label, "count": counts[group].get(option.value, 0)}
            for option in options[group]
        ]
        for group in GROUPS
    }


def entries_of_place(place: Place, *, limit: int) -> Iterable[EntryPage]:
    """Return the entries based in, serving or led by a place or any place in it, recently published first."""
    entries = listed_entries().in_places(Place.objects.within(place))
    return entries.for_cards().order_by("-first_published_at", "-pk")[:limit]
