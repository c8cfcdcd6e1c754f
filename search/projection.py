"""The index as a projection of the database: changes are recorded with what changed and applied after the commit."""

import contextlib
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from core.locks import lock
from search import conf, sources
from search.engine import Index
from search.folders import Folders, IndexMissingError
from search.ledger import Ledger
from search.models import EVERYTHING, SYNONYMS, Change, SynonymSet

KEYS_AT_ONCE = 500
ROWS_AT_ONCE = 1_000
LONG_LEDGER = 1_000  # applied ids above the horizon, from which on it is worth a commit to forget them


class RebuildNeededError(Exception):
    """Single changes cannot bring this index up to date."""


def record_change(keys: Iterable[int]) -> None:
    """Record in the caller's transaction that these entries may have changed, and have it applied once that is committed."""
    _record(dict.fromkeys(keys))


def record_rebuild() -> None:
    """Record that so much changed (a vocabulary, the geography) that the index is to be built again."""
    _record([EVERYTHING])


@contextlib.contextmanager
def record_synonyms() -> Iterator[None]:
    """Record, in one transaction with what is done inside, that the list of synonyms changed."""
    with transaction.atomic():
        yield
        _record([SYNONYMS])


def _record(keys: Collection[int | None]) -> None:
    if not keys:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # The ledger relies on a transaction having its number before it draws an id.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")
        Change.objects.bulk_create([Change(key=key) for key in keys], batch_size=ROWS_AT_ONCE)
        # A publish must not fail because of the index; where it is applied at once, as in tests, errors are to be seen.
        transaction.on_commit(ask_for_catch_up, robust=conf.catch_up_mode() != conf.AT_ONCE)


def ask_for_catch_up() -> None:
    """Have pending changes applied in the way that the settings say."""
    from search import live  # noqa: PLC0415 - the thread calls catch_up()

    mode = conf.catch_up_mode()
    if mode == conf.AT_ONCE:
        catch_up()
    elif mode == conf.BACKGROUND:
        live.worker.wake()


def catch_up() -> bool:
    """Apply what is pending, unless another process of this host is at it.

    No wake-up is lost: who finds the lock taken goes on, and who held it looks again after letting go; what was committed
    before the first found it taken is there to be seen by the second.

    Returns:
        False when somebody else is at it.
    """
    folders = Folders(conf.index_dir())
    while True:
        try:
            if not is_pending(folders.open_current()):
                return True
            with lock(folders.apply_lock) as got:
                if not got:
                    return False
                apply_pending(folders.open_current())
        except (IndexMissingError, RebuildNeededError):
            from search.rebuilding import rebuild  # noqa: PLC0415 - which applies what is pending

            if not rebuild():
                return False


def is_pending(index: Index) -> bool:
    """Tell whether the database holds changes that this index does not.

    Raises:
        RebuildNeededError: it holds another history.
    """
    ledger = ledger_of(index)
    return bool(ledger.pending()) or not ledger.fits_database()


def ledger_of(index: Index) -> Ledger:
    ledger = Ledger.from_state(index.state)
    if ledger is None:
        raise RebuildNeededError
    return ledger


def apply_pending(index: Index, *, leave_rebuilds: bool = False) -> int:
    """Apply what is pending. For the holder of the apply lock, or of an index that nobody uses yet.

    Args:
        leave_rebuilds: do not mind changes that ask for a rebuild; they stay pending.

    Returns:
        How many changes were applied.

    Raises:
        RebuildNeededError: single changes do not suffice.
    """
    ledger = ledger_of(index)
    settled = ledger.settled()
    pending = ledger.pending()
    if not ledger.fits_database() or (not leave_rebuilds and any(key is EVERYTHING for _, key in pending)):
        raise RebuildNeededError
    applied = [number for number, key in pending if key is not EVERYTHING]
    if len(applied) < len(pending):
        # What is left pending must stay above the horizon.
        settled = ledger
    keys = {key for _, key in pending}
    synonyms = read_synonyms() if SYNONYMS in keys else (index.state or {}).get("synonyms", [])
    if applied or settled.horizon - ledger.horizon > LONG_LEDGER:
        _write(index, keys - {EVERYTHING, SYNONYMS})
        index.commit({"ledger": settled.with_applied(applied).as_state(), "synonyms": synonyms})
        index.reload()
    return len(applied)


def _write(index: Index, keys: Collection[int]) -> None:
    try:
        _write_records(index, keys)
    except BaseException:
        index.discard()
        raise


def _write_records(index: Index, keys: Collection[int]) -> None:
    remaining = iter(sorted(keys))
    while some := list(islice(remaining, KEYS_AT_ONCE)):
        records = list(sources.build(some))
        found = {record.key for record in records}
        index.write(records, deletes=[key for key in some if key not in found])


def read_synonyms() -> list[list]:
    """Return the list as the index keeps it: the words of each set, and whether it is one-way."""
    return [[synonyms.lines, synonyms.one_way] for synonyms in SynonymSet.objects.order_by("pk")]


def prune() -> int:
    """Delete changes older than the retention, but never the newest, and return how many."""
    limit = timezone.now() - timedelta(days=conf.keep_changes_days())
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    # All ids below the first young one: a host that still has its last change has all later ones too.
    first_kept = Change.objects.filter(created_at__gte=limit).order_by("pk").values_list("pk", flat=True).first()
    return Change.objects.filter(pk__lt=min(newest, first_kept or newest)).delete()[0]
