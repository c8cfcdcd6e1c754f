"""Nobody gives away more than they hold: who may give which rights, and change which accounts."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db.models import QuerySet
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission


class Right(NamedTuple):
    """One permission, and where it holds: the path of a page or collection, or the number of a site."""

    kind: str
    permission: int
    where: str = ""


def may_change_user(actor: AbstractUser, colleague: AbstractUser) -> bool:
    """Say whether somebody's account is not above the actor's: who sets its password can do all it may do."""
    if actor.is_superuser or actor == colleague:
        return True
    return not colleague.is_superuser and covers(rights_of_user(actor), rights_of_user(colleague))


def may_give_group(actor: AbstractUser, group: Group) -> bool:
    """Say whether the actor holds every right that the group gives."""
    return actor.is_superuser or covers(rights_of_user(actor), rights_of_groups([group]))


def groups_to_give(actor: AbstractUser) -> QuerySet[Group]:
    """Return the groups that the actor may put somebody into."""
    if actor.is_superuser:
        return Group.objects.all()
    held = rights_of_user(actor)
    given = [group.pk for group in Group.objects.all() if covers(held, rights_of_groups([group]))]
    return Group.objects.filter(pk__in=given)


def rights_of_user(user: AbstractUser) -> set[Right]:
    own = {Right("model", pk) for pk in user.user_permissions.values_list("pk", flat=True)}
    return own | rights_of_groups(user.groups.all())


def rights_of_groups(groups: Iterable[Group]) -> set[Right]:
    groups = list(groups)
    on_models = Permission.objects.filter(group__in=groups).values_list("pk")
    on_pages = GroupPagePermission.objects.filter(group__in=groups).values_list("permission", "page__path")
    on_files = GroupCollectionPermission.objects.filter(group__in=groups).values_list("permission", "collection__path")
    on_sites = GroupSitePermission.objects.filter(group__in=groups).values_list("permission", "site")
    return {
        *(Right("model", *found) for found in on_models),
        *(Right("page", *found) for found in on_pages),
        *(Right("collection", *found) for found in on_files),
        *(Right("site", permission, str(site)) for permission, site in on_sites),
    }


def covers(held: Iterable[Right], wanted: Iterable[Right]) -> bool:
    """Say whether all of `wanted` is in `held`: a right on a page or collection holds for all below it."""
    held = set(held)
    return all(right in held or any(_reaches(mine, right) for mine in held) for right in wanted)


def _reaches(mine: Right, right: Right) -> bool:
    if mine.permission != right.permission:
        return False
    if mine.kind == "model":  # Django's own permission on all settings holds for those of each site
        return right.kind == "site"
    return mine.kind == right.kind != "site" and right.where.startswith(mine.where)
