"""Keeping what terms were called in addresses."""

from django.db import transaction

from connectors.models import FormerSlug


@transaction.atomic
def remember_slug(*, group: str, former: str, current: str) -> list[str]:
    """Let links with a term's former slug lead to another for ever, and those with slugs it had before.

    Args:
        group: of the directory's filters, such as "theme".

    Returns:
        All slugs that now lead to `current` and led to `former` until now.
    """
    moved = list(FormerSlug.objects.filter(group=group, current=former).values_list("slug", flat=True))
    FormerSlug.objects.filter(group=group, current=former).update(current=current)
    FormerSlug.objects.update_or_create(group=group, slug=former, defaults={"current": current})
    # A slug that is in use means the term that has it.
    FormerSlug.objects.filter(group=group, slug=current).delete()
    return [slug for slug in moved if slug != current]
