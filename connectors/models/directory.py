"""DirectoryPage: the listing of everything in the directory."""

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from core.models import INLINE_FEATURES, BasePage


class DirectoryPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["connectors.InitiativePage", "connectors.ConnectorPage"]
    max_count = 1
    page_description = _("The list of all entries with its filters. There is one.")

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("One sentence above the list."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("directory")
        verbose_name_plural = _("directories")

    def serve(self, request, *args, **kwargs):
        from connectors.directory import without_empty  # noqa: PLC0415 - reads import models

        # A form without JavaScript sends its empty fields too. The address that people share holds only what was asked.
        if (short := without_empty(request.GET)) is not None:
            return redirect(f"{request.path}?{short.urlencode()}" if short else request.path)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from connectors.counting import count_question  # noqa: PLC0415 - reads import models
        from connectors.listing import listing_context  # noqa: PLC0415 - reads import models

        listing = listing_context(request)
        if "result" in listing:
            page = listing["page_of_entries"].number
            count_question(request, listing["query"], total=listing["result"].total, page=page)
        return {**super().get_context(request, *args, **kwargs), **listing}
