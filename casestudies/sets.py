"""Reads for collections: their pages, their cards on the shelf, and where a case study is part of one."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from casestudies.models import CaseStudyCollection, CollectionItem
from connectors.directory import listed_entries
from connectors.models import EntryPage


@dataclass(frozen=True)
class Part:
    """An entry of a collection, with its place in the order and why an editor chose it."""

    number: int
    entry: EntryPage
    why: str


@dataclass(frozen=True)
class CollectionCard:
    """A collection as the shelf shows it. `cover` is the entry whose picture stands in for one of its own."""

    collection: CaseStudyCollection
    count: int
    cover: EntryPage


@dataclass(frozen=True)
class Membership:
    """A collection that a case study is in; of a series also which part it is and what comes before and after."""

    collection: CaseStudyCollection
    part: int
    parts: int
    before: EntryPage | None = None
    after: EntryPage | None = None


def public_collections() -> QuerySet:
    """Return the collections that hold anything public, each with `entry_count` of it and the key of the first, `cover`."""
    first = CollectionItem.objects.filter(collection=OuterRef("pk"), entry__in=listed_entries()).order_by("sort_order")
    public = Count("items", filter=Q(items__entry__in=listed_entries()))
    return (
        CaseStudyCollection.objects.annotate(entry_count=public, cover=Subquery(first.values("entry")[:1]))
        .filter(entry_count__gt=0)
        .order_by("title", "pk")
    )


def collection_cards() -> list[CollectionCard]:
    """Return the cards of all collections that have a page, in a fixed number of queries."""
    collections = list(public_collections().select_related("image"))
    covers = listed_entries().for_cards().in_bulk([collection.cover for collection in collections])
    return [
        CollectionCard(collection, collection.entry_count, covers[collection.cover])
        for collection in collections
        if collection.cover in covers
    ]


def collection_context(collection: CaseStudyCollection) -> dict:
    """What the page of a collection prints. Its items may not be saved yet; what is not public is left out."""
    items = list(collection.items.all())
    cards = listed_entries().for_cards().in_bulk([item.entry_id for item in items])
    shown = [item for item in items if item.entry_id in cards]
    parts = [Part(number, cards[item.entry_id], item.why) for number, item in enumerate(shown, 1)]
    return {"collection": collection, "parts": parts}


def memberships_of(entry: EntryPage) -> list[Membership]:
    """Return the collections that a public entry is in, series first: one query, and one more when there is a series."""
    if not entry.pk:
        return []
    items = (
        CollectionItem.objects.filter(collection__items__entry=entry.pk, entry__in=listed_entries())
        .select_related("collection")
        .order_by("-collection__is_series", "collection__title", "collection", "sort_order", "pk")
    )
    orders = {
        collection: [item.entry_id for item in some]
        for collection, some in groupby(items, lambda item: item.collection)
    }
    orders = {collection: keys for collection, keys in orders.items() if entry.pk in keys}
    beside = {collection: _beside(entry.pk, keys) for collection, keys in orders.items() if collection.is_series}
    wanted = {key for pair in beside.values() for key in pair} - {None}
    pages = EntryPage.objects.in_bulk(list(wanted)) if wanted else {}
    return [
        Membership(
            collection,
            keys.index(entry.pk) + 1,
            len(keys),
            *(pages.get(key) for key in beside.get(collection, (None, None))),
        )
        for collection, keys in orders.items()
    ]


def _beside(key: int, keys: list[int]) -> tuple[int | None, int | None]:
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None
