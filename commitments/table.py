"""All commitments as sets of bits, so that the tracker counts thousands of them under any filters without asking the database.

Commitment number `i` of `keys` is bit `i` of every set. A process keeps one table, and makes it anew when a commitment, or
something that all entries lean on, has changed since: each change of an entry, a theme or a place leaves a row in
`search.Change`, and so does each approved status. Changes of other entries leave the table as it is.
"""

import datetime
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, islice

from django.db.models import F, Max
from django.utils import timezone

from commitments.choices import Status
from commitments.models import CommitmentPage, StatusUpdate
from commitments.rows import Finding, Row
from connectors.models import EntryPlace, EntryTheme
from core.kept import Kept
from places.models import Place
from search.models import EVERYTHING, SYNONYMS, Change

UNKNOWN = "unknown"
OVERDUE = "overdue"
# On PostgreSQL a change may become visible after a later one; after so long the table is made anew whatever it saw.
SECONDS = 60.0
MOST_CHANGES = 500  # after more of them the table is made anew without looking whose they were
COLUMNS = (
    *("pk", "slug", "title", "summary", "organisation", "promised_on", "measurability", "next_check"),
    *("current__status", "current__date", "current__update__reason"),
)
FIRST_YEAR = 1945  # an older date is a slip of the pen, and must not make a picture of a thousand years

Bits = int


@dataclass(frozen=True, eq=False)
class Table:
    """Which commitments have what. Two tables are never equal: what was answered from one is no answer from another.

    Attributes:
        keys: primary keys, those with the newest status first.
        groups: group → value → the commitments that have it.
        at: code of a place → commitments to exactly this place.
        inside: code of a place → commitments to it or to a place that lies in it.
        around: code of a place → codes of what it lies in.
        by_year: year → status → the commitments that had it at the end of that year. Before its promise a commitment is in none.
        latest: every approved update, the newest finding first: the values of a `Finding`. Plain tuples of plain values, which
            the collector of garbage need not look through again and again.
        rows: what is printed of each commitment.
    """

    keys: tuple[int, ...]
    groups: dict[str, dict[str, Bits]]
    at: dict[str, Bits]
    inside: dict[str, Bits]
    around: dict[str, tuple[str, ...]]
    by_year: dict[int, dict[Status, Bits]]
    latest: tuple[tuple[int, int, str, str], ...]
    rows: tuple[Row, ...]

    @property
    def everything(self) -> Bits:
        return (1 << len(self.keys)) - 1

    def keys_of(self, bits: Bits) -> list[int]:
        """Return the keys of a set, in the table's order."""
        return list(compress(self.keys, _flags(bits)))

    def rows_of(self, bits: Bits, first: int, last: int) -> list[Row]:
        """Return what is printed of the commitments from the `first` to before the `last` one of a set."""
        return list(islice(compress(self.rows, _flags(bits)), first, last))

    def findings_of(self, bits: Bits) -> Iterator[Finding]:
        """Yield the updates of the commitments in a set, the newest finding first."""
        asked = list(_flags(bits))
        return (Finding._make(one) for one in self.latest if one[1] < len(asked) and asked[one[1]])

    def promised_to(self, code: str) -> Bits:
        """Return the commitments to a place, to what lies in it, and to what it lies in."""
        wider = (self.at.get(around, 0) for around in self.around.get(code, ()))
        bits = self.inside.get(code, 0)
        for one in wider:
            bits |= one
        return bits


def _flags(bits: Bits) -> Iterator[bool]:
    """Yield for each commitment, up to the last one in a set, whether it is in it."""
    return map("1".__eq__, reversed(f"{bits:b}"))


def current_table() -> Table:
    """Return the table as the database has it now. While one thread makes it the others wait, and make none of their own."""
    today = timezone.localdate()
    with _one_at_a_time:
        current, newest = _kept(today), _newest_change()
        if newest != current.seen:
            if _is_about_commitments(current, newest):
                _kept.forget()
                return _kept(today).table
            current.seen = newest
        return current.table


@dataclass
class _Current:
    """The table, and the last change that it knows of."""

    table: Table
    seen: int


def _made(today: datetime.date) -> _Current:
    seen = _newest_change()  # before reading: what changes meanwhile is looked at again
    return _Current(_read(today), seen)


_kept = Kept(_made, seconds=SECONDS, most=1)
_one_at_a_time = threading.Lock()


