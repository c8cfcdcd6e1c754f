"""The history of a commitment's status: dated updates with their sources, and which of them holds now."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commitments.choices import Provenance, Status
from commitments.history import AppendOnly, AppendOnlyQuerySet, HistoryError
from core.fields import PartialDateField, display_partial_date

COMMITMENT = "commitments.CommitmentPage"


def _somebody(verbose_name):
    # The row keeps the number of an account that is deleted: nothing in it changes, and it stays plain that two people decided.
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


class StatusUpdateQuerySet(AppendOnlyQuerySet):
    def approved(self):
        """Updates that count and may be shown."""
        return self.filter(approved_at__isnull=False)

    def waiting(self):
        """Proposals that nobody has decided on."""
        return self.filter(approved_at=None, declined_at=None)

    def in_order(self):
        """By the date they are about, then as they were entered: the last one is the current status."""
        return self.order_by("date", "pk")


class StatusUpdate(AppendOnly):
    """What was found out at a date. Proposed by one person, approved by another, and never changed after."""

    commitment = models.ForeignKey(COMMITMENT, models.PROTECT, related_name="updates", verbose_name=_("commitment"))
    date = PartialDateField(
        _("date"), blank=False, help_text=_("When it was so, as the source says: a year, a month or a day.")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status)
    reason = models.TextField(_("reason"), help_text=_("In one sentence, with the figure or date that shows it."))
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    provenance = models.CharField(_("how it came here"), max_length=10, choices=Provenance, default=Provenance.DESK)
    external_key = models.CharField(max_length=120, blank=True, editable=False)
    made_by = _somebody(_("proposed by"))
    made_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    approved_by = _somebody(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    declined_by = _somebody(_("declined by"))
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True, editable=False)
    declined_because = models.TextField(_("why it was declined"), blank=True)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["date", "pk"]
        permissions = [("approve_statusupdate", _("Can approve a status that somebody else proposed"))]
        indexes = [models.Index(fields=["approved_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "external_key"], condition=~Q(external_key=""), name="update_once_per_key"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(declined_at=None), name="update_approved_or_declined"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(made_by=None) | ~Q(approved_by=models.F("made_by")),
                name="update_approved_by_another",
            ),
        ]

    def __str__(self):
        return f"{display_partial_date(self.date)}: {self.get_status_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.approved_at is None and self.declined_at is None

    @cached_property
    def known_status(self) -> Status:
        return Status(self.status)

    def stamp(self, **values) -> None:
        """Say how it was decided, once: the one change that a row may see.

        Raises:
            HistoryError: when it was decided already, or the values are more than that.
        """
        if set(values) - {"approved_by", "approved_at", "declined_by", "declined_at", "declined_because"}:
            raise HistoryError
        waiting = StatusUpdate._base_manager.filter(pk=self.pk, approved_at=None, declined_at=None)
        if not waiting.update(**values):
            raise HistoryError
        for name, value in values.items():
            setattr(self, name, value)


class UpdateSource(AppendOnly):
    """Where an update comes from."""

    update = models.ForeignKey(StatusUpdate, models.PROTECT, related_name="sources", verbose_name=_("status update"))
    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"), max_length=500)
    archived_url = models.URLField(_("archived copy"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source of a status update")
        verbose_name_plural = _("sources of status updates")
        ordering = ["pk"]

    def __str__(self):
        return self.title


class CurrentStatus(models.Model):
    """Which update holds now. A table of its own: publishing an older version of the page must not bring back its status."""

    commitment = models.OneToOneField(
        COMMITMENT, models.CASCADE, primary_key=True, related_name="current", verbose_name=_("commitment")
    )
    update = models.ForeignKey(StatusUpdate, models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=20, choices=Status, db_index=True)
    date = models.CharField(_("since"), max_length=10)

    class Meta:
        verbose_name = _("current status")
        verbose_name_plural = _("current statuses")

    def __str__(self):
        return f"{self.commitment_id}: {self.status}"
