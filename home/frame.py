"""The part of every page's frame that stands on pages: the links at the foot, and the home page above all."""

from dataclasses import dataclass

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, post_page_move

from connectors.models import EntryPage
from core.frame import kept_sites
from core.kept import Kept
from home.models import StandardPage


@dataclass(frozen=True)
class FooterLink:
    title: str
    url: str


def read_footer(site_key: int) -> tuple[FooterLink, ...]:
    """Return the links to the standard pages that editors ticked, in the order of the tree, as they read on this site."""
    site = Site.objects.get(pk=site_key)
    pages = StandardPage.objects.live().filter(in_footer=True, alias_of=None).order_by("path").only("title", "url_path")
    return tuple(FooterLink(page.title, page.get_url(current_site=site) or "") for page in pages)


kept_footers = Kept(read_footer)


@receiver([post_save, post_delete, page_slug_changed, post_page_move])
def page_changed(sender, instance, **kwargs):
    """A page was saved (also by publishing and unpublishing), moved or deleted. No entry stands in the frame."""
    if isinstance(instance, Page) and not isinstance(instance, EntryPage):
        kept_sites.changed()
        kept_footers.changed()


@receiver([post_save, post_delete], sender=Site)
def site_changed(sender, **kwargs):
    kept_footers.changed()
