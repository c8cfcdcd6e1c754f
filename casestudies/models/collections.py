"""Collections: ordered sets of entries with an introduction, made by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from core.models import TEXT_FEATURES


class CaseStudyCollection(index.Indexed, ClusterableModel):
    title = models.CharField(
        _("title"), max_length=120, help_text=_("Such as “Good work without waiting for Whitehall”.")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("introduction"),
        InlinePanel("items", heading=_("Entries, in order"), label=_("entry")),
    ]

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("collection of case studies")
        verbose_name_plural = _("collections of case studies")
        ordering = ["title"]

    def __str__(self):
        return self.title


class CollectionItem(Orderable):
    collection = ParentalKey(CaseStudyCollection, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey("connectors.EntryPage", models.CASCADE, related_name="collection_items")

    panels = [PageChooserPanel("entry", "connectors.EntryPage")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["collection", "entry"], name="entry_once_per_collection")]
