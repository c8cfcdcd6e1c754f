"""The front door and the standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.blocks import BodyBlock
from core.models import BasePage


class HomePage(BasePage):
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "connectors.DirectoryPage",
        "casestudies.CaseStudyIndexPage",
        "commitments.CommitmentIndexPage",
        "home.StandardPage",
    ]
    max_count = 1
    page_description = _("The front page. There is one.")

    heading = models.CharField(
        _("heading"), max_length=120, default="Good work in one town should be known in the next"
    )
    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("Two or three sentences: what visitors find here.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("heading"), FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request, path_components):
        """Find a page by its whole address in one query, where Wagtail would ask twice for each part of it."""
        if not path_components:
            self.known_ancestors = []
        else:
            steps = [f"{self.url_path}{'/'.join(path_components[:n])}/" for n in range(1, len(path_components) + 1)]
            # The address alone has no index: among 100,000 pages it takes twenty milliseconds, with the slugs none.
            found = list(Page.objects.filter(slug__in=path_components, url_path__in=steps).order_by("depth"))
            if len(found) == len(steps):
                page = found[-1].specific
                page.known_ancestors = [self, *found[:-1]]
                return page.route(request, [])
        # Sub-addresses that a page serves itself, and everything that does not exist.
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from home.front_page import front_page_context  # noqa: PLC0415 - reads import models

        return {**super().get_context(request, *args, **kwargs), **front_page_context()}


class StandardPage(BasePage):
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("A page of text, such as About or Privacy.")

    summary = models.TextField(_("summary"), blank=True, max_length=280, help_text=_("One sentence under the title."))
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    in_footer = models.BooleanField(_("link to it at the foot of every page"), default=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("in_footer"),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
