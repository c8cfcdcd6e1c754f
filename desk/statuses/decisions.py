"""Deciding on many statuses of commitments, one after the other, as somebody would decide on one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commitments.actions import APPROVE, DecidedError, OwnProposalError, approve_status, decline_status
from commitments.models import StatusUpdate
from core.fields import display_partial_date
from desk.bulk.changing import RefusedError
from desk.waiting import name_of as colleague


@dataclass(frozen=True)
class Decision:
    """One way to decide.

    Attributes:
        decide: gets the update, who decides and the reason, if it `needs_reason`.
    """

    slug: str
    label: Any
    ticked_label: Any
    all_label: Any
    decide: Callable[[StatusUpdate, AbstractUser, str], None]
    needs_reason: bool = False

    @property
    def address(self) -> str:
        return reverse("wagtail_bulk_action", args=["commitments", "statusupdate", self.slug])

    def is_for(self, user: AbstractUser) -> bool:
        return user.has_perm(APPROVE)

    def apply(self, key: int, value: Any, *, user: AbstractUser) -> str:
        """Decide on one. Raises `RefusedError` with the reason when somebody else was faster, or the person may not."""
        update = StatusUpdate.objects.filter(pk=key).first()
        if update is None:
            raise RefusedError(_("It is not there any more."))
        try:
            self.decide(update, user, value or "")
        except (OwnProposalError, DecidedError) as error:
            raise RefusedError(str(error)) from error
        except PermissionDenied as error:
            raise RefusedError(_("You may not decide on it.")) from error
        except ValidationError as error:
            raise RefusedError(" ".join(error.messages)) from error
        return "live"

    def done_text(self, changed: int, total: int) -> str:
        """Return what was done, as a sentence."""
        one, many = {
            "approve_status": (
                "%(changed)d of %(total)d status approved. Commitments that are published show it now.",
                "%(changed)d of %(total)d statuses approved. Commitments that are published show them now.",
            ),
            "decline_status": (
                "%(changed)d of %(total)d status declined.",
                "%(changed)d of %(total)d statuses declined.",
            ),
        }[self.slug]
        return ngettext(one, many, total) % {"changed": changed, "total": total}

    def names_of(self, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return what each update is called, with the address where it stands on the desk."""
        found = StatusUpdate.objects.filter(pk__in=keys).select_related("commitment", "made_by")
        return {update.pk: (name_of(update), _statuses(update)) for update in found}


def name_of(update: StatusUpdate) -> str:
    """Return an update in a line: "A tram: Delayed, May 2023 (proposed by Ann)"."""
    told = {
        "commitment": update.commitment.title,
        "status": update.get_status_display(),
        "date": display_partial_date(update.date),
        "who": proposed_by(update),
    }
    return _("%(commitment)s: %(status)s, %(date)s (proposed by %(who)s)") % told


def proposed_by(update: StatusUpdate) -> str:
    """Return what whoever proposed an update is called. The update must have come with its `made_by`."""
    return colleague(update.made_by) or _("an account that is gone")


def _statuses(update: StatusUpdate) -> str:
    return reverse("commitment_statuses", args=[update.commitment_id])


DECISIONS = {
    decision.slug: decision
    for decision in (
        Decision(
            "approve_status",
            gettext_lazy("Approve"),
            gettext_lazy("Approve the ticked"),
            gettext_lazy("Approve all that match"),
            lambda update, user, _reason: approve_status(update=update, by=user),
        ),
        Decision(
            "decline_status",
            gettext_lazy("Decline"),
            gettext_lazy("Decline the ticked…"),
            gettext_lazy("Decline all that match…"),
            lambda update, user, reason: decline_status(update=update, by=user, because=reason),
            needs_reason=True,
        ),
    )
}
