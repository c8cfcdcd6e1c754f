"""Addresses that once led to something: of entries that were removed, and of terms that got another slug."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_PATH = 500


class GoneAddress(models.Model):
    """Where a public entry stood that was removed, and what is needed to show what is nearest to it."""

    path = models.CharField(
        _("address"), max_length=LONGEST_PATH, unique=True, help_text=_("Without a slash at its end.")
    )
    title = models.CharField(_("title"), max_length=255)
    # No foreign key: the row outlives the page.
    entry_key = models.PositiveBigIntegerField(_("number of the page"), db_index=True)
    themes = models.JSONField(_("slugs of its themes"), default=list)
    place = models.CharField(_("code of its lead place"), max_length=12, blank=True)
    removed_on = models.DateField(_("removed on"), default=timezone.localdate)
    note = models.TextField(
        _("why it was removed"),
        blank=True,
        max_length=500,
        help_text=_(
            "Visitors who come to the old address read this. Such as “The group closed in May 2024.” Name no person."
        ),
    )

    class Meta:
        verbose_name = _("removed entry")
        verbose_name_plural = _("removed entries")
        ordering = ["-removed_on", "-pk"]

    def __str__(self):
        return self.title


class FormerSlug(models.Model):
    """What a theme or tier was called in addresses: links with the old slug lead to the new one for ever."""

    group = models.CharField(_("group of filters"), max_length=10)
    slug = models.CharField(_("former slug"), max_length=100)
    current = models.CharField(_("slug today"), max_length=100, db_index=True)

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        constraints = [models.UniqueConstraint(fields=["group", "slug"], name="former_slug_once_per_group")]

    def __str__(self):
        return f"{self.slug} → {self.current}"
