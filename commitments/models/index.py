"""CommitmentIndexPage: the tracker."""

from django.shortcuts import redirect
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

    def serve(self, request, *args, **kwargs):
        from connectors.directory import without_empty  # noqa: PLC0415 - reads import models

        # A form without JavaScript sends its empty fields too. The address that people share holds only what was asked.
        if (short := without_empty(request.GET)) is not None:
            return redirect(f"{request.path}?{short.urlencode()}" if short else request.path)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from commitments.tracker import tracker_context  # noqa: PLC0415 - reads import models

        return {**super().get_context(request, *args, **kwargs), **tracker_context(request)}
