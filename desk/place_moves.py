"""Entries that were moved from a place that has ended to one that took it over: enough to move them back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from connectors.models import EntryPage
from places.models import Place


class PlaceMove(models.Model):
    """Which entry was moved from where to where, and what its rows and kept versions said before."""

    entry = models.ForeignKey(EntryPage, models.CASCADE, related_name="+", verbose_name=_("entry"))
    old = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name=_("from"))
    new = models.ForeignKey(Place, models.CASCADE, related_name="+", verbose_name=_("to"))
    moved = models.JSONField(default=dict)  # see moving_places.py
    moved_at = models.DateTimeField(_("moved"), auto_now_add=True, db_index=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("move to a successor")
        verbose_name_plural = _("moves to successors")
        ordering = ["-moved_at", "-pk"]

    def __str__(self):
        return f"{self.entry_id}: {self.old_id} → {self.new_id}"
