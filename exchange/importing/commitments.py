"""The import of commitments with their histories: adds what is missing, overwrites nothing, and does all or nothing."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from commitments.actions import PROPOSE, Finding, propose_status
from commitments.choices import Provenance
from commitments.models import CommitmentIndexPage, CommitmentPage, StatusUpdate
from connectors.choices import PlaceRole
from connectors.models import EntryPlace, ExternalId, Theme, Tier
from exchange.columns import IMPORT_SCHEME, URN
from exchange.importing.commitment_rows import CommitmentRow, UpdateRow, read_sheet
from exchange.importing.reading import open_table
from exchange.importing.report import FileError

MAX_FILE = 20 * 1024 * 1024


@dataclass
class Done:
    """What an import did, or would do; with errors it did nothing."""

    new: int = 0
    known: int = 0
    updates: int = 0
    updates_known: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_commitments(path: Path, *, by, dry_run: bool = False) -> Done:
    """Import a CSV or Excel file.

    New commitments become drafts, and all new updates wait for somebody else's approval, in the name of `by`. What is known
    already stays as it is: the same file twice adds nothing.

    Raises:
        FileError: when the file as a whole cannot be read.
        PermissionDenied: when `by` may not propose statuses.
    """
    if not by.has_perm(PROPOSE):
        raise PermissionDenied
    if path.exists() and path.stat().st_size > MAX_FILE:
        size = path.stat().st_size / 1024 / 1024
        raise FileError(
            f"The file has {size:,.0f} MB, at most {MAX_FILE // 1024 // 1024} MB are read. Part it in several."
        )
    table = open_table(path)
    sheet = read_sheet(table)
    done = Done(errors=list(sheet.errors), notes=list(table.notes))
    with transaction.atomic():
        for row in sheet.commitments.values():
            _take(row, by, done)
        if done.errors or dry_run:
            transaction.set_rollback(True)
    done.errors.sort()
    return done


def _take(row: CommitmentRow, by, done: Done) -> None:
    page = _known(row.external_id)
    if page is None:
        if not row.places:
            done.errors.append((row.line, "place: a new commitment needs at least one"))
            return
        page = _made(row, by)
        done.new += 1
    else:
        done.known += 1
    known = {_key_of(update, row.external_id): update for update in page.updates.prefetch_related("sources")}
    for update in sorted(row.updates, key=lambda one: (one.date, one.line)):
        there = known.get(update.key)
        if there is None:
            propose_status(commitment=page, finding=_finding(update), by=by, provenance=Provenance.IMPORT)
            done.updates += 1
        elif (there.status, there.date, there.reason) == (update.status, update.date, update.reason):
            done.updates_known += 1
        else:
            why = "stands in the history with another status, date or reason, and is never overwritten"
            done.errors.append((update.line, f"update_id: “{update.key}” {why}; give a correction an id of its own"))


def _known(external_id: str) -> CommitmentPage | None:
    keys = ExternalId.objects.filter(scheme=IMPORT_SCHEME, value=external_id).values("entry")
    known = CommitmentPage.objects.filter(pk__in=keys)
    if external_id.startswith(URN):
        try:
            known = CommitmentPage.objects.filter(translation_key=uuid.UUID(external_id.removeprefix(URN)))
        except ValueError:
            return None
    return known.order_by("pk").first()


def _key_of(update: StatusUpdate, external_id: str) -> str:
    # Our own export names updates that were made here by their numbers.
    return update.external_key or (str(update.pk) if external_id.startswith(URN) else "")


def _made(row: CommitmentRow, by) -> CommitmentPage:
    parent = CommitmentIndexPage.objects.get()
    page = CommitmentPage(**row.values, live=False, slug=_free_slug(row.values["title"], parent))
    page.provenance = "import"
    page.external_ids = [ExternalId(scheme=IMPORT_SCHEME, value=row.external_id)]
    page.entry_places = [
        EntryPlace(place_id=key, role=PlaceRole.SERVES, is_lead=number == 0) for number, key in enumerate(row.places)
    ]
    page.themes.set(Theme.objects.filter(slug__in=row.themes))
    page.tiers.set(Tier.objects.filter(slug__in=row.tiers))
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision(user=by)
    return page


def _free_slug(title: str, parent: Page) -> str:
    base = slugify(title)[:80] or "commitment"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(s for n in range(2, len(taken) + 3) if (s := f"{base}-{n}") not in taken)


def _finding(update: UpdateRow) -> Finding:
    return Finding(update.status, update.date, update.reason, update.sources, external_key=update.key)
