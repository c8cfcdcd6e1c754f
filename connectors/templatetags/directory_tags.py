"""Small words about entries for templates."""

from django import template

from connectors.kinds import kind_of
from connectors.models import EntryPage
from core.models import CoreImage

register = template.Library()


@register.filter
def kind_label(entry: EntryPage) -> str:
    """Return "Initiative", "Connector" or "Case study" without fetching the specific page."""
    kind = kind_of(entry)
    return str(kind.label) if kind else ""


@register.filter
def picture_of(entry: EntryPage) -> CoreImage | None:
    """Return the entry's own picture, else the pattern of its first theme."""
    if entry.image_id:
        return entry.image
    return next((item.tag.picture for item in entry.theme_items.all() if item.tag.picture_id), None)
