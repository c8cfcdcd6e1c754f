"""Seeding of authors and of collections."""

from casestudies.models import Author, CaseStudyCollection, CollectionItem
from connectors.models import EntryPage
from core.rich_text import put_in_kept_form
from home.seeding.files import folded, read_seed


def seed_authors() -> None:
    """Make the authors that are missing."""
    for row in read_seed("authors"):
        Author.objects.get_or_create(slug=row["slug"], defaults=row)


def seed_collections() -> None:
    """Make the collections that are missing, of the entries that are there."""
    known = set(CaseStudyCollection.objects.values_list("slug", flat=True))
    entries = dict(EntryPage.objects.values_list("slug", "pk"))
    for row in read_seed("collections"):
        if row["slug"] in known:
            continue
        collection = CaseStudyCollection(slug=row["slug"], title=row["title"], introduction=folded(row["introduction"]))
        put_in_kept_form(collection)
        collection.items = [
            CollectionItem(entry_id=entries[item["entry"]], why=folded(item["why"]), sort_order=order)
            for order, item in enumerate(row["items"])
            if item["entry"] in entries
        ]
        collection.save()
