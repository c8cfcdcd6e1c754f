"""Taking an import back as a whole: what it made goes, what it changed says again what it said before.

It is only begun while nothing was changed since. Then it goes on a few entries at a time, each together with the note that it is
done, so that a killed process, a closed page or two windows lose and repeat nothing.
"""

import time
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag, TaggedItem
from wagtail.actions.delete_page import DeletePageAction
from wagtail.log_actions import LogContext, log
from wagtail.models import Page, ReferenceIndex, Revision

from connectors.models import EntryKeyword, EntryPage
from exchange.importing.recording import STATE, states_now
from exchange.models import Import, ImportedEntry, ImportedRow, ImportKind
from exchange.standing import Forecast, forecast, obstacles_among
from search.projection import record_change

TAKE_BACK = "exchange.take_back"
AT_ONCE = 3  # entries in one transaction: others at the desk wait about as long as for one that they save
SECONDS_AT_ONCE = 5.0
BREATH = 0.03  # seconds between two: SQLite has no queue, and others who save would hardly ever find it free


class CannotTakeBackError(Exception):
    """It cannot be taken back. Its text: "over" (somebody was faster), "kind", or "changed"."""


@transaction.atomic
def begin_taking_back(key: int, *, user: AbstractUser | None) -> Forecast:
    """Note that an import is to be taken back; nothing is changed yet.

    Raises:
        CannotTakeBackError: it is taken back already, is of commitments, or something was changed since.
    """
    record = Import.objects.select_for_update(of=("self",)).get(pk=key)
    if record.taking_back_at:
        raise CannotTakeBackError("over")
    if record.kind != ImportKind.ENTRIES:
        raise CannotTakeBackError("kind")
    seen = forecast(record)
    if seen.obstacles:
        raise CannotTakeBackError("changed")
    record.taking_back_at, record.taken_back_by = timezone.now(), user
    record.save(update_fields=["taking_back_at", "taken_back_by"])
    return seen


def go_on(key: int, *, seconds: float | None = SECONDS_AT_ONCE) -> Import:
    """Take back one entry after the other until the time is up, or to the end without a limit. Safe to repeat."""
    until = time.monotonic() + seconds if seconds is not None else None
    while True:
        record = _some(key)
        if not record.is_being_taken_back or (until is not None and time.monotonic() >= until):
            return record
        time.sleep(BREATH)


@transaction.atomic
def _some(key: int) -> Import:
    record = Import.objects.select_for_update(of=("self",)).get(pk=key)
    if not record.is_being_taken_back:
        return record
    rows = list(left_of(record)[:AT_ONCE])
    # Locked in one order, and looked at again: somebody may have saved one since it was begun.
    locked = EntryPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk__in=[row.entry_id for row in rows])
    list(locked.order_by("pk"))
    in_the_way = {one.key: one.why for one in obstacles_among(record, rows)}
    for row in rows:
        why = in_the_way.get(row.entry_id) or _taken_back(row, record)
        if why:
            record.kept.append([row.entry_id, why])
    if not rows:
        _drop_keywords(record)
        record.taken_back_at = timezone.now()
    record.save(update_fields=["kept", "taken_back_at"])
    return record


def left_of(record: Import):
    """Return the rows of entries that are still to be taken back, in the order of the file."""
    kept = [key for key, _why in record.kept]
    return record.entries.filter(is_back=False).exclude(entry__in=kept).order_by("pk")


def _taken_back(row: ImportedEntry, record: Import) -> str:
    """Take one entry back. Returns why it had to stay; empty as a rule."""
    user = record.taken_back_by
    entry = EntryPage.objects.get(pk=row.entry_id).specific
    try:
        # Lines of the log from one request count as one, of which only the last is shown: each entry is its own.
        with LogContext(user=user), transaction.atomic():
            if row.made:
                DeletePageAction(entry, user=user).execute(skip_permission_checks=True)
                return ""
            _restore(entry, row, user)
            log(instance=entry, action=TAKE_BACK, user=user, data={"file": record.name})
            _let_earlier_imports_follow(row)
            ImportedEntry.objects.filter(pk=row.pk).update(is_back=True)
    except ProtectedError:
        return _("something hangs on it that cannot be deleted")
    except (ValidationError, Revision.DoesNotExist):
        return _("its earlier version is not there any more, or cannot be published")
    return ""


def _let_earlier_imports_follow(row: ImportedEntry) -> None:
    """Let an entry that is as an earlier import left it count as that: only its history has two lines more."""
    now = states_now([row.entry_id])[row.entry_id]
    for other in ImportedEntry.objects.filter(entry=row.entry_id, is_back=False).exclude(pk=row.pk):
        if other.after[-1] == row.before["last_line"]:
            ImportedEntry.objects.filter(pk=other.pk).update(after=now)


def _restore(entry: EntryPage, row: ImportedEntry, user: AbstractUser | None) -> None:
    before = row.before
    state = {name: _from_json(name, before[name]) for name in STATE}
    newest, published, is_live, _line = row.after
    if is_live and not before["live"]:
        entry.unpublish(user=user, log_action=False)
    # The import's own version goes: what is newest is again what its editors left.
    Page.objects.filter(pk=entry.pk).update(
        latest_revision=before["latest_revision_id"], live_revision=before["live_revision_id"]
    )
    if newest != before["latest_revision_id"]:
        Revision.page_revisions.filter(pk=newest, object_id=str(entry.pk)).delete()
    if before["live"] and published != before["live_revision_id"]:
        version = Revision.objects.get(pk=before["live_revision_id"] or before["latest_revision_id"])
        version.publish(user=user, log_action=False, skip_permission_checks=True)
    elif is_live and not before["live"]:
        draft = Revision.objects.get(pk=before["latest_revision_id"]).as_object()
        draft.save(clean=False)
    Page.objects.filter(pk=entry.pk).update(**state)
    _restore_memory(entry.pk, before["digests"])
    ReferenceIndex.create_or_update_for_object(EntryPage.objects.get(pk=entry.pk).specific)
    record_change([entry.pk])


def _restore_memory(key: int, digests: dict[str, str] | None) -> None:
    """Let the file say something new again that is not in the entry any more."""
    rows = ImportedRow.objects.filter(entry=key)
    if digests is None:
        rows.delete()
    else:
        rows.update(digests=digests)


def _from_json(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and name.endswith("_at") else value


def _drop_keywords(record: Import) -> None:
    """Delete the keywords that the import made and nobody else uses by now, drafts included."""
    made = set(record.keywords)
    if not made:
        return
    used = set(EntryKeyword.objects.filter(tag__in=made).values_list("tag", flat=True))
    used |= set(TaggedItem.objects.filter(tag__in=made).values_list("tag", flat=True))
    drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(latest_revision=None)
    for content in (
        Revision.page_revisions.filter(pk__in=drafts.values("latest_revision"))
        .values_list("content", flat=True)
        .iterator(chunk_size=200)
    ):
        used |= {item.get("tag") for item in content.get("keyword_items", [])}
    Tag.objects.filter(pk__in=made - used).delete()
