"""Keywords as rows of the tag table, many at once."""

from collections.abc import Iterable

from taggit.models import Tag


class KeywordShelf:
    """Finds and makes tags by their words, whatever their case."""

    def __init__(self):
        self.keys: dict[str, int] = {}
        self.slugs: set[str] = set()
        self.made: list[int] = []
        self.load()

    def load(self) -> None:
        """Read what is there: also needed again after a transaction that was taken back."""
        rows = list(Tag.objects.values_list("name", "pk", "slug"))
        self.keys = {name.casefold(): pk for name, pk, _slug in rows}
        self.slugs = {slug for _name, _pk, slug in rows}

    def keys_of(self, words: Iterable[str]) -> dict[str, int]:
        """Return the key of each word's tag, made where it is missing."""
        missing = {word.casefold(): word for word in words if word.casefold() not in self.keys}
        tags = [Tag(name=word, slug=self._slug(word)) for word in missing.values()]
        for tag, key in zip(Tag.objects.bulk_create(tags), missing, strict=True):
            self.keys[key] = tag.pk
            self.made.append(tag.pk)
        return self.keys

    def take_made(self) -> list[int]:
        """Return the keys of the tags that were made since this was last asked."""
        made, self.made = self.made, []
        return made

    def _slug(self, word: str) -> str:
        base = Tag().slugify(word)[:90] or "keyword"
        slug, number = base, 1
        while slug in self.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug
