"""Which entries an import made and changed, written down in the transactions that do so."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from connectors.models import EntryPage
from exchange.importing.report import FileError
from exchange.models import Import, ImportedEntry, ImportedRow, ImportKind

AT_ONCE = 500
# Of a page, what saving and publishing a version changes beside the words.
STATE = (
    "live",
    "has_unpublished_changes",
    "draft_title",
    "latest_revision_id",
    "live_revision_id",
    "latest_revision_created_at",
    "first_published_at",
    "last_published_at",
)


class Recorder:
    """Keeps one import. Every batch begins with `begin_batch` and ends with `note`, both in its transaction."""

    def __init__(self, *, name: str, user, token: str = "", kind: str = ImportKind.ENTRIES, publishes: bool = False):
        self.known = {"name": name[:200], "by": user, "kind": kind, "publishes": publishes}
        self.token = token
        self.key: int | None = None

    def begin_batch(self) -> None:
        """Lock the import's row until the end of the transaction; make it with the first batch.

        Raises:
            FileError: somebody took back what is written already.
        """
        found = Import.objects.select_for_update(of=("self",))
        found = found.filter(token=self.token) if self.token else found.filter(pk=self.key)
        record = found.first() or Import.objects.create(token=self.token, **self.known)
        if record.taking_back_at:
            raise FileError("This import was taken back, so nothing more of the file is written. Send it again.")
        self.key = record.pk

    def note(self, made: Collection[int], before: dict[int, dict[str, Any]], *, keywords: Iterable[int] = ()) -> None:
        """Write down what a batch made and what it changed.

        Args:
            before: how changed entries stood, as `states_before` says.
            keywords: keys of keywords that were not there.
        """
        now = states_now([*made, *before])
        rows = [ImportedEntry(of_id=self.key, entry_id=key, made=True, after=now[key]) for key in made]
        rows += [
            ImportedEntry(of_id=self.key, entry_id=key, made=False, before=state, after=now[key])
            for key, state in before.items()
        ]
        ImportedEntry.objects.bulk_create(rows, ignore_conflicts=True)
        record = Import.objects.get(pk=self.key)
        Import.objects.filter(pk=self.key).update(
            made=F("made") + len(made), changed=F("changed") + len(before), keywords=[*record.keywords, *keywords]
        )

    def finish(self, *, total: int, refused: int) -> int:
        """Note that the whole file is read. Returns the key of the import."""
        self.begin_batch()
        record = Import.objects.get(pk=self.key)
        # Of a file that was stopped half-way and went on, the first part counts as unchanged the second time.
        record.unchanged = max(0, total - refused - record.made - record.changed)
        record.refused, record.finished_at = refused, timezone.now()
        record.save(update_fields=["unchanged", "refused", "finished_at"])
        return record.pk


def states_before(entries: Iterable[EntryPage], latest: dict[int, EntryPage]) -> dict[int, dict[str, Any]]:
    """Return how entries stand that are about to be changed, so that they can be put back exactly.

    Args:
        latest: the specific entries as their editors last left them.
    """
    entries = list(entries)
    digests = dict(ImportedRow.objects.filter(entry__in=entries).values_list("entry", "digests"))
    for entry in entries:
        if not entry.latest_revision_id:
            # It never had a version. Its words are kept in one, or nothing could bring them back.
            version = latest[entry.pk].save_revision(clean=False, changed=False)
            Page.objects.filter(pk=entry.pk, live=True).update(live_revision=version)
            latest[entry.pk].refresh_from_db(fields=["live_revision"])
    keys = [entry.pk for entry in entries]
    now = states_now(keys)
    return {
        row["pk"]: {
            **{name: _as_json(row[name]) for name in STATE},
            "digests": digests.get(row["pk"]),
            "last_line": now[row["pk"]][-1],
        }
        for row in Page.objects.filter(pk__in=keys).values("pk", *STATE)
    }


def _as_json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def states_now(keys: Collection[int]) -> dict[int, list]:
    """Return for each page its newest version, its live version, whether it is live, and the last line of its history."""
    found: dict[int, list] = {}
    keys = list(keys)
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        lines = PageLogEntry.objects.filter(page__in=some).order_by().values_list("page").annotate(Max("pk"))
        last = dict(lines)
        columns = ("pk", "latest_revision", "live_revision", "live")
        for key, *state in Page.objects.filter(pk__in=some).values_list(*columns):
            found[key] = [*state, last.get(key)]
    return found
