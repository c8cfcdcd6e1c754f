"""Looking up what belongs to one of the compared entries."""

from django import template

register = template.Library()


@register.filter
def entry_of(values: dict[int, str], key: int) -> str:
    """Return what `values` holds for an entry, empty when it holds nothing."""
    return values.get(key, "")
