"""Keeping where removed entries stood, so that their addresses answer that they are gone, and forgetting it again."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from connectors.models import EntryPage, GoneAddress
from connectors.models.addresses import LONGEST_PATH


def remember_gone(entry: EntryPage, *, paths: Iterable[str] = ()) -> None:
    """Keep the address of an entry that visitors could see until now, and further paths that led to it."""
    lead = entry.lead_place
    known = {
        "title": entry.title,
        "entry_key": entry.pk,
        "themes": [item.tag.slug for item in entry.theme_items.select_related("tag").order_by("pk")],
        "place": lead.place.code if lead else "",
    }
    for path in filter(None, {path_of(entry), *paths}):
        if len(path) <= LONGEST_PATH:
            GoneAddress.objects.update_or_create(path=path, defaults=known)


def remember_deleted(entry: EntryPage, *, was_public: bool) -> None:
    """Keep the addresses of an entry that is being deleted: its redirects are deleted with it.

    Args:
        was_public: visitors could see it until now. Otherwise only what was kept when it was unpublished stays.
    """
    former = set(Redirect.objects.filter(redirect_page=entry.pk).values_list("old_path", flat=True))
    if was_public:
        remember_gone(entry, paths=former)
    elif kept := GoneAddress.objects.filter(entry_key=entry.pk).first():
        for path in former:
            known = {
                name: getattr(kept, name) for name in ("title", "entry_key", "themes", "place", "removed_on", "note")
            }
            GoneAddress.objects.get_or_create(path=path, defaults=known)


def forget_gone(entry: EntryPage) -> None:
    """Forget that an entry was gone: it is back, or another stands where it stood."""
    GoneAddress.objects.filter(Q(entry_key=entry.pk) | Q(path=path_of(entry) or "/")).delete()


def forget_gone_below(page: Page) -> None:
    """Forget what was removed at or below a page: nobody is to learn any more what stood there."""
    path = path_of(page)
    keys = Page.objects.descendant_of(page, inclusive=True).values("pk")
    below = Q(path=path) | Q(path__startswith=f"{path}/") if path else Q()
    GoneAddress.objects.filter(Q(entry_key__in=keys) | below).delete()


def follow_gone(page: Page) -> None:
    """Let removed entries be gone at their new address, too: a page at or above them was moved or renamed."""
    below = EntryPage.objects.descendant_of(page, inclusive=True).filter(live=False)
    kept = {gone.entry_key: gone for gone in GoneAddress.objects.filter(entry_key__in=below.values("pk"))}
    for entry in below.filter(pk__in=kept):
        gone, path = kept[entry.pk], path_of(entry)
        if path and not GoneAddress.objects.filter(path=path).exists():
            gone.pk, gone.path = None, path
            gone.save(force_insert=True)


def path_of(page: Page) -> str:
    """Return the path under which visitors find a page, as redirects keep it; none for a page outside of the site."""
    parts = page.get_url_parts()
    return Redirect.normalise_path(parts[2]) if parts and parts[2] else ""
