"""Reads for the tracker: one page of commitments, its groups with counts, the picture, and what changed lately."""

from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commitments.models import NothingFound
from commitments.picture import Picture, draw
from commitments.query import GROUP_LABELS, TrackerQuery, labels_of
from commitments.rows import Finding, Row
from commitments.table import OVERDUE, UNKNOWN, Bits, Table, current_table
from connectors.listing import Choice, Group
from core.kept import Kept
from core.text import tidy_query
from places.models import Place

PAGE_SIZE = 20
LATEST = 5
MOST_MAKERS = 30  # boxes; the others are found by the directory's search
WIDTHS = {"wide": 640, "narrow": 320}


@dataclass(frozen=True)
class Tag:
    """A filter that is on, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Change:
    """A finding and the commitment that it is about, as "What changed lately" shows them."""

    finding: Finding
    row: Row


@dataclass(frozen=True)
class Answer:
    """What a page of a question shows. Whoever asks the same within seconds, of the same table, gets the same.

    Attributes:
        drawings: name of a width → the picture in it; on the first page, as is `latest`.
        overdue: how many of the commitments have a check that is overdue.
    """

    rows: list[Row]
    groups: list[Group]
    tags: list[Tag]
    drawings: list[tuple[str, Picture]]
    latest: list[Change]
    overdue: int


@dataclass(frozen=True)
class Found:
    """The whole answer to a question, for files and feeds.

    Attributes:
        keys: of the commitments, those with the newest status first.
        updates: keys of their approved updates, the newest finding first.
    """

    heading: str
    query_string: str
    keys: list[int]
    updates: list[int]


def found_commitments(parameters: QueryDict) -> Found:
    """Return everything that answers a query string, whatever it holds."""
    table = current_table()
    query = TrackerQuery.parse(parameters, table)
    bits = query.found(table)
    updates = [finding.key for finding in table.findings_of(bits)]
    return Found(
        heading_of(query, table, bits.bit_count()), query.parameters().urlencode(), table.keys_of(bits), updates
    )


def tracker_context(request: HttpRequest) -> dict:
    """What the tracker's template prints for a request, whatever its query string holds."""
    table = current_table()
    query = TrackerQuery.parse(request.GET, table)
    total = query.found(table).bit_count()
    page = Paginator(range(total), PAGE_SIZE).get_page(request.GET.get("page"))
    answer = _answer(table, query, page.number, get_language())
    page.object_list = answer.rows
    return {
        "query": query,
        "typed_place": "" if query.place else tidy_query(request.GET.get("place", ""), max_length=120),
        "total": total,
        "heading": heading_of(query, table, total),
        "page_of_entries": page,
        "page_links": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "groups": answer.groups,
        "tags": answer.tags,
        "filters_on": len(answer.tags),
        "drawings": answer.drawings,
        "latest": answer.latest,
        "overdue": answer.overdue,
        "nothing_found": _nothing_found(query),
        "query_string": query.parameters().urlencode(),
    }


def _answered(table: Table, query: TrackerQuery, number: int, _language: str) -> Answer:
    bits = query.found(table)
    first = (number - 1) * PAGE_SIZE
    return Answer(
        rows=table.rows_of(bits, first, first + PAGE_SIZE),
        groups=[group for name in GROUP_LABELS if (group := _group(name, query, table)).choices],
        tags=_tags(query, table),
        drawings=_drawings(table, bits) if number == 1 else [],
        latest=_latest(table, bits) if number == 1 else [],
        overdue=(table.groups.get("check", {}).get(OVERDUE, 0) & bits).bit_count(),
    )


_answer = Kept(_answered)


def heading_of(query: TrackerQuery, table: Table, total: int) -> str:
    """Return what the list holds, in words: "7 commitments to Hartlepool or an area that it lies in"."""
    counted = ngettext("%(count)s commitment", "%(count)s commitments", total) % {"count": f"{total:,}"}
    if query.place and table.around.get(query.place.code):
        return _("%(counted)s to %(place)s or an area that it lies in") % {
            "counted": counted,
            "place": query.place.name,
        }
    if query.place:
        return _("%(counted)s to %(place)s or places in it") % {"counted": counted, "place": query.place.name}
    if len(query.values("by")) == 1 and query.values("by")[0] != UNKNOWN:
        return _("%(counted)s by %(maker)s") % {"counted": counted, "maker": query.values("by")[0]}
    return counted


def _group(name: str, query: TrackerQuery, table: Table) -> Group:
    chosen, counts = query.values(name), query.counts(table, name)
    choices = [Choice(value, label, counts[value], value in chosen) for value, label in labels_of(name, table).items()]
    if name == "by" and len(choices) > MOST_MAKERS:
        most = {choice.value for choice in sorted(choices, key=lambda choice: -choice.count)[:MOST_MAKERS]}
        choices = [choice for choice in choices if choice.chosen or choice.value in most]
    return Group(name, str(GROUP_LABELS[name]), choices)


def _tags(query: TrackerQuery, table: Table) -> list[Tag]:
    def address(without: TrackerQuery) -> str:
        return f"/commitments/?{without.parameters().urlencode()}".rstrip("?")

    tags = [Tag(query.place.name, address(query.without("place")))] if query.place else []
    for group, values in query.chosen:
        labels = labels_of(group, table)
        tags += [Tag(labels[value], address(query.without(group, value))) for value in values]
    return tags


def _drawings(table: Table, bits: Bits) -> list[tuple[str, Picture]]:
    counts = {
        year: {status: (having & bits).bit_count() for status, having in statuses.items()}
        for year, statuses in table.by_year.items()
    }
    drawings = [(name, draw(counts, width)) for name, width in WIDTHS.items()]
    return [(name, drawing) for name, drawing in drawings if drawing]


def _latest(table: Table, bits: Bits) -> list[Change]:
    return [Change(finding, table.rows[finding.number]) for finding in islice(table.findings_of(bits), LATEST)]


def _nothing_found(query: TrackerQuery) -> NothingFound | None:
    """Return the last time when somebody looked for commitments to the place and found none."""
    if not query.place:
        return None
    return NothingFound.objects.filter(place__in=Place.objects.filter(code=query.place.code)).first()
