"""What is done with the history of a commitment. One person proposes, another approves; each is one transaction."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from commitments.choices import Provenance, Status
from commitments.log_actions import APPROVED, DECLINED, PROPOSED
from commitments.models import CommitmentPage, CurrentStatus, StatusUpdate, UpdateSource
from commitments.waiting import waiting_changed
from search.projection import record_change

AT_ONCE = 500  # rows of one statement
PROPOSE, APPROVE = "commitments.add_statusupdate", "commitments.approve_statusupdate"


class OwnProposalError(Exception):
    """Somebody wants to decide on what they proposed themselves."""

    def __init__(self):
        super().__init__(_("You proposed this yourself. Somebody else has to decide on it."))


class DecidedError(Exception):
    """Somebody else was faster."""

    def __init__(self):
        super().__init__(_("Somebody else has decided on this meanwhile. The history shows how."))


@dataclass(frozen=True)
class Source:
    """Where an update comes from."""

    title: str
    url: str
    archived_url: str = ""


@dataclass(frozen=True)
class Finding:
    """What somebody found out about a commitment.

    Attributes:
        date: a partial date, as stored.
        sources: at least one.
        corrects: the earlier update that this one puts right.
        external_key: what an imported file calls it.
    """

    status: Status
    date: str
    reason: str
    sources: tuple[Source, ...]
    corrects: StatusUpdate | None = None
    external_key: str = ""


def propose_status(*, commitment: CommitmentPage, finding: Finding, by, provenance=Provenance.DESK) -> StatusUpdate:
    """Add an update that waits for somebody else's approval.

    Raises:
        PermissionDenied: when `by` may not propose.
        ValidationError: when something is missing or does not fit.
    """
    if not by.has_perm(PROPOSE):
        raise PermissionDenied
    with transaction.atomic():
        update = _add(commitment, finding, made_by=by, provenance=provenance)
        log(instance=commitment, action=PROPOSED, user=by, data=_told(update))
        waiting_changed()
    return update


def propose_statuses(*, findings: Sequence[tuple[int, Finding]], by, provenance: Provenance) -> None:
    """Add many updates that wait for somebody else's approval, each as `propose_status` would, in a few statements.

    Args:
        findings: the key of a commitment and what was found out about it. The later of two of the same date holds.

    Raises:
        PermissionDenied, ValidationError: as `propose_status`; then nothing is added.
    """
    if not by.has_perm(PROPOSE):
        raise PermissionDenied
    updates = [_update(key, finding, made_by=by, provenance=provenance) for key, finding in findings]
    with transaction.atomic():
        StatusUpdate.objects.bulk_create(updates, batch_size=AT_ONCE)
        sources = [
            row for update, (_key, one) in zip(updates, findings, strict=True) for row in _sources(update, one.sources)
        ]
        UpdateSource.objects.bulk_create(sources, batch_size=AT_ONCE)
        pages = CommitmentPage.objects.only("title", "draft_title").in_bulk({key for key, _finding in findings})
        logged = [_logged(pages[update.commitment_id], update, by) for update in updates]
        PageLogEntry.objects.bulk_create(logged, batch_size=AT_ONCE)
        waiting_changed()


def approve_status(*, update: StatusUpdate, by) -> None:
    """Let a proposal count, and make it the current status when it is the latest.

    Raises:
        PermissionDenied: when `by` may not approve.
        OwnProposalError: when `by` proposed it.
        DecidedError: when it was decided meanwhile.
    """
    with _deciding(update, by) as waiting:
        waiting.stamp(approved_by=by, approved_at=timezone.now())
        bring_up_to_date(waiting.commitment)
        log(instance=waiting.commitment, action=APPROVED, user=by, data=_told(waiting))
    update.approved_by, update.approved_at = waiting.approved_by, waiting.approved_at


def decline_status(*, update: StatusUpdate, by, because: str) -> None:
    """Turn a proposal down, saying why. It stays in the desk's history and is never shown to visitors.

    Raises:
        PermissionDenied, OwnProposalError, DecidedError: as `approve_status`.
        ValidationError: when no reason is given.
    """
    if not because.strip():
        raise ValidationError(_("Say why, so that whoever proposed it knows what to do."))
    with _deciding(update, by) as waiting:
        waiting.stamp(declined_by=by, declined_at=timezone.now(), declined_because=because.strip())
        log(instance=waiting.commitment, action=DECLINED, user=by, data=_told(waiting))


def take_over_published_status(*, commitment: CommitmentPage, finding: Finding) -> StatusUpdate:
    """Add an update that counts at once, because a published source says it and nobody is there to ask: for seeding.

    It has no author and no approver, and visitors read that it was taken over from its source.
    """
    with transaction.atomic():
        update = _add(commitment, finding, approved_at=timezone.now(), provenance=Provenance.SEED)
        bring_up_to_date(commitment)
    return update


def bring_up_to_date(commitment: CommitmentPage) -> None:
    """Note which update of a commitment holds now: the latest approved one by date, then by entry."""
    latest = commitment.updates.approved().in_order().last()
    if latest is not None:
        values = {"update": latest, "status": latest.status, "date": latest.date}
        CurrentStatus.objects.update_or_create(commitment=commitment, defaults=values)
    record_change([commitment.pk])


@contextmanager
def _deciding(update: StatusUpdate, by) -> Iterator[StatusUpdate]:
    """Give the proposal in a transaction, with its commitment locked and the rules checked."""
    if not by.has_perm(APPROVE):
        raise PermissionDenied
    with transaction.atomic():
        # Two decisions on one commitment go one after the other: both ask which update is the latest.
        commitment = CommitmentPage.objects.select_for_update(of=("self",)).get(pk=update.commitment_id)
        waiting = StatusUpdate.objects.get(pk=update.pk)
        waiting.commitment = commitment
        if waiting.made_by_id == by.pk:
            raise OwnProposalError
        if not waiting.is_waiting:
            raise DecidedError
        yield waiting
        waiting_changed()


def _add(commitment: CommitmentPage, finding: Finding, **values) -> StatusUpdate:
    update = _update(commitment.pk, finding, **values)
    update.save()
    for row in _sources(update, finding.sources):
        row.save()
    return update


def _update(commitment: int, finding: Finding, **values) -> StatusUpdate:
    """Return the update that is to be added, once it is known to be right with its sources."""
    update = StatusUpdate(
        commitment_id=commitment,
        status=finding.status,
        date=finding.date,
        reason=finding.reason,
        corrects=finding.corrects,
        external_key=finding.external_key,
        **values,
    )
    _check(update, finding.sources)
    for row in _sources(update, finding.sources):
        row.full_clean(exclude=["update"])
    return update


def _sources(update: StatusUpdate, sources: Sequence[Source]) -> list[UpdateSource]:
    return [UpdateSource(update=update, title=one.title, url=one.url, archived_url=one.archived_url) for one in sources]


def _logged(commitment: CommitmentPage, update: StatusUpdate, by) -> PageLogEntry:
    return PageLogEntry(
        page_id=commitment.pk,
        content_type=ContentType.objects.get_for_model(CommitmentPage),
        label=commitment.get_admin_display_title(),
        action=PROPOSED,
        timestamp=update.made_at,
        uuid=uuid.uuid4(),
        user=by,
        data=_told(update),
    )


def _check(update: StatusUpdate, sources: Sequence[Source]) -> None:
    update.full_clean(exclude=["commitment", "corrects", "made_by"], validate_constraints=False)
    if not sources:
        raise ValidationError({"sources": _("Give at least one source: nothing is said here without one.")})
    corrected = update.corrects
    if corrected is None:
        return
    if corrected.commitment_id != update.commitment_id:
        raise ValidationError({"corrects": _("It can only correct an update of the same commitment.")})
    if update.date < corrected.date:
        # The latest by date holds: an earlier one could not put a later one right.
        raise ValidationError({"date": _("A correction has the date of what it corrects, or a later one.")})


def _told(update: StatusUpdate) -> dict:
    return {"update": update.pk, "status": update.status, "date": update.date}
