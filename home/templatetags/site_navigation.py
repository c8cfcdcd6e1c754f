"""What the frame of every page needs to know."""

from django import template

from core.licences import Licence
from home.models import StandardPage

register = template.Library()


@register.simple_tag
def footer_pages():
    """Return the standard pages that editors ticked for the foot of every page, in the order of the tree."""
    return StandardPage.objects.live().filter(in_footer=True).order_by("path").only("title", "url_path")


@register.filter
def licence(value: str) -> Licence:
    """Return a stored licence with its label and address."""
    try:
        return Licence(value)
    except ValueError:
        return Licence.UNKNOWN
