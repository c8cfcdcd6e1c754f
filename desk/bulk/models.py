"""A change of many entries: it goes on where it was when a process, a browser or a connection breaks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkChange(models.Model):
    """What somebody wants changed on which entries, and how far it is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    change = models.CharField(_("change"), max_length=20)
    value = models.JSONField(_("value"), null=True)
    keys = models.JSONField(_("entries, in turn"))
    matching = models.PositiveIntegerField(_("how many matched"))
    position = models.PositiveIntegerField(_("how many are done"), default=0)
    changed = models.PositiveIntegerField(_("how many it changed"), default=0)
    drafts = models.PositiveIntegerField(_("of these only in a draft"), default=0)
    failures = models.JSONField(_("number of the entry and why not"), default=list)
    back = models.CharField(_("address of the list"), max_length=2_000, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of many entries")
        verbose_name_plural = _("changes of many entries")

    def __str__(self):
        return f"{self.change}: {self.position} / {len(self.keys)}"

    @property
    def is_done(self) -> bool:
        return self.position >= len(self.keys)

    @property
    def unchanged(self) -> int:
        """How many were that way already."""
        return self.position - self.changed - len(self.failures)
