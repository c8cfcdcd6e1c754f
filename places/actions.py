"""What editors change about places: their other names."""

from django.db import transaction
from wagtail.log_actions import log

from places.models import Place, PlaceAlias


class AliasGoneError(Exception):
    """The name is not there any more, or belongs to another place now: somebody was faster."""


@transaction.atomic
def move_alias(key: int, *, from_place: Place, to_place: Place, user) -> bool:
    """Give another name of one place to another place: people who look for it come there from now on.

    Returns:
        False when the other place had this name already, so that one of the two was dropped.

    Raises:
        AliasGoneError: the name is not the first place's any more.
    """
    alias = PlaceAlias.objects.select_for_update().filter(pk=key, place=from_place).first()
    if alias is None:
        raise AliasGoneError
    name, kind = alias.name, alias.kind
    # Deleted and made anew, so that search hears of both places.
    alias.delete()
    is_own = name.casefold() in {to_place.name.casefold(), to_place.official_name.casefold()}
    had = is_own or to_place.aliases.filter(name__iexact=name).exists()
    if not had:
        PlaceAlias.objects.create(place=to_place, name=name, kind=kind)
    for place, other in ((from_place, to_place), (to_place, from_place)):
        log(instance=place, action="places.move_alias", user=user, data={"name": name, "other": other.name})
    return not had
