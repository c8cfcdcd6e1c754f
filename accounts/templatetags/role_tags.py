"""What each role may do, where one is given to several people at once."""

from django import template

from accounts.roles import ROLES, Role

register = template.Library()


@register.simple_tag
def roles() -> tuple[Role, ...]:
    return ROLES
