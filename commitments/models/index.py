"""CommitmentIndexPage: the tracker."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from core.models import INLINE_FEATURES, BasePage


class CommitmentIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["commitments.CommitmentPage"]
    max_count = 1
    page_description = _("The tracker: all commitments with their filters. There is one.")

    introduction = RichTextField(
        _("introduction"), blank=True, features=INLINE_FEATURES, help_text=_("One or two sentences above the list.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("commitment tracker")
        verbose_name_plural = _("commitment trackers")
