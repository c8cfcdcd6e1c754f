"""What the frame of every page needs, from memory for visitors: the site with its home page, and its details.

Whoever is signed in or looks at a preview gets what the database has now.
"""

from copy import copy

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.models import Site

from core.kept import Kept


def is_visitor(request: HttpRequest) -> bool:
    """Tell whether what was true a few seconds ago will do: nobody is signed in, and it is no preview."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and not getattr(request, "is_preview", False)


def site_of(request: HttpRequest) -> Site | None:
    """Return the site that answers a request, as Wagtail finds it."""
    if not hasattr(request, "_wagtail_site") and is_visitor(request):
        # Without Django's check of the host: the page that refuses a wrong one has a frame too.
        site = kept_sites(request._get_raw_host(), request.get_port())
        # Where Wagtail, which asks for the site all over a page, keeps what it found.
        request._wagtail_site = _own_copy(site) if site else None
    return Site.find_for_request(request)


def _read_site(host: str, port: str) -> Site | None:
    asked = HttpRequest()
    asked.META = {"HTTP_HOST": host, "SERVER_PORT": port}
    site = Site.find_for_request(asked)
    if site:
        site.root_page = site.root_page.specific
    return site


def _own_copy(site: Site) -> Site:
    """Return a copy, with a home page that the request may write on."""
    own = copy(site)
    own.root_page = copy(site.root_page)
    return own


kept_sites = Kept(_read_site)


@receiver([post_save, post_delete], sender=Site)
def site_changed(sender, **kwargs):
    kept_sites.changed()
