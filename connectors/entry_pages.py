"""Reads for the page of one entry: its links from both ends, its places and what is related."""

from dataclasses import dataclass

from connectors.directory import listed_entries
from connectors.models import EntryLink, EntryPage

RELATED = 3


@dataclass(frozen=True)
class Link:
    """A link as the page shows it, whichever end it was made at."""

    label: str
    entry: EntryPage
    note: str


def entry_context(entry: EntryPage) -> dict:
    """What every entry's template prints beside its own fields."""
    links = links_of(entry)
    shown = {link.entry.pk for link in links} | {entry.pk}
    return {
        "links": links,
        "places": list(entry.entry_places.select_related("place").all()) if entry.pk else [],
        "related": related_entries(entry, leave_out=shown),
        "breadcrumb": entry.breadcrumb(),
    }


def links_of(entry: EntryPage) -> list[Link]:
    """Return the entry's links to and from entries that anybody may see, its own first."""
    visible = listed_entries().for_cards()
    own = list(entry.links.all())
    targets = visible.in_bulk([link.target_id for link in own])
    links = [
        Link(str(link.label), targets[link.target_id], link.note) for link in own if link.target_id in targets
    ]
    others = list(EntryLink.objects.filter(target=entry.pk)) if entry.pk else []
    sources = visible.in_bulk([link.entry_id for link in others])
    links += [
        Link(str(link.reverse_label), sources[link.entry_id], link.note)
        for link in others
        if link.entry_id in sources
    ]
    return links


def related_entries(entry: EntryPage, *, leave_out: set[int]) -> list[EntryPage]:
    """Return entries that share the first theme, those with a region in common first."""
    themes = [item.tag_id for item in entry.theme_items.all()]
    if not themes:
        return []
    same_theme = listed_entries().filter(theme_items__tag__in=themes[:1]).exclude(pk__in=leave_out)
    regions = {p.place.region_id for p in entry.entry_places.select_related("place").all()} - {None}
    near = list(same_theme.filter(entry_places__place__region__in=regions).for_cards().distinct()[:RELATED])
    if len(near) < RELATED:
        taken = [other.pk for other in near]
        near += list(same_theme.exclude(pk__in=taken).for_cards().distinct()[: RELATED - len(near)])
    return near
