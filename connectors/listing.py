"""The listing page: groups of choices with counts, removable tags, one page of results, and the ways out of a dead end."""

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from connectors.directory import KM_PER_MILE, MILES, USUAL_MILES, DirectoryQuery
from connectors.offers import Offer, offer, place_offers, ways_out, wide_list
from connectors.options import GROUP_LABELS, Options, all_options
from search import live
from search.engine import Index, Result
from search.query import GROUPS

PAGE_SIZE = 20
MOST_DIGITS = 6
MOST_NAMED = 3  # choices in the title of the page
SORT_LABELS = {
    "relevance": gettext_lazy("Best match"),
    "distance": gettext_lazy("Nearest first"),
    "newest": gettext_lazy("Newest first"),
    "confirmed": gettext_lazy("Recently confirmed"),
    "title": gettext_lazy("A to Z"),
}


@dataclass(frozen=True)
class Choice:
    """One tick box: everything the template prints."""

    value: str
    label: str
    count: int
    chosen: bool
    meaning: str = ""

    @property
    def disabled(self) -> bool:
        """Choosing it would find nothing; a chosen one must stay removable."""
        return not self.count and not self.chosen


@dataclass(frozen=True)
class Group:
    """A group of tick boxes."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen_count(self) -> int:
        return sum(choice.chosen for choice in self.choices)


class CountedPaginator(Paginator):
    """A paginator over results that were cut to one page already."""

    def __init__(self, hits: list, per_page: int, count: int):
        super().__init__(hits, per_page)
        self.count = count

    def page(self, number):
        number = self.validate_number(number)
        return self._get_page(self.object_list, number, self)


def listing_context(request: HttpRequest) -> dict:
    """What the listing's template prints for a request, whatever its query string holds."""
    options = all_options()
    query = DirectoryQuery.parse(request.GET, options)
    try:
        index = live.index()
    except live.NotReadyError:
        return {"query": query, "building": live.state(), "heading": _("The directory is being put in order")}
    result, page = _one_page(index, query, request.GET.get("page"))
    tags = tags_of(query, options)
    offers = place_offers(query)
    return {
        "query": query,
        "result": result,
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "groups": _groups(query, options, result),
        "tags": tags,
        "filters_on": len(tags) - bool(query.words),
        "page_title": _page_title(query, options, result.total),
        "wide": wide_list(query, options, result),
        "offers": offers,
        "ways_out": ways_out(index, query, tags, offers) if not result.total else [],
        "distances": [
            # The usual distance needs no parameter: empty ones do not stay in the address.
            {"miles": miles, "value": "" if miles == USUAL_MILES else miles, "chosen": miles == query.miles}
            for miles in sorted({*MILES, query.miles or 0} - {0})
        ],
        "sorts": _sorts(query),
        "heading": heading_of(query, result.total),
        "query_string": query.parameters().urlencode(),
        "literal_url": offer("", replace(query, literal=True)).url,
    }


def _one_page(index: Index, query: DirectoryQuery, asked: str | None) -> tuple[Result, Page]:
    """Return the asked page of results; a number beyond the end gives the last page."""
    # More digits than any result has pages: the last page.
    number = int(asked[:MOST_DIGITS]) if asked and asked.isascii() and asked.isdigit() else 1
    number = max(number, 1)
    result = index.search(query.for_index(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE))
    paginator = CountedPaginator(result.hits, PAGE_SIZE, result.total)
    if number > paginator.num_pages:
        number = paginator.num_pages
        result = index.search(query.for_index(offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE))
        paginator.object_list = result.hits
    return result, paginator.page(number)


def _page_title(query: DirectoryQuery, options: Options, count: int) -> str:
    """Return the heading and what tells two windows with the same count apart: the first of the choices."""
    chosen = [options.labels[group][value] for group, values in query.chosen for value in values]
    return ": ".join([heading_of(query, count), *([", ".join(chosen[:MOST_NAMED])] if chosen else [])])


def heading_of(query: DirectoryQuery, count: int) -> str:
    """Return the count and what it counts: "12 entries for “befriending” within 10 miles of TS24"."""
    found = ngettext("%(count)s entry", "%(count)s entries", count) % {"count": f"{count:,}"}
    if query.words:
        found = _("%(found)s for “%(words)s”") % {"found": found, "words": query.words}
    if query.place:
        found = _("%(found)s in %(place)s") % {"found": found, "place": query.place.name}
    if query.near:
        found = _("%(found)s within %(miles)s miles of %(place)s") % {
            "found": found,
            "miles": query.miles,
            "place": query.near.label,
        }
    if query.box:
        found = _("%(found)s in the chosen part of the map") % {"found": found}
    return found


def _groups(query: DirectoryQuery, options: Options, result: Result) -> list[Group]:
    groups = []
    for group in GROUPS:
        counts, chosen = result.facets.get(group, {}), query.values(group)
        meanings = options.meanings.get(group, {})
        choices = [
            Choice(value, label, counts.get(value, 0), value in chosen, meanings.get(value, ""))
            for value, label in options.labels[group].items()
        ]
        groups.append(Group(group, str(GROUP_LABELS[group]), choices))
    return groups


def tags_of(query: DirectoryQuery, options: Options) -> list[Offer]:
    """Return what is chosen, each with the address of the same question without it."""
    tags = []
    if query.words:
        tags.append(offer(_("“%(words)s”") % {"words": query.words}, query.without("q")))
    if query.place:
        tags.append(offer(_("In %(place)s") % {"place": query.place.name}, query.without("place")))
    if query.near:
        label = _("Within %(miles)s miles of %(place)s") % {"miles": query.miles, "place": query.near.label}
        tags.append(offer(label, query.without("near")))
    if query.box:
        tags.append(offer(_("In a part of the map"), query.without("bbox")))
    for group, values in query.chosen:
        tags += [offer(options.labels[group][value], query.without(group, value)) for value in values]
    return tags


def _sorts(query: DirectoryQuery) -> list[dict]:
    asked = query.sort or query.usual_sort
    return [
        {"label": label, "chosen": sort == asked, "url": offer(label, replace(query, sort=sort)).url}
        for sort, label in SORT_LABELS.items()
        if (sort != "relevance" or query.words) and (sort != "distance" or query.near)
    ]


def miles(kilometres: float) -> str:
    """Return a distance as people here say it: "under 1 mile away", "3 miles away"."""
    whole = round(kilometres / KM_PER_MILE)
    if whole < 1:
        return _("under 1 mile away")
    return ngettext("%(count)s mile away", "%(count)s miles away", whole) % {"count": whole}
