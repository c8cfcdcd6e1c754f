"""Rows against what is there: which are new, which say something new, which change nothing."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from connectors.models import EntryPage, ExternalId
from exchange.columns import IMPORT_SCHEME, URN
from exchange.importing.report import CHANGED, NEW, REJECTED, UNCHANGED, Note, Outcome
from exchange.importing.values import CHILDREN, says_the_same, values_of
from exchange.importing.whereabouts import NO_PLACE

UUID_LENGTH = 36


def match(outcomes: list[Outcome], *, publish: bool, placeless_go_live: bool) -> None:
    """Settle the status of every row that is not refused. A fixed number of queries for rows that change nothing.

    Args:
        outcomes: the rows of a batch.
        publish: what can go live, does.
        placeless_go_live: also entries without a place.
    """
    open_rows = [outcome for outcome in outcomes if outcome.status != REJECTED]
    keys = _entry_keys(open_rows)
    known = {
        entry.pk: entry
        for entry in EntryPage.objects.filter(pk__in=keys.values()).select_related("content_type", "imported_row")
    }
    asked: list[tuple[Outcome, EntryPage, dict[str, Any]]] = []
    for outcome in open_rows:
        entry = known.get(keys.get(outcome.external_id, 0))
        placeless = "places" not in outcome.values
        outcome.goes_live = publish and (placeless_go_live or not placeless)
        if placeless and placeless_go_live and publish:
            outcome.notes = [
                Note("No place", note.detail) if note.reason == NO_PLACE else note for note in outcome.notes
            ]
        if entry is None:
            outcome.status = NEW
            continue
        outcome.entry_id = entry.pk
        if entry.specific_class is not outcome.model:
            outcome.status = REJECTED
            outcome.notes.append(Note("The entry exists as another kind", str(entry.specific_class.entry_kind_label)))
            continue
        base = entry.imported_row.digests if hasattr(entry, "imported_row") else {}
        fresh = {name: value for name, value in outcome.values.items() if base.get(name) != outcome.digests[name]}
        asked.append((outcome, entry, fresh))
    specific = latest_versions([entry for _outcome, entry, fresh in asked if fresh])
    for outcome, entry, fresh in asked:
        _compare(outcome, entry, fresh, specific.get(entry.pk))


def _entry_keys(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return the entry of each external id that has one; of two with the same, the first. An alias has its source's."""
    ids = [outcome.external_id for outcome in outcomes]
    rows = ExternalId.objects.filter(scheme=IMPORT_SCHEME, value__in=ids, entry__alias_of=None).order_by("-entry_id")
    keys = dict(rows.values_list("value", "entry_id"))
    urns = [i for i in ids if i not in keys and i.startswith(URN) and len(i) == len(URN) + UUID_LENGTH]
    if urns:
        names = {urn.removeprefix(URN): urn for urn in urns if _is_uuid(urn.removeprefix(URN))}
        pages = EntryPage.objects.filter(translation_key__in=names)
        keys |= {names[str(uuid)]: pk for uuid, pk in pages.values_list("translation_key", "pk") if str(uuid) in names}
    return keys


def _is_uuid(text: str) -> bool:
    return all(part.isalnum() and part.isascii() for part in text.split("-")) and not set(text) - set(
        "0123456789abcdef-"
    )


def latest_versions(entries: list[EntryPage]) -> dict[int, EntryPage]:
    """Return specific entries as their editors last left them, drafts included."""
    drafts = [entry for entry in entries if entry.has_unpublished_changes and entry.latest_revision_id]
    found = {entry.pk: entry.specific for entry in drafts}
    found = {pk: entry.get_latest_revision_as_object() for pk, entry in found.items()}
    others = [entry.pk for entry in entries if entry.pk not in found]
    pages = list(EntryPage.objects.filter(pk__in=others).specific()) if others else []
    for model in {type(page) for page in pages}:
        prefetch_related_objects([page for page in pages if type(page) is model], *CHILDREN)
    return found | {page.pk: page for page in pages}


def _compare(outcome: Outcome, entry: EntryPage, fresh: dict[str, Any], latest: EntryPage | None) -> None:
    if latest is not None:
        current = values_of(latest)
        outcome.changes = {
            name: value
            for name, value in fresh.items()
            if name in current and not says_the_same(latest, name, current[name], value)
        }
        outcome.changes |= {name: fresh[name] for name in ("point",) if name in fresh and name not in current}
        if "body" in outcome.changes and current["body"] is None:
            del outcome.changes["body"]
            outcome.notes.append(Note("The story has pictures or tables by now: its body was left alone"))
    never_live = not entry.live and entry.first_published_at is None
    if entry.locked or (entry.live and entry.has_unpublished_changes):
        outcome.goes_live = False
        if outcome.changes:
            outcome.notes.append(Note("An editor is at work on it: the change waits as a draft"))
    elif not entry.live and not never_live:
        # Somebody took it off the site; a file does not bring it back.
        outcome.goes_live = False
    publishes = never_live and outcome.goes_live
    outcome.status = CHANGED if outcome.changes or publishes else UNCHANGED
