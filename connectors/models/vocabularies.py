"""Controlled vocabularies: what an entry is about, and which tiers of government it involves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class Term(index.Indexed, TagBase):
    """A term that editors choose from a list and cannot make up while they write."""

    free_tagging = False

    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        help_text=_("One sentence: what belongs here, for editors who choose between two terms."),
    )
    synonyms = models.TextField(
        _("synonyms"),
        blank=True,
        help_text=_("Words that people really type, one on each line, such as “jobs” and “living wage” for good work."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Lists show the lowest number first.")
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("synonyms"),
        FieldPanel("sort_order"),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("synonyms"),
    ]

    class Meta:
        abstract = True
        ordering = ["sort_order", "name"]

    @property
    def synonym_list(self) -> list[str]:
        return [line.strip() for line in self.synonyms.splitlines() if line.strip()]


class Theme(Term):
    """What an entry is about."""

    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pattern"),
        help_text=_("Shown for entries of this theme that have no picture of their own."),
    )

    panels = [*Term.panels, FieldPanel("picture")]

    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Tier(Term):
    """A tier of community or government, from the neighbourhood to the United Kingdom."""

    class Meta(Term.Meta):
        verbose_name = _("tier of government")
        verbose_name_plural = _("tiers of government")
