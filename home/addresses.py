"""The address under which the site is known to others."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


def follow_base_url() -> None:
    """Make the default site's host and port those of BASE_URL: links in the sitemap, mails and previews begin with them."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = Site.objects.filter(is_default_site=True).first()
    port = address.port or (443 if address.scheme == "https" else 80)
    if site and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = address.hostname, port
        site.save()
