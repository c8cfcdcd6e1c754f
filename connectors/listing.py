"""The listing page: groups of choices with counts, removable tags, one page of cards."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from connectors.directory import (
    GROUPS,
    SORTS,
    DirectoryQuery,
    Option,
    count_by_group,
    group_options,
    listed_entries,
    matching_entries,
    sorted_entries,
)

PAGE_SIZE = 20


@dataclass(frozen=True)
class Choice:
    """One tick box: everything the template prints."""

    value: str
    label: str
    count: int
    chosen: bool

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


@dataclass(frozen=True)
class FilterTag:
    """A filter that is on, and the address without it."""

    label: str
    url: str


class CountedPaginator(Paginator):
    """A paginator that is told how many there are."""

    def __init__(self, object_list, per_page: int, count: int):
        super().__init__(object_list, per_page)
        self.count = count


def listing_context(request: HttpRequest) -> dict:
    """What the listing's template prints for a request, whatever its query string holds."""
    options = group_options()
    query = DirectoryQuery.parse(request.GET, options)
    listed = listed_entries()
    counts = count_by_group(listed, query)
    entries = sorted_entries(matching_entries(listed, query), query).for_cards()
    page = CountedPaginator(entries, PAGE_SIZE, _total(query, counts)).get_page(request.GET.get("page"))
    return {
        "query": query,
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "groups": _groups(query, options, counts),
        "tags": _tags(query, options),
        "sorts": [
            {"value": value, "label": label, "chosen": value == query.sort}
            for value, label in SORTS.items()
            if value != "relevance" or query.words
        ],
        "heading": _heading(query, page),
        "query_string": canonical(query).urlencode(),
    }


def _total(query: DirectoryQuery, counts: dict[str, dict[str, int]]) -> int:
    """An entry has exactly one kind, so the chosen kinds' counts (all, when none is chosen) add up to the result."""
    return sum(counts["kind"][kind] for kind in query.kind or counts["kind"])


def canonical(query: DirectoryQuery) -> QueryDict:
    """The shortest query string that asks the same: what is shared, bookmarked and paged."""
    parameters = QueryDict(mutable=True)
    if query.words:
        parameters["q"] = query.words
    for group in GROUPS:
        parameters.setlist(group, list(getattr(query, group)))
    if query.place:
        parameters["place"] = query.place.code
    if query.sort != ("relevance" if query.words else "newest"):
        parameters["sort"] = query.sort
    return parameters


def _groups(query: DirectoryQuery, options: dict[str, list[Option]], counts: dict) -> list[Group]:
    labels = {
        "kind": _("Kind"),
        "theme": _("Theme"),
        "tier": _("Tier of government"),
        "region": _("Region or nation"),
        "stage": _("Stage"),
    }
    return [
        Group(
            group,
            labels[group],
            [
                Choice(
                    option.value,
                    option.label,
                    counts[group].get(option.value, 0),
                    option.value in getattr(query, group),
                )
                for option in options[group]
            ],
        )
        for group in GROUPS
    ]


def _tags(query: DirectoryQuery, options: dict[str, list[Option]]) -> list[FilterTag]:
    tags = []
    if query.words:
        tags.append(FilterTag(_("“%(words)s”") % {"words": query.words}, _url_without(query, "q")))
    if query.place:
        tags.append(FilterTag(_("In %(place)s") % {"place": query.place.name}, _url_without(query, "place")))
    for group in GROUPS:
        labels = {option.value: option.label for option in options[group]}
        tags += [FilterTag(str(labels[value]), _url_without(query, group, value)) for value in getattr(query, group)]
    return tags


def _url_without(query: DirectoryQuery, name: str, value: str | None = None) -> str:
    parameters = canonical(query)
    kept = [other for other in parameters.getlist(name) if value is not None and other != value]
    parameters.setlist(name, kept)
    return f"?{parameters.urlencode()}"


def _heading(query: DirectoryQuery, page: Page) -> str:
    count = page.paginator.count
    found = _("1 entry") if count == 1 else _("%(count)s entries") % {"count": f"{count:,}"}
    if query.words:
        found = _("%(found)s for “%(words)s”") % {"found": found, "words": query.words}
    if query.place:
        found = _("%(found)s in %(place)s") % {"found": found, "place": query.place.name}
    return found
