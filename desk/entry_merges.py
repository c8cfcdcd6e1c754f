"""Two entries that became one: enough to part them again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from connectors.models import EntryPage


class EntryMerge(models.Model):
    """Which entry stays, which was merged into it, and the keys of all that was moved."""

    survivor = models.ForeignKey(EntryPage, models.CASCADE, related_name="+", verbose_name=_("stays"))
    merged = models.ForeignKey(EntryPage, models.CASCADE, related_name="+", verbose_name=_("was merged"))
    moved = models.JSONField(default=dict)  # see merging_entries.py
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True, db_index=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("merge of entries")
        verbose_name_plural = _("merges of entries")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=models.Q(undone_at=None), name="entry_is_merged_once")
        ]

    def __str__(self):
        return f"{self.merged_id} → {self.survivor_id}"
