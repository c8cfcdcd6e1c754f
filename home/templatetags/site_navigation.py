"""What the frame of every page needs to know."""

from django import template

from core.frame import is_visitor, site_of
from core.licences import Licence
from home.frame import FooterLink, kept_footers, read_footer

register = template.Library()


@register.simple_tag(takes_context=True)
def footer_links(context) -> tuple[FooterLink, ...]:
    """Return the links to the standard pages that editors ticked for the foot of every page."""
    request = context["request"]
    site = site_of(request)
    if site is None:
        return ()
    return kept_footers(site.pk) if is_visitor(request) else read_footer(site.pk)


@register.filter
def licence(value: str) -> Licence:
    """Return a stored licence with its label and address."""
    try:
        return Licence(value)
    except ValueError:
        return Licence.UNKNOWN
