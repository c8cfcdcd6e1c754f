"""What was merged: enough to take it back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TermMerge(models.Model):
    """One term that became another. Holds keys and the words of the term, and nothing of the entries."""

    vocabulary = models.CharField(
        _("list"), max_length=10, choices=[("theme", _("Theme")), ("tier", _("Tier")), ("keyword", _("Keyword"))]
    )
    # No foreign keys: the source is gone, and the target may be merged away in its turn.
    source_key = models.PositiveBigIntegerField()
    target_key = models.PositiveBigIntegerField()
    source_name = models.CharField(_("was"), max_length=100)
    target_name = models.CharField(_("became"), max_length=100)
    source = models.JSONField(default=dict)  # the columns of the term
    moved = models.JSONField(default=dict)  # see actions/merging_terms.py
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True, db_index=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("by"), related_name="+"
    )
    undone_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        verbose_name = _("merge of terms")
        verbose_name_plural = _("merges of terms")
        ordering = ["-merged_at", "-pk"]

    def __str__(self):
        return f"{self.source_name} → {self.target_name}"
