"""What the listing offers beside its results: the places that the words name, and entries that serve all of an area."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.directory import USUAL_MILES, DirectoryQuery
from connectors.kinds import entry_kinds
from connectors.options import Options
from places.gazetteer import KnownPlace, folded_name, gazetteer
from places.kinds import PlaceKind
from places.lookup import PlaceInWords, places_in_words
from search.engine import Result

# Too large for "within 10 miles of its centre" to mean anything.
LARGE = {PlaceKind.COUNTRY, PlaceKind.NATION, PlaceKind.REGION, PlaceKind.STRATEGIC_AUTHORITY, PlaceKind.COUNTY}
# Words with which the name of an area takes an article in a sentence.
TAKE_ARTICLE = {"North", "South", "East", "West", "United"}


@dataclass(frozen=True)
class Offer:
    """A link: what it is called and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class WideEntry:
    """A line of the list of those that serve a whole area."""

    title: str
    url: str
    detail: str


@dataclass(frozen=True)
class WideList:
    """Entries that serve all of the area around a place: how many there are, the first of them, and where the others are."""

    areas: str
    total: int
    entries: list[WideEntry]
    rest: list[Offer]


def address_of(parameters: QueryDict) -> str:
    """Return the address of a result as the listing links it; "./" is the whole directory, where "?" would stay in sight."""
    query = parameters.urlencode()
    return f"?{query}" if query else "./"


def place_offers(query: DirectoryQuery) -> list[Offer]:
    """Return the places that the words name, as filters to choose, each with its page."""
    if query.place or query.near or not query.words:
        return []
    found = places_in_words(query.words)
    return [offer for place in found for offer in _offers_of(place, query, alone=len(found) == 1)]


def _offers_of(found: PlaceInWords, query: DirectoryQuery, *, alone: bool) -> list[Offer]:
    base, place = query.without("q").parameters(), found.place
    if found.rest:
        base["q"] = found.rest
    near = found.typed if found.outcode else place.code
    distance = _("Near %(place)s, within %(miles)s miles") % {"place": found.typed, "miles": USUAL_MILES}
    offers = []
    if not found.outcode:
        offers.append(Offer(_in_place(found), address_of(_with(base, place=place.code))))
        distance = _("Within %(miles)s miles of it") % {"miles": USUAL_MILES}
    if found.outcode or (alone and place.point and place.kind not in LARGE):
        offers.append(Offer(distance, address_of(_with(base, near=near))))
    return [*offers, Offer(_("About %(place)s") % {"place": place.name}, reverse("place", args=[place.slug]))]


def _in_place(found: PlaceInWords) -> str:
    words = {"place": found.place.name, "kind": found.place.kind_label, "typed": found.typed}
    if folded_name(found.place.name) in folded_name(found.typed):
        return _("In %(place)s (%(kind)s)") % words
    # Somebody who typed a Welsh name or that of a former council sees why this place is offered.
    return _("In %(place)s (%(kind)s), for “%(typed)s”") % words


def _with(parameters: QueryDict, **others: str) -> QueryDict:
    parameters = parameters.copy()
    parameters.update(others)
    return parameters


def wide_list(query: DirectoryQuery, options: Options, result: Result) -> WideList | None:
    """Return what the search found apart from its hits; None when there is none."""
    if not result.wide_total:
        return None
    kinds = {slug: str(kind.label) for slug, kind in entry_kinds().items()}
    entries = [
        WideEntry(card["title"], card["url"], " · ".join(filter(None, (kinds.get(card["kind"], ""), card["place"]))))
        for card in (hit.card for hit in result.wide)
    ]
    places = gazetteer().by_address
    areas = [places[code] for code in query.areas if code in places and places[code] != query.place]
    rest = _rest(query, options, areas) if result.wide_total > len(entries) else []
    return WideList(
        _either([_in_a_sentence(name) for name in dict.fromkeys(a.name for a in areas)]),
        result.wide_total,
        entries,
        rest,
    )


def _rest(query: DirectoryQuery, options: Options, areas: list[KnownPlace]) -> list[Offer]:
    """Return the same search in each of the areas."""
    offered = options.labels["region"]
    searches = []
    for area in areas:
        if area.code in offered:
            chosen = tuple((group, (area.code,) if group == "region" else values) for group, values in query.chosen)
            elsewhere = replace(query.without("near").without("place"), chosen=chosen)
            searches.append(Offer(offered[area.code], address_of(elsewhere.parameters())))
    return searches


def _in_a_sentence(name: str) -> str:
    return _("the %(area)s") % {"area": name} if name.partition(" ")[0] in TAKE_ARTICLE else name


def _either(names: list[str]) -> str:
    """Return "the North East, England or the United Kingdom"."""
    if len(names) < 2:  # noqa: PLR2004 - one needs no "or"
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
