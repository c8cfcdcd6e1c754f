"""How dates and web addresses read."""

from urllib.parse import urlsplit

from django import template

from core.fields import display_partial_date

register = template.Library()

register.filter("partial_date", display_partial_date)


@register.filter
def site_of(url: str) -> str:
    """Return the host of a web address without "www.", empty when there is none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
