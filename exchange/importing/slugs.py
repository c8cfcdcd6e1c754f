"""Addresses of new entries."""

import unicodedata

from django.utils.text import slugify
from wagtail.models import Page

LONGEST = 80


class SlugMaker:
    """Gives out addresses that no other page below a parent has."""

    def __init__(self, parent: Page):
        self.below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
        self.taken = set(self.below.values_list("slug", flat=True))

    def make(self, titles: list[str]) -> list[str]:
        """Return one address for each title."""
        bases = [_base(title) for title in titles]
        # Somebody may have added pages since the last batch.
        self.taken.update(self.below.filter(slug__in=bases).values_list("slug", flat=True))
        return [self._free(base) for base in bases]

    def _free(self, base: str) -> str:
        slug, number = base, 1
        while slug in self.taken:
            number += 1
            slug = f"{base}-{number}"
        self.taken.add(slug)
        return slug


def _base(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    slug = slugify(plain)
    if len(slug) > LONGEST:
        slug = slug[:LONGEST].rsplit("-", 1)[0]
    return slug.strip("-") or "entry"
