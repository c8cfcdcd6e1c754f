"""The fixed choices of commitments, with the words that visitors read and what they mean."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What became of a commitment. "Not yet assessed" says something about us, "not started" about those who promised."""

    NOT_ASSESSED = "not_assessed", _("Not yet assessed")
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DELIVERED = "delivered", _("Delivered")
    IN_PART = "delivered_in_part", _("Delivered in part or watered down")
    DELAYED = "delayed", _("Delayed")
    STALLED = "stalled", _("Stalled")
    BROKEN = "broken_or_withdrawn", _("Broken or withdrawn")
    SUPERSEDED = "superseded", _("Superseded")
    CANNOT_JUDGE = "cannot_be_judged", _("Cannot be judged")

    @property
    def meaning(self) -> str | Promise:
        return MEANINGS[self]

    @property
    def is_assessed(self) -> bool:
        return self is not Status.NOT_ASSESSED

    @property
    def is_final(self) -> bool:
        """Nothing more is expected: it need not be checked again and again."""
        return self in FINAL


MEANINGS = {
    Status.NOT_ASSESSED: _("We know of the commitment, and nobody has looked yet at what became of it."),
    Status.NOT_STARTED: _("Somebody looked and found that nothing has been done yet that would lead to it."),
    Status.IN_PROGRESS: _("Work, law or money for it has begun, and nothing found says that it will come late."),
    Status.DELIVERED: _("What was promised is there, by its own measure and within its time if it had one."),
    Status.IN_PART: _("A part of it is there, or less than was promised, and the rest is no longer expected."),
    Status.DELAYED: _("It is still being done, and a published date for it has passed or has been put back."),
    Status.STALLED: _("It was begun, and a source says that nothing is happening now."),
    Status.BROKEN: _("It was called off, or its time ended without it."),
    Status.SUPERSEDED: _(
        "Another commitment has taken its place before it was done. That one is linked where we have it."
    ),
    Status.CANNOT_JUDGE: _("Somebody looked, and its wording or the published record does not let anybody tell."),
}
FINAL = frozenset({Status.DELIVERED, Status.IN_PART, Status.BROKEN, Status.SUPERSEDED})


class Measurability(models.TextChoices):
    CLEAR = "clear", _("Clear")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not measurable")


class DeadlineBasis(models.TextChoices):
    STATED = "stated", _("Stated with the promise")
    INFERRED = "inferred", _("Inferred by us")


class Provenance(models.TextChoices):
    """How a status came into the history."""

    DESK = "desk", _("Proposed by one editor, approved by another")
    IMPORT = "import", _("Imported from a spreadsheet, approved by an editor")
    SEED = (
        "seed",
        _("Taken over from the published source named here when this site was set up; no editor has checked it since"),
    )
