"""What the index has to be told, and the synonyms that editors keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _

EVERYTHING = None  # the key of a change after which the whole index must be built again
SYNONYMS = 0  # the key of a change of the synonym list


class Change(models.Model):
    """An entry was changed, made or taken away, written in the same transaction as that."""

    key = models.PositiveBigIntegerField(_("entry"), null=True, blank=True)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("change for the index")
        verbose_name_plural = _("changes for the index")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.pk}: {'everything' if self.key is EVERYTHING else self.key}"


class SynonymSet(models.Model):
    """Words that mean the same to somebody who looks for help."""

    words = models.TextField(
        _("words"),
        help_text=_("One on each line; several words on a line are a phrase. Plurals and endings are found anyway."),
    )
    one_way = models.BooleanField(
        _("one way only"),
        default=False,
        help_text=_("The first line also finds the others, but the others do not find the first."),
    )
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("set of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return " · ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    def save(self, *args, **kwargs):
        from search.projection import record_synonyms  # noqa: PLC0415 - the projection reads models

        with record_synonyms():
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        from search.projection import record_synonyms  # noqa: PLC0415 - the projection reads models

        with record_synonyms():
            return super().delete(*args, **kwargs)
