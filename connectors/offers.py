"""What the listing offers beside its results: places the words name, ways out of a dead end, entries that serve a whole area."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.directory import MILES, USUAL_MILES, DirectoryQuery, find_near
from connectors.kinds import entry_kinds
from connectors.options import Options
from places.gazetteer import KnownPlace, folded_name, gazetteer
from places.kinds import PlaceKind
from places.lookup import PlaceInWords, places_in_words
from search.engine import Index, Result

# Too large for "within 10 miles of its centre" to mean anything.
LARGE = {PlaceKind.COUNTRY, PlaceKind.NATION, PlaceKind.REGION, PlaceKind.STRATEGIC_AUTHORITY, PlaceKind.COUNTY}
# Words with which the name of an area takes an article in a sentence.
TAKE_ARTICLE = {"North", "South", "East", "West", "United"}


@dataclass(frozen=True)
class Offer:
    """A link: what it is called and where it leads; to a result also what that asks and, if counted, how many it finds."""

    label: str
    url: str
    query: DirectoryQuery | None = None
    count: int | None = None


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


def offer(label: str, query: DirectoryQuery) -> Offer:
    """Return the link to a result."""
    asked = query.parameters().urlencode()
    # Where "?" would stay in sight, "./" is the whole directory.
    return Offer(label, f"?{asked}" if asked else "./", query)


def place_offers(query: DirectoryQuery) -> list[Offer]:
    """Return the places that the words name, as filters to choose, each with its page."""
    if query.place or query.near or not query.words:
        return []
    found = places_in_words(query.words)
    return [link for place in found for link in _offers_of(place, query, alone=len(found) == 1)]


def _offers_of(found: PlaceInWords, query: DirectoryQuery, *, alone: bool) -> list[Offer]:
    base, place = replace(query.without("q"), words=found.rest), found.place
    page = Offer(_("About %(place)s") % {"place": place.name}, reverse("place", args=[place.slug]))
    if found.outcode:
        label = _("Near %(place)s, within %(miles)s miles") % {"place": found.typed, "miles": USUAL_MILES}
        return [offer(label, replace(base, near=find_near(found.typed), miles=USUAL_MILES)), page]
    inside = offer(_in_place(found), replace(base, place=place))
    around = [_around(base, place, USUAL_MILES)] if alone and _has_surroundings(place) else []
    return [inside, *around, page]


def _has_surroundings(place: KnownPlace) -> bool:
    return place.point is not None and place.kind not in LARGE


def _around(query: DirectoryQuery, place: KnownPlace, miles: int) -> Offer:
    return _within(replace(query, place=None, near=find_near(place.code)), miles)


def _within(query: DirectoryQuery, miles: int) -> Offer:
    label = _("Within %(miles)s miles of %(place)s") % {"miles": miles, "place": query.near.label}
    return offer(label, replace(query, miles=miles))


def ways_out(index: Index, query: DirectoryQuery, tags: list[Offer], offers: list[Offer]) -> list[Offer]:
    """Return, for a search that found nothing, what would bring something back, and how much.

    That is a place its words name, the nearest circle around its place that holds something, and each filter left out.
    """
    near = [link for link in offers if link.query] or _wider(query)
    found = [counted for link in near if (counted := _counted(index, link)).count]
    # Words alone are no filter to drop: without them there is no search.
    dropped = [_counted(index, _dropped(tag)) for tag in tags] if len(tags) > bool(query.words) else []
    return [
        *(found if offers else found[:1]),
        *sorted((link for link in dropped if link.count), key=lambda link: -link.count),
    ]


def _wider(query: DirectoryQuery) -> list[Offer]:
    if query.near:
        return [_within(query, miles) for miles in MILES if miles > query.miles]
    if query.place and _has_surroundings(query.place):
        return [_around(query, query.place, miles) for miles in MILES if miles >= USUAL_MILES]
    return []


def _dropped(tag: Offer) -> Offer:
    return replace(tag, label=_("Without “%(filter)s”") % {"filter": tag.label.strip("“”")})


def _counted(index: Index, link: Offer) -> Offer:
    return replace(link, count=index.count(link.query.for_index()))


def _in_place(found: PlaceInWords) -> str:
    words = {"place": found.place.name, "kind": found.place.kind_label, "typed": found.typed}
    if folded_name(found.place.name) in folded_name(found.typed):
        return _("In %(place)s (%(kind)s)") % words
    # Somebody who typed a Welsh name or that of a former council sees why this place is offered.
    return _("In %(place)s (%(kind)s), for “%(typed)s”") % words


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
        _either([in_a_sentence(name) for name in dict.fromkeys(a.name for a in areas)]),
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
            searches.append(offer(offered[area.code], elsewhere))
    return searches


def in_a_sentence(name: str) -> str:
    """Return the name of an area as it stands in a sentence: "the North East"."""
    return _("the %(area)s") % {"area": name} if name.partition(" ")[0] in TAKE_ARTICLE else name


def _either(names: list[str]) -> str:
    """Return "the North East, England or the United Kingdom"."""
    if len(names) < 2:  # noqa: PLR2004 - one needs no "or"
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
