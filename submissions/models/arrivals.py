"""Arrival: what came from which network within the last day, to tell one sender of many things from many senders."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class ArrivalKind(models.TextChoices):
    BEGUN = "begun", _("draft begun")
    SENT = "sent", _("sent")
    MAILED = "mailed", _("link asked for")


class Arrival(models.Model):
    """One thing that came from a network. Kept for a day; of the address only a keyed hash."""

    network_hash = models.CharField(max_length=64)
    kind = models.CharField(_("what"), max_length=6, choices=ArrivalKind)
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, blank=True, related_name="arrivals")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        indexes = [models.Index(fields=["network_hash", "kind", "at"])]
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="one_arrival_of_a_kind")]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
