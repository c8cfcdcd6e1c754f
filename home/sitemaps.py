"""What search engines are told: every public page and every place."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from casestudies.author_pages import public_authors
from casestudies.sets import public_collections
from places.models import Place


class PublicPages(PageSitemap):
    """All pages that anybody may see. An alias stands there under its source's address, which is the canonical one."""

    def items(self):
        return super().items().filter(alias_of=None)


class PlaceSitemap(Sitemap):
    """The pages of the places. They have no date of change of their own."""

    def items(self):
        return Place.objects.current().only("slug", "name")


class CollectionSitemap(Sitemap):
    """The pages of collections that hold anything public."""

    def items(self):
        return [collection for collection, _keys in public_collections()]


class AuthorSitemap(Sitemap):
    """The pages of authors of anything public."""

    def items(self):
        return public_authors()


class OwnSitemap(Sitemap):
    """Pages that are neither of the CMS nor of a place."""

    def items(self):
        return ["submit", "map", "how_we_compare", "commitment_method"]

    def location(self, item):
        return reverse(item)


SITEMAPS = {
    "pages": PublicPages,
    "places": PlaceSitemap,
    "collections": CollectionSitemap,
    "authors": AuthorSitemap,
    "own": OwnSitemap,
}
