"""What a field of the journey needs beside what Django says of it."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def first_id(field: BoundField) -> str:
    """Return the id that a link to the field leads to: of a group of options, the first."""
    return field.id_for_label or (field.subwidgets[0].id_for_label if field.subwidgets else field.auto_id)


@register.filter
def most(field: BoundField) -> int | None:
    """Return how many characters the field may hold, where that is said beside it."""
    return field.field.widget.attrs.get("data-most")
