"""CaseStudyIndexPage: the shelf of all case studies."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from core.models import INLINE_FEATURES, BasePage


class CaseStudyIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["casestudies.CaseStudyPage"]
    max_count = 1
    page_description = _("The shelf of all case studies. There is one.")

    introduction = RichTextField(
        _("introduction"), blank=True, features=INLINE_FEATURES, help_text=_("One or two sentences above the list.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("case study shelf")
        verbose_name_plural = _("case study shelves")

    def get_context(self, request, *args, **kwargs):
        from casestudies.shelf import shelf_context  # noqa: PLC0415 - reads import models

        return {**super().get_context(request, *args, **kwargs), **shelf_context(request)}
