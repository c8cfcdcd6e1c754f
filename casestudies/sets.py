"""Reads for collections: their pages, their cards on the shelf, and where a case study is part of one."""

from dataclasses import dataclass
from itertools import groupby

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
    cover: EntryPage | None


@dataclass(frozen=True)
class Membership:
    """A collection that a case study is in; of a series also which part it is and what comes before and after."""

    collection: CaseStudyCollection
    part: int
    parts: int
    before: EntryPage | None = None
    after: EntryPage | None = None


def public_collections() -> list[tuple[CaseStudyCollection, list[int]]]:
    """Return the collections that hold anything public, each with the keys of that, in order."""
    items = CollectionItem.objects.order_by("sort_order", "pk").values_list("collection", "entry")
    # Asked for the few that stand in collections: as a condition of the items, the database would look at all there are.
    held = listed_entries().filter(pk__in=CollectionItem.objects.values("entry"))
    public = set(held.values_list("pk", flat=True))
    keys: dict[int, list[int]] = {}
    for collection, entry in items:
        if entry in public:
            keys.setdefault(collection, []).append(entry)
    collections = CaseStudyCollection.objects.filter(pk__in=keys).select_related("image").order_by("title", "pk")
    return [(collection, keys[collection.pk]) for collection in collections]


def collection_cards() -> list[CollectionCard]:
    """Return the cards of all collections that have a page, in a fixed number of queries."""
    collections = public_collections()
    covers = listed_entries().for_cards().in_bulk([keys[0] for _collection, keys in collections])
    return [CollectionCard(collection, len(keys), covers.get(keys[0])) for collection, keys in collections]


def collection_context(collection: CaseStudyCollection) -> dict:
    """What the page of a collection prints. Its items may not be saved yet; what is not public is left out."""
    items = list(collection.items.all())
    cards = listed_entries().for_cards().in_bulk([item.entry_id for item in items])
    shown = [item for item in items if item.entry_id in cards]
    parts = [Part(number, cards[item.entry_id], item.why) for number, item in enumerate(shown, 1)]
    return {"collection": collection, "parts": parts}


def memberships_of(entry: EntryPage) -> list[Membership]:
    """Return the collections that a public entry is in, series first: one query, and one more when it is in any."""
    if not entry.pk:
        return []
    items = list(
        CollectionItem.objects.filter(collection__items__entry=entry.pk)
        .select_related("collection")
        .order_by("-collection__is_series", "collection__title", "collection__pk", "sort_order", "pk")
    )
    public = listed_entries().in_bulk([item.entry_id for item in items]) if items else {}
    if entry.pk not in public:
        return []
    orders = {
        collection: [item.entry_id for item in some if item.entry_id in public]
        for collection, some in groupby(items, lambda item: item.collection)
    }
    beside = {collection: _beside(entry.pk, keys) for collection, keys in orders.items() if collection.is_series}
    return [
        Membership(
            collection,
            keys.index(entry.pk) + 1,
            len(keys),
            *(public.get(key) for key in beside.get(collection, (None, None))),
        )
        for collection, keys in orders.items()
    ]


def _beside(key: int, keys: list[int]) -> tuple[int | None, int | None]:
    at = keys.index(key)
    return keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None
