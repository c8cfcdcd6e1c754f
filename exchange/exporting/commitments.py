"""Commitments with their whole history as rows and as one JSON document, in chunks."""

import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any

from commitments.models import CommitmentPage, StatusUpdate
from commitments.reads import approved_updates
from exchange.cells import defused, join_values
from exchange.columns import IMPORT_SCHEME, URN
from exchange.exporting.formats import Echo
from exchange.exporting.rows import Addresses

CHUNK = 500
PLAIN = (
    *("title", "summary", "wording", "is_exact", "organisation", "office_holder", "promised_on", "promised_to"),
    *("promise_title", "promise_url", "promise_archived_url", "measure", "deadline", "deadline_basis", "measurability"),
    *("measurability_why", "amount", "new_amount", "replaces_fund", "replaces_amount", "replaces_period", "money_note"),
    *("reply", "reply_by", "reply_on", "next_check"),
)
OF_UPDATE = (
    *("update_id", "update_date", "status", "reason", "source_title", "source_url", "source_archived_url"),
    *("corrects", "how_it_came", "approved_on"),
)
COLUMNS = ("external_id", "url", *PLAIN, "net_amount", "part_of", "place", "themes", *OF_UPDATE)

Document = dict[str, Any]


def documents(keys: Sequence[int], addresses: Addresses) -> Iterator[Document]:
    """Yield each commitment with its approved updates, in the order given. What was taken off the site meanwhile is left out."""
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        pages = CommitmentPage.objects.listed().filter(pk__in=chunk).select_related("parent_commitment")
        pages = pages.prefetch_related("entry_places__place", "theme_items__tag", "external_ids")
        updates: dict[int, list[StatusUpdate]] = {}
        for update in approved_updates().filter(commitment__in=chunk):
            updates.setdefault(update.commitment_id, []).append(update)
        found = {page.pk: page for page in pages}
        for key in chunk:
            if key in found:
                yield _document(found[key], updates.get(key, []), addresses)


def _document(page: CommitmentPage, updates: list[StatusUpdate], addresses: Addresses) -> Document:
    own = next((one.value for one in page.external_ids.all() if one.scheme == IMPORT_SCHEME), "")
    return {
        "external_id": own or f"{URN}{page.translation_key}",
        "url": addresses.of(page.url_path),
        **{name: _plain(getattr(page, name)) for name in PLAIN},
        "net_amount": _plain(page.money.net),
        "part_of": page.parent_commitment.title if page.parent_commitment else "",
        "place": [link.place.code for link in page.entry_places.all()],
        "themes": [item.tag.slug for item in page.theme_items.all()],
        "updates": [_update(update) for update in updates],
    }


def _update(update: StatusUpdate) -> Document:
    sources = update.sources.all()
    return {
        "update_id": update.external_key or str(update.pk),
        "update_date": update.date,
        "status": update.status,
        "reason": update.reason,
        "source_title": [source.title for source in sources],
        "source_url": [source.url for source in sources],
        "source_archived_url": [source.archived_url for source in sources],
        "corrects": str(update.corrects_id or ""),
        "how_it_came": update.provenance,
        "approved_on": update.approved_at.date().isoformat(),
    }


def _plain(value: Any) -> str | bool | None:
    # An amount that is not known is nothing, not nought; and a number keeps all its digits as text.
    return value if isinstance(value, bool) or value is None else str(value)


def as_json(found: Iterator[Document], about: Document) -> Iterator[bytes]:
    """One document: what it is, then the commitments, each with its history."""
    yield f'{{"about": {json.dumps(about, ensure_ascii=False)}, "commitments": ['.encode()
    between = "\n"
    for document in found:
        yield f"{between}{json.dumps(document, ensure_ascii=False)}".encode()
        between = ",\n"
    yield b"\n]}\n"


def as_csv(found: Iterator[Document]) -> Iterator[bytes]:
    """One row for each update; a commitment without any has one row with an empty status."""
    writer = csv.writer(Echo())
    yield f"\ufeff{writer.writerow(COLUMNS)}".encode()
    for document in found:
        for update in document["updates"] or [{}]:
            row = {**document, **update}
            yield writer.writerow([_cell(row.get(name)) for name in COLUMNS]).encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return defused(join_values(value))
    return defused("" if value is None else str(value))
