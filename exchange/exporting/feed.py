"""The newest entries of a result as an Atom feed."""

from collections.abc import Iterable

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from connectors.directory import listed_entries
from core.text import without_control_characters
from exchange.exporting.rows import Addresses

NEWEST = 50


def as_atom(keys: Iterable[int], addresses: Addresses, *, site_name: str, filters: str, listing: str, feed: str) -> str:
    """Return the feed.

    Args:
        keys: the entries, the newest first.
        addresses: how their addresses are made.
        site_name: who publishes it.
        filters: what was asked for, in words.
        listing: the address of the same result as a page.
        feed: its own address.
    """
    about = filters or _("everything in the directory")
    atom = Atom1Feed(
        title=_clean(f"{site_name}: {about}"),
        link=listing,
        description="",
        feed_url=feed,
        feed_guid=feed,
        author_name=_clean(site_name),
        language="en-gb",
    )
    keys = list(keys)
    entries = listed_entries().in_bulk(keys)
    for entry in (entries[key] for key in keys if key in entries):
        atom.add_item(
            title=_clean(entry.title),
            link=addresses.of(entry.url_path),
            description=_clean(entry.summary),
            unique_id=f"urn:uuid:{entry.translation_key}",
            pubdate=entry.first_published_at,
            updateddate=entry.last_published_at or entry.first_published_at,
            author_name=_clean(entry.organisation) or None,
        )
    return atom.writeString("utf-8")


def _clean(text: str) -> str:
    # XML has no way to write a control character, and one in a title would be a server error.
    return without_control_characters(text)
