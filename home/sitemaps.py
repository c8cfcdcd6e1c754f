"""What search engines are told: every public page and every place."""

from django.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from places.models import Place


class PlaceSitemap(Sitemap):
    """The pages of the places. They have no date of change of their own."""

    def items(self):
        return Place.objects.current().only("slug", "name")


SITEMAPS = {"pages": PageSitemap, "places": PlaceSitemap}
