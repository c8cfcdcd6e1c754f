"""Asks site managers for the address that people write to, as long as there is none."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.models import SiteDetails
from core.waiting import Waiting


def missing_contact(request: HttpRequest) -> list[Waiting]:
    """Return a line for whoever may set the contact e-mail, when the site has none."""
    if not request.user.has_perm("core.change_sitedetails"):
        return []
    site = Site.objects.filter(is_default_site=True).first()
    if not site or SiteDetails.objects.filter(site=site).exclude(contact_email="").exists():
        return []
    text = _("Set the address that people write to: the site has none, so nobody can reply to its mails")
    return [Waiting(10, text, reverse("wagtailsettings:edit", args=["core", "sitedetails", site.pk]))]
