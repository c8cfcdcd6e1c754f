"""Reads for a place's page: the entries based in, serving or led by it, and those of what it lies in or what lies in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from connectors.choices import PlaceRole
from connectors.directory import listed_entries
from connectors.models import EntryPage, EntryPlace
from connectors.offers import in_a_sentence
from places.models import UNITED_KINGDOM, Place
from search import live
from search.engine import Hit
from search.query import SearchQuery

OWN_SHOWN, WIDER_SHOWN, INSIDE_SHOWN = 9, 5, 6
MOST_ANCESTORS = 5  # councils that took over from councils that took over


@dataclass(frozen=True)
class EntryHere:
    """An entry and what it has to do with the place, in words: "Based here", "Serves the whole North East"."""

    entry: EntryPage
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PlaceEntries:
    """What the directory has for a place.

    Attributes:
        total: entries in it and in all that lies in it, as the directory counts them; None while the index is built.
        own: the newest that name the place itself, or a council it took over; `own_counts` says in words how many there are.
        wider: the newest of what the place lies in.
        inside: the newest of what lies in it.
    """

    total: int | None
    own: list[EntryHere]
    own_counts: list[str]
    wider: list[EntryHere]
    inside: list[Hit]


def entries_for(place: Place, parents: Iterable[Place], *, has_inside: bool) -> PlaceEntries:
    """Return the entries of a place, in a fixed number of queries.

    Args:
        parents: what the place lies in, widest first.
        has_inside: whether other places lie in it.
    """
    own = {place.pk: place, **_ancestors(place)}
    wider = {parent.pk: parent for parent in parents}
    own_keys, wider_keys = _newest(own, OWN_SHOWN), _newest(wider, WIDER_SHOWN + OWN_SHOWN)
    cards = listed_entries().for_cards().in_bulk([*own_keys, *wider_keys])
    total, inside = _of_index(place, has_inside=has_inside)
    own_shown = [cards[key] for key in own_keys if key in cards]
    # What names the place as well stands there already.
    wider_shown = [cards[key] for key in wider_keys if key in cards and key not in own_keys][:WIDER_SHOWN]
    here = {link.entry_id for link in EntryPlace.objects.filter(entry__in=[hit.key for hit in inside], place__in=own)}
    return PlaceEntries(
        total=total,
        own=[EntryHere(entry, _roles(entry, own, place)) for entry in own_shown],
        own_counts=_counts(own, place),
        wider=[EntryHere(entry, _roles(entry, wider)) for entry in wider_shown],
        inside=[hit for hit in inside if hit.key not in here][:INSIDE_SHOWN],
    )


def entries_under(place: Place) -> list[EntryHere]:
    """Return the newest entries that name this very place."""
    entries = listed_entries().in_places([place.pk]).for_cards().order_by("-first_published_at", "-pk")
    return [EntryHere(entry, _roles(entry, {place.pk: place}, place)) for entry in entries[:OWN_SHOWN]]


def index_code(place: Place) -> str:
    """Return the code by which the directory finds all entries of a place; none for the United Kingdom, which is all."""
    return "" if place.code == UNITED_KINGDOM else place.code


def _ancestors(place: Place) -> dict[int, Place]:
    """Return the places that this one took over, and those that they had taken over: an entry outlives its council."""
    found: dict[int, Place] = {}
    newest = [place.pk]
    for _level in range(MOST_ANCESTORS):
        before = [old for old in Place.objects.filter(replaced_by__in=newest).distinct() if old.pk not in found]
        if not before:
            break
        found |= {old.pk: old for old in before}
        newest = [old.pk for old in before]
    return found


def _newest(places: Iterable[int], limit: int) -> list[int]:
    entries = listed_entries().in_places(list(places)).order_by("-first_published_at", "-pk")
    return list(entries.values_list("pk", flat=True)[:limit])


def _of_index(place: Place, *, has_inside: bool) -> tuple[int | None, list[Hit]]:
    # Some of them name the place itself: those are shown elsewhere.
    limit = INSIDE_SHOWN + OWN_SHOWN if has_inside else 0
    try:
        found = live.search(SearchQuery(place=index_code(place), sort="newest", limit=limit))
    except live.NotReadyError:
        return None, []
    return found.total, found.hits


def _roles(entry: EntryPage, places: dict[int, Place], here: Place | None = None) -> tuple[str, ...]:
    """Return what an entry is to the places, in words; `here` is the one whose page it is."""
    links = [link for link in entry.entry_places.all() if link.place_id in places]
    return tuple(dict.fromkeys(_role(link, places[link.place_id], here) for link in links))


def _role(link: EntryPlace, place: Place, here: Place | None) -> str:
    if place == here:
        words = {"here": link.locality or _("here"), "place": in_a_sentence(place.name)}
        return {
            PlaceRole.BASED_IN: _("Based in %(here)s") % words if link.locality else _("Based here"),
            PlaceRole.SERVES: _("Serves %(place)s") % words,
            PlaceRole.LED_BY: _("Led by %(place)s") % words,
        }[PlaceRole(link.role)]
    words = {"place": in_a_sentence(place.name)}
    if place.until:
        return _("Recorded under %(place)s") % words
    return {
        PlaceRole.BASED_IN: _("Based in %(place)s") % words,
        PlaceRole.SERVES: _("Serves the whole of %(place)s") % words,
        PlaceRole.LED_BY: _("Led by %(place)s") % words,
    }[PlaceRole(link.role)]


def _counts(own: Iterable[int], place: Place) -> list[str]:
    """Return how many entries are based in, serve and are led by the place: "3 based here", "1 led by Hartlepool"."""
    links = EntryPlace.objects.filter(place__in=list(own), entry__in=listed_entries())
    counts = dict(links.order_by().values_list("role").annotate(Count("entry", distinct=True)))
    words = {"place": in_a_sentence(place.name)}
    said = {
        PlaceRole.BASED_IN: _("%(count)s based here"),
        PlaceRole.SERVES: _("%(count)s serving %(place)s"),
        PlaceRole.LED_BY: _("%(count)s led by %(place)s"),
    }
    return [text % {**words, "count": f"{counts[role]:,}"} for role, text in said.items() if counts.get(role)]