def _newest_change() -> int:
    return Change.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _is_about_commitments(current: _Current, newest: int) -> bool:
    """Tell whether what changed since may show in the table. A change that was rolled back counts as one that may."""
    if newest < current.seen:
        return True
    changes = Change.objects.filter(pk__gt=current.seen, pk__lte=newest).values_list("key", flat=True)
    keys = set(changes[: MOST_CHANGES + 1])
    if EVERYTHING in keys or len(keys) > MOST_CHANGES:
        return True
    entries = keys - {SYNONYMS}
    return not entries.isdisjoint(current.table.keys) or CommitmentPage.objects.filter(pk__in=entries).exists()


def _read(today: datetime.date) -> Table:
    pages = CommitmentPage.objects.listed().order_by(F("current__date").desc(nulls_last=True), "-pk")
    read = list(pages.values_list(*COLUMNS, named=True))
    number = {page.pk: i for i, page in enumerate(read)}
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, page in enumerate(read):
        found["status"][page.current__status or Status.NOT_ASSESSED].append(i)
        found["by"][page.organisation or UNKNOWN].append(i)
        found["year"][page.promised_on[:4] or UNKNOWN].append(i)
        found["measurability"][page.measurability or UNKNOWN].append(i)
        if page.next_check and page.next_check < today:
            found["check"][OVERDUE].append(i)
    themes = EntryTheme.objects.filter(content_object__in=pages.order_by())
    for key, theme in themes.values_list("content_object_id", "tag__slug"):
        if key in number:
            found["theme"][theme].append(number[key])
    around = _around()
    at, inside, names = _places(pages, number, around, found["region"])
    by_year, latest = _history({page.pk: page.promised_on[:4] for page in read}, number, today.year)
    size = len(read)
    return Table(
        keys=tuple(number),
        groups={group: _as_bits(values, size) for group, values in found.items()},
        at=_as_bits(at, size),
        inside=_as_bits(inside, size),
        around=around,
        by_year={year: _as_bits(statuses, size) for year, statuses in by_year.items()},
        latest=latest,
        rows=tuple(_row(page, names[i]) for i, page in enumerate(read)),
    )


def _row(page, places: list[str]) -> Row:
    return Row(
        slug=page.slug,
        title=page.title,
        text=page.current__update__reason or page.summary,
        maker=page.organisation,
        promised_on=page.promised_on,
        status=Status(page.current__status or Status.NOT_ASSESSED),
        date=page.current__date or "",
        places=tuple(places),
    )


def _as_bits(values: dict, size: int) -> dict:
    return {value: _bits(numbers, size) for value, numbers in values.items()}


def _bits(numbers: Iterable[int], size: int) -> Bits:
    octets = bytearray(size // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def _around() -> dict[str, tuple[str, ...]]:
    parents = ("county__code", "strategic__code", "region__code", "nation__code")
    country = Place.objects.filter(kind="country").values_list("code", flat=True)
    wide = list(country)
    return {
        code: tuple(dict.fromkeys(c for c in (*others, *wide) if c and c != code))
        for code, *others in Place.objects.values_list("code", *parents)
    }


def _places(pages, number: dict[int, int], around: dict[str, tuple[str, ...]], regions: dict[str, list[int]]):
    """Return the commitments at each place, those in it, and how the places of each commitment are called, in their order."""
    at, inside, names = defaultdict(list), defaultdict(list), defaultdict(list)
    links = EntryPlace.objects.filter(entry__in=pages.order_by()).order_by("sort_order", "pk")
    columns = ("entry_id", "locality", "place__name", "place__code", "place__region__code")
    for key, locality, name, code, region in links.values_list(*columns):
        if key not in number:
            continue
        names[number[key]].append(f"{locality}, {name}" if locality else name)
        at[code].append(number[key])
        regions[region or code].append(number[key])
        for outer in (code, *around.get(code, ())):
            inside[outer].append(number[key])
    return at, inside, names


def _history(promised: dict[int, str], number: dict[int, int], this_year: int):
    """Return which status each commitment had at the end of each year, and the newest findings."""
    updates = StatusUpdate.objects.approved().order_by("date", "pk")
    steps: dict[int, list[tuple[int, str]]] = defaultdict(list)
    latest = []
    for key, commitment, date, status in updates.values_list("pk", "commitment_id", "date", "status"):
        if commitment in number:
            steps[commitment].append((int(date[:4]), status))
            latest.append((key, number[commitment], status, date))
    by_year: dict[int, dict[str, list[int]]] = {}
    for key, i in number.items():
        changes = dict(steps[key])  # of several in a year the last one stays
        begun = min([int(promised[key]), *changes] if promised[key] else [*changes, this_year])
        status = Status.NOT_ASSESSED
        for year in range(max(begun, FIRST_YEAR), this_year + 1):
            status = changes.get(year, status)
            if year not in by_year:
                by_year[year] = defaultdict(list)
            by_year[year][status].append(i)
    return dict(sorted(by_year.items())), tuple(reversed(latest))
