"""Reads for a place's page: the entries based in, serving or led by it, and those of what it lies in or what lies in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from wagtail.models import PageViewRestriction

from connectors.choices import PlaceRole
from connectors.directory import listed_entries
from connectors.models import EntryPage, EntryPlace
from connectors.offers import in_a_sentence
from places.gazetteer import KnownPlace
from places.kinds import PlaceKind
from places.models import UNITED_KINGDOM, Place
from search import live
from search.engine import Hit
from search.query import SearchQuery

OWN_SHOWN, WIDER_SHOWN, INSIDE_SHOWN = 6, 5, 6
MOST_WIDER = WIDER_SHOWN + OWN_SHOWN  # looked at, because some name the place as well
SHOWN = ("title", "summary", "url_path", "content_type")  # of an entry
WITH_ARTICLE = {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.STRATEGIC_AUTHORITY}
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


def entries_for(place: Place, parents: Iterable[KnownPlace], *, has_inside: bool) -> PlaceEntries:
    """Return the entries of a place, in a fixed number of queries.

    Args:
        parents: what the place lies in, widest first.
        has_inside: whether other places lie in it.
    """
    own = {place.pk: place, **_ancestors(place)}
    wider = {parent.key: parent for parent in parents}
    hidden = _hidden()
    own_links = _newest_links(hidden, own, OWN_SHOWN)
    # What names the place as well stands there already.
    wider_links = {
        key: links for key, links in _newest_links(hidden, wider, MOST_WIDER).items() if key not in own_links
    }
    wider_links = dict(list(wider_links.items())[:WIDER_SHOWN])
    cards = listed_entries().only(*SHOWN).in_bulk([*own_links, *wider_links])
    total, inside = _of_index(place, has_inside=has_inside)
    return PlaceEntries(
        total=total,
        own=_here(own_links, cards, own, place),
        own_counts=_counts(hidden, own, place),
        wider=_here(wider_links, cards, wider),
        inside=_inside_only(inside, own),
    )


def entries_under(place: Place) -> list[EntryHere]:
    """Return the newest entries that name this very place."""
    places = {place.pk: place}
    links = _newest_links(_hidden(), places, OWN_SHOWN)
    return _here(links, listed_entries().only(*SHOWN).in_bulk(list(links)), places, place)


def index_code(place: Place) -> str:
    """Return the code by which the directory finds all entries of a place; none for the United Kingdom, which is all."""
    return "" if place.code == UNITED_KINGDOM else place.code


def _ancestors(place: Place) -> dict[int, Place]:
    """Return the places that this one took over, and those that they had taken over: an entry outlives its council."""
    found: dict[int, Place] = {}
    newest = [place.pk]
    for _level in range(MOST_ANCESTORS):
        earlier = Place.objects.filter(replaced_by__in=newest).only("name").distinct()
        before = [old for old in earlier if old.pk not in found]
        if not before:
            break
        found |= {old.pk: old for old in before}
        newest = [old.pk for old in before]
    return found


def _hidden() -> Q:
    """Return what is not public, as one condition on a link. As a subquery it would be asked of each of a place's entries."""
    paths = PageViewRestriction.objects.values_list("page__path", flat=True)
    return reduce(or_, (Q(entry__path__startswith=path) for path in paths), Q(entry__live=False))


def _newest_links(hidden: Q, places: Iterable[int], limit: int) -> dict[int, list[EntryPlace]]:
    """Return the links of the newest entries that name any of the places, by entry; as many entries as `limit` or a few less."""
    links = EntryPlace.objects.filter(place__in=list(places)).exclude(hidden)
    found: dict[int, list[EntryPlace]] = {}
    # An entry may be based in a place, serve it and be led by it.
    for link in links.order_by("-entry__first_published_at", "-entry")[: limit * len(PlaceRole)]:
        if link.entry_id in found or len(found) < limit:
            found.setdefault(link.entry_id, []).append(link)
    return found


def _here(links: dict[int, list[EntryPlace]], cards: dict, places: dict, here: Place | None = None) -> list[EntryHere]:
    return [
        EntryHere(cards[key], tuple(dict.fromkeys(_role(link, places[link.place_id], here) for link in of_entry)))
        for key, of_entry in links.items()
        if key in cards
    ]


def _inside_only(hits: list[Hit], own: Iterable[int]) -> list[Hit]:
    """Return the hits that do not name the place itself."""
    if not hits:
        return []
    links = EntryPlace.objects.filter(entry__in=[hit.key for hit in hits], place__in=list(own))
    here = set(links.values_list("entry", flat=True))
    return [hit for hit in hits if hit.key not in here][:INSIDE_SHOWN]


def _of_index(place: Place, *, has_inside: bool) -> tuple[int | None, list[Hit]]:
    # Some of them name the place itself: those are shown elsewhere.
    limit = INSIDE_SHOWN + OWN_SHOWN if has_inside else 0
    try:
        found = live.search(SearchQuery(place=index_code(place), sort="newest", limit=limit))
    except live.NotReadyError:
        return None, []
    return found.total, found.hits


def _called(place: Place | KnownPlace) -> str:
    """Return a name as it stands in a sentence: "the North East", but "West Surrey", which is a council."""
    return in_a_sentence(place.name) if place.kind in WITH_ARTICLE else place.name


def _role(link: EntryPlace, place: Place | KnownPlace, here: Place | None) -> str:
    """Return what an entry is to a place, in words; `here` is the one whose page it is."""
    if place == here:
        words = {"here": link.locality or _("here"), "place": _called(place)}
        return {
            PlaceRole.BASED_IN: _("Based in %(here)s") % words if link.locality else _("Based here"),
            PlaceRole.SERVES: _("Serves %(place)s") % words,
            PlaceRole.LED_BY: _("Led by %(place)s") % words,
        }[PlaceRole(link.role)]
    words = {"place": _called(place)}
    if here:
        return _("Recorded under %(place)s") % words
    return {
        PlaceRole.BASED_IN: _("Based in %(place)s") % words,
        PlaceRole.SERVES: _("Serves the whole of %(place)s") % words,
        PlaceRole.LED_BY: _("Led by %(place)s") % words,
    }[PlaceRole(link.role)]


def _counts(hidden: Q, own: Iterable[int], place: Place) -> list[str]:
    """Return how many entries are based in, serve and are led by the place: "3 based here", "1 led by Hartlepool"."""
    links = EntryPlace.objects.filter(place__in=list(own)).exclude(hidden)
    counts = dict(links.order_by().values_list("role").annotate(Count("entry", distinct=True)))
    words = {"place": _called(place)}
    said = {
        PlaceRole.BASED_IN: _("%(count)s based here"),
        PlaceRole.SERVES: _("%(count)s serving %(place)s"),
        PlaceRole.LED_BY: _("%(count)s led by %(place)s"),
    }
    return [text % {**words, "count": f"{counts[role]:,}"} for role, text in said.items() if counts.get(role)]
