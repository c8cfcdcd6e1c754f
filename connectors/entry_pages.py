"""Reads for the page of one entry: its links from both ends, its places and what is related."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import QueryDict

from connectors.choices import LinkKind
from connectors.directory import DirectoryQuery, listed_entries
from connectors.family import adaptations_around, family_of
from connectors.kinds import entry_kinds
from connectors.models import EntryLink, EntryPage, EntryPlace, EntryTheme, EntryTier
from connectors.options import all_options
from connectors.related import candidates_of, shown
from connectors.sections import sections_of
from search import live


@dataclass(frozen=True)
class Link:
    """A link as the page shows it, whichever end it was made at.

    Attributes:
        is_own: it was made at this end.
        state: how the entry at the other end stands, in words; empty for most kinds.
    """

    label: str
    entry: EntryPage
    note: str
    kind: str
    is_own: bool
    state: str = ""


@dataclass(frozen=True)
class LinkEnd:
    """A link with the key of the entry at its other end, and what it is called from this one."""

    other: int
    label: str
    link: EntryLink

    @property
    def is_adaptation(self) -> bool:
        return self.link.kind == LinkKind.ADAPTED_FROM


@dataclass(frozen=True)
class WayBack:
    """The result that a visitor came from: its address, and the entries before and after this one."""

    url: str
    before: EntryPage | None
    after: EntryPage | None


def entry_context(entry: EntryPage, parameters: QueryDict, *, is_preview: bool = False) -> dict:
    """What every entry's template prints beside its own fields.

    Args:
        parameters: the query string of the result that the visitor came from; untrusted.
        is_preview: the entry holds parts that are not saved yet; take those instead of what the database has.
    """
    _fetch_parts(entry)
    ends = _link_ends(entry, is_preview=is_preview)
    others = {end.other for end in ends}
    asked, neighbours = _place_in_result(entry, parameters)
    adaptations = adaptations_around(entry, [end.link for end in ends if end.is_adaptation])
    kin = {key for one in adaptations for key in (one.child, one.parent)}
    related = candidates_of(entry, others, leave_out={entry.pk, *others, *kin, *entry.shown_in_text()})
    # One fetch for all cards of the page; what is not public falls out here.
    wanted = {*others, *(one.key for one in related), *neighbours, *kin} - {None}
    cards = listed_entries().for_cards().in_bulk(list(wanted))
    family = family_of(entry, adaptations, cards)
    states = _states({key: cards[key] for key in others if key in cards})
    return {
        "family": family,
        # Whom the family shows, with what was kept and changed, is not listed once more.
        "links": [
            _link(entry, end, cards[end.other], states)
            for end in ends
            if end.other in cards and not (end.is_adaptation and family and end.other in family.entries)
        ],
        "places": list(entry.entry_places.all()),
        "related": shown(related, cards),
        "more_sections": sections_of(entry),
        "breadcrumb": entry.breadcrumb(),
        "way_back": WayBack(f"/directory/?{asked}", *(cards.get(key) for key in neighbours)) if asked else None,
        "result_query": asked,
    }


def _link(entry: EntryPage, end: LinkEnd, card: EntryPage, states: dict[int, str]) -> Link:
    is_own = end.link.entry_id == entry.pk
    return Link(end.label, card, end.link.note, end.link.kind, is_own, states.get(end.other, ""))


def _states(cards: dict[int, EntryPage]) -> dict[int, str]:
    """Return how linked entries stand: one query at most for each kind that has something to say."""
    states: dict[int, str] = {}
    for kind in entry_kinds().values():
        if keys := [key for key, card in cards.items() if card.content_type_id == kind.content_type_id]:
            states |= kind.model.states_of(keys)
    return states


def _place_in_result(entry: EntryPage, parameters: QueryDict) -> tuple[str, tuple[int | None, int | None]]:
    """Return the shortest query string of the result, empty when there was none, and the keys before and after the entry."""
    if not parameters or not entry.pk:
        return "", (None, None)
    query = DirectoryQuery.parse(parameters, all_options())
    asked = query.parameters().urlencode()
    if not asked:
        return "", (None, None)
    try:
        return asked, live.index().neighbours(query.for_index(), entry.pk)
    except live.NotReadyError:
        return asked, (None, None)


def _fetch_parts(entry: EntryPage) -> None:
    """Fetch what the template walks over. A preview's unsaved parts stay: they are kept apart from the fetched ones."""
    if entry.pk:
        prefetch_related_objects(
            [entry],
            Prefetch("theme_items", EntryTheme.objects.select_related("tag__picture").order_by("pk")),
            Prefetch("tier_items", EntryTier.objects.select_related("tag").order_by("tag__sort_order")),
            Prefetch("entry_places", EntryPlace.objects.select_related("place__region")),
        )


def _link_ends(entry: EntryPage, *, is_preview: bool) -> list[LinkEnd]:
    """Return the entry's links with the other end of each, its own links first."""
    stored = EntryLink.objects.filter(Q(entry=entry.pk) | Q(target=entry.pk)) if entry.pk else []
    links = sorted(stored, key=lambda link: (link.sort_order or 0, link.pk))
    own = list(entry.links.all()) if is_preview else [link for link in links if link.entry_id == entry.pk]
    others = [link for link in links if link.entry_id != entry.pk]
    return [
        *(LinkEnd(link.target_id, str(link.label), link) for link in own if link.target_id),
        *(LinkEnd(link.entry_id, str(link.reverse_label), link) for link in others),
    ]
