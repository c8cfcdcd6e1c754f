"""The checks in the editor's side panel."""

from django import template

from connectors.models import EntryPage
from desk.checks.views import found_in

register = template.Library()


@register.inclusion_tag("desk/checks_panel.html")
def entry_checks_of(page) -> dict:
    """Return what the checks find in the page of an editor; nothing for pages that are no entries or not saved yet."""
    return found_in(page) if isinstance(page, EntryPage) and page.pk else {}
