"""Which changes an index has applied: kept inside the index's own commit, so that a crash cannot part the two.

On SQLite writers wait for each other, so ids become visible in order and one number says it all. On PostgreSQL a lower
id may become visible after a higher one, when its transaction ends later. So the ledger keeps a horizon (all ids up to
it are dealt with) and the ids above it that are applied. The horizon moves by transaction numbers, not by time, because
no time is long enough for certain: when the mark (highest id given out, and only then a transaction number of our own) was
taken, every id up to it belonged to a transaction with a lower number; once the oldest running transaction is not lower than
that, all of them have ended, and what they wrote can be seen.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

from django.db import connection

from search.models import Change


@dataclass(frozen=True)
class Ledger:
    """What an index has applied.

    Attributes:
        horizon: all changes with ids up to it are dealt with.
        applied: ids above the horizon that are applied, as ranges (first, last).
        mark: highest id given out and a transaction number drawn after it, when it was last looked (PostgreSQL).
        last: id and time of the newest change applied. When that row is gone or is another one, this index belongs to another
            state of the database (restored, replaced, or pruned while the host slept) and must be built again.
    """

    horizon: int = 0
    applied: list[list[int]] = field(default_factory=list)
    mark: list[int] | None = None
    last: list = field(default_factory=list)

    @classmethod
    def from_state(cls, state: dict | None) -> "Ledger | None":
        return cls(**state["ledger"]) if state and "ledger" in state else None

    def as_state(self) -> dict:
        return asdict(self)

    def fits_database(self) -> bool:
        """Tell whether the newest change applied is still in the database, and still the same."""
        if not self.last:
            return False
        times = Change.objects.filter(pk=self.last[0]).values_list("created_at", flat=True)
        return any(time.isoformat() == self.last[1] for time in times)

    def pending(self) -> list[tuple[int, int | None]]:
        """Return id and key of the changes that are visible and not applied."""
        rows = Change.objects.filter(pk__gt=self.horizon).order_by("pk").values_list("pk", "key")
        return [row for row in rows if not self._holds(row[0])]

    def settled(self) -> "Ledger":
        """Return the ledger with its horizon as far as it may go, before the pending changes are read.

        The pending ones up to the new horizon are applied by whoever asked; so read `pending()` of the old ledger *after* this.
        """
        if connection.vendor != "postgresql":
            newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            return replace(self, horizon=max(self.horizon, newest), applied=[])
        if connection.in_atomic_block:
            # Its number may be older than those of transactions that began since: no mark can be taken with it.
            return self
        mark, oldest_running = _mark_and_oldest_running()
        if self.mark and oldest_running >= self.mark[1]:
            horizon = max(self.horizon, self.mark[0])
            kept = [[max(first, horizon + 1), last] for first, last in self.applied if last > horizon]
            return replace(self, horizon=horizon, applied=kept, mark=mark)
        return self if self.mark else replace(self, mark=mark)

    def with_applied(self, ids: Iterable[int]) -> "Ledger":
        ids = sorted(ids)
        above = [number for number in ids if number > self.horizon]
        newest = max(ids, default=0)
        last = self.last
        if newest and (not last or newest > last[0]):
            time = Change.objects.filter(pk=newest).values_list("created_at", flat=True).first()
            last = [newest, time.isoformat()] if time else last
        return replace(self, applied=_ranges(self.applied, above), last=last)

    def _holds(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.applied)


def _ranges(ranges: list[list[int]], ids: Iterable[int]) -> list[list[int]]:
    merged: list[list[int]] = []
    for first, last in sorted([*ranges, *([number, number] for number in ids)]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], last)
        else:
            merged.append([first, last])
    return merged


def _mark_and_oldest_running() -> tuple[list[int], int]:
    """Return a mark of now, and the number of the oldest running transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence('search_change', 'id')::regclass)")
        (highest,) = cursor.fetchone()
        # A number of our own: a snapshot tells only what follows the last one that has ended, and those that run may be higher.
        cursor.execute("SELECT pg_current_xact_id()::text, pg_snapshot_xmin(pg_current_snapshot())::text")
        own, oldest = cursor.fetchone()
    return [int(highest or 0), int(own)], int(oldest)
