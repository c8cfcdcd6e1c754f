"""CaseStudyIndexPage: the shelf of all case studies."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from core.models import INLINE_FEATURES, BasePage

MOST_FEATURED = 5


class CaseStudyIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count = 1
    page_description = _("The shelf of all case studies. There is one.")

    introduction = RichTextField(
        _("introduction"), blank=True, features=INLINE_FEATURES, help_text=_("One or two sentences above the list.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        InlinePanel(
            "features",
            heading=_("Shown at the top"),
            label=_("case study"),
            max_num=MOST_FEATURED,
            help_text=_("The first is shown large. With none here, the newest is. What is not public is left out."),
        ),
    ]

    class Meta:
        verbose_name = _("case study shelf")
        verbose_name_plural = _("case study shelves")

    def get_context(self, request, *args, **kwargs):
        from casestudies.shelf import shelf_context  # noqa: PLC0415 - reads import models

        return {**super().get_context(request, *args, **kwargs), **shelf_context(self, request.GET)}


class FeaturedStory(Orderable):
    """A case study that editors show at the top of the shelf."""

    shelf = ParentalKey(CaseStudyIndexPage, on_delete=models.CASCADE, related_name="features")
    case_study = models.ForeignKey(
        "casestudies.CaseStudyPage", models.CASCADE, related_name="+", verbose_name=_("case study")
    )

    panels = [PageChooserPanel("case_study", "casestudies.CaseStudyPage", required_on_save=False)]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["shelf", "case_study"], name="story_featured_once")]
