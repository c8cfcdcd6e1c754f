"""Collections: ordered sets of entries with an introduction, made by editors. A series is one that is read in order."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin
from wagtail.search import index

from casestudies.models.pictured import Pictured
from connectors.models.parts import source_of
from core.models import TEXT_FEATURES


class CaseStudyCollection(index.Indexed, PreviewableMixin, Pictured, ClusterableModel):
    title = models.CharField(
        _("title"), max_length=120, help_text=_("Such as “Good work without waiting for Whitehall”.")
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What the entries have in common, and what somebody learns who reads them together."),
    )
    is_series = models.BooleanField(
        _("it is a series"),
        default=False,
        help_text=_(
            "Its case studies are parts, to be read in order. Each says which part it is and leads to the next."
        ),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("introduction"),
        Pictured.picture_panel,
        FieldPanel("is_series"),
        InlinePanel(
            "items",
            heading=_("Entries, in order"),
            label=_("entry"),
            help_text=_(
                "What is not public is left out, here and in the count of parts. The collection has no page while it holds "
                "nothing public."
            ),
        ),
    ]

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("collection of case studies")
        verbose_name_plural = _("collections of case studies")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collection", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "casestudies/collection.html"

    def get_preview_context(self, request, mode_name):
        from casestudies.sets import collection_context  # noqa: PLC0415 - reads import models

        return {**super().get_preview_context(request, mode_name), **collection_context(self)}


class CollectionItem(Orderable):
    collection = ParentalKey(CaseStudyCollection, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey("connectors.EntryPage", models.CASCADE, related_name="collection_items")
    why = models.CharField(
        _("why it is here"),
        max_length=255,
        blank=True,
        help_text=_("One sentence, such as “The first of the three, and the only one with a technical panel”."),
    )

    panels = [PageChooserPanel("entry", "connectors.EntryPage"), FieldPanel("why")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["collection", "entry"], name="entry_once_per_collection")]

    def clean(self):
        super().clean()
        if self.entry_id:
            self.entry = source_of(self.entry)
