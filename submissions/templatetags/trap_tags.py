"""The two traps of a form."""

from django import template

from submissions import traps

register = template.Library()


@register.inclusion_tag("submissions/trap.html")
def trap() -> dict[str, str]:
    """Draw the fields that tell programs from people. Once in a form."""
    return {"field": traps.FIELD, "moment": traps.MOMENT, "drawn": traps.drawn_now()}
