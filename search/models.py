"""What the index has to be told, the synonyms that editors keep, and what visitors asked."""

from django.core.exceptions import ValidationError
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


class SynonymSetQuerySet(models.QuerySet):
    def delete(self):
        """Delete them as one at a time would be: the desk deletes what was ticked with one statement."""
        from search.projection import record_synonyms  # noqa: PLC0415 - the projection reads models

        with record_synonyms():
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class SynonymSet(models.Model):
    """Words that mean the same to somebody who looks for help."""

    words = models.TextField(
        _("words"),
        help_text=_(
            "What people call the same thing, one on each line, at least two: “living wage”, “fair pay”, “decent pay”. "
            "A line may hold up to five words; they are found as a phrase. Endings, capitals and accents do not matter: "
            "“shop” also stands for “shops”. A word may be in several sets; it then finds the words of all of them."
        ),
    )
    one_way = models.BooleanField(
        _("one way only"),
        default=False,
        help_text=_(
            "The first line also finds the others, but the others do not find the first. For a wide word and what is "
            "part of it: who asks for “climate” wants heat pumps too; who asks for “heat pumps” does not want all of climate."
        ),
    )
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("For colleagues: why this set is here. Visitors never see it."),
    )

    objects = SynonymSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return " · ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    def clean(self):
        from search.synonym_rules import check_lines, tidy_lines, twin_of  # noqa: PLC0415 - the rules read models

        super().clean()
        lines = tidy_lines(self.words)
        if faults := check_lines(lines):
            raise ValidationError({"words": faults})
        self.words = "\n".join(lines)
        if twin := twin_of(self):
            fault = _("There is a set of exactly these words already: %(words)s. Change that one.")
            raise ValidationError({"words": fault % {"words": twin}})

    def save(self, *args, **kwargs):
        from search.projection import record_synonyms  # noqa: PLC0415 - the projection reads models

        with record_synonyms():
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        from search.projection import record_synonyms  # noqa: PLC0415 - the projection reads models

        with record_synonyms():
            return super().delete(*args, **kwargs)


class OfferedSynonyms(models.Model):
    """A set of the product's own list that was loaded once. What became of it since is the editors' business."""

    name = models.CharField(max_length=255, unique=True)

    class Meta:
        verbose_name = _("loaded set of synonyms")
        verbose_name_plural = _("loaded sets of synonyms")

    def __str__(self):
        return self.name


class AskedWords(models.Model):
    """How often words were asked on a day, and how often an entry was opened from their results. Nothing about who."""

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=80)
    times = models.PositiveIntegerField(_("times asked"), default=0)
    results = models.PositiveIntegerField(
        _("entries found"),
        null=True,
        help_text=_("By these words alone, when last asked; empty if a part of them was not kept."),
    )
    opened = models.PositiveIntegerField(_("entries opened"), default=0)

    class Meta:
        verbose_name = _("words asked")
        verbose_name_plural = _("words asked")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_asked_once_a_day")]
        indexes = [models.Index(fields=["words", "day"])]

    def __str__(self):
        return f"{self.day}: {self.words}"


class OpenedEntry(models.Model):
    """How often an entry was opened on a day from the results of these words."""

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=80)
    entry = models.PositiveBigIntegerField(_("entry"))
    times = models.PositiveIntegerField(_("times opened"), default=0)

    class Meta:
        verbose_name = _("opened entry")
        verbose_name_plural = _("opened entries")
        constraints = [models.UniqueConstraint(fields=["day", "words", "entry"], name="search_opened_once_a_day")]
        indexes = [models.Index(fields=["words", "day"])]

    def __str__(self):
        return f"{self.day}: {self.words} → {self.entry}"
