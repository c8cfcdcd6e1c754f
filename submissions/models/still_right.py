"""Asking: once a year the contact of an entry is asked whether it is still right."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StillRight(models.TextChoices):
    YES = "yes", _("Yes, it is still right")
    CHANGE = "change", _("Something changed")
    ENDED = "ended", _("It has ended")


class Asking(models.Model):
    """One round: a mail, up to two reminders, and the answer. Its links work until the next round."""

    entry = models.ForeignKey("connectors.EntryPage", models.CASCADE, related_name="askings", verbose_name=_("entry"))
    # Hash of the address that was asked: when the entry gets another contact, the former one's links end.
    asked_whom = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    mailed_at = models.DateTimeField(_("last mail"), default=timezone.now)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answer = models.CharField(_("answer"), max_length=6, choices=StillRight, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question whether an entry is still right")
        verbose_name_plural = _("questions whether entries are still right")
        indexes = [models.Index(fields=["answered_at", "asked_at"])]

    def __str__(self):
        return f"{self.entry_id} {self.asked_at:%Y-%m-%d}"


class AskingLink(models.Model):
    """The link of one of its mails. Each has a secret of its own, because only hashes are kept."""

    asking = models.ForeignKey(Asking, models.CASCADE, related_name="mailed_links")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")

    def __str__(self):
        return self.secret_hash[:8]
