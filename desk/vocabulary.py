"""How much each theme, tier and keyword is used, and which keywords may be the same word twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from taggit.models import Tag, TaggedItem

from connectors.models import EntryKeyword, Theme, Tier
from places.gazetteer import folded_name

THEMES, TIERS, KEYWORDS = "themes", "tiers", "keywords"
SHORTEST = 5  # letters: below, one letter more or less makes another word


@dataclass(frozen=True)
class Use:
    """One word and its entries."""

    vocabulary: str
    key: int
    name: str
    slug: str
    live: int
    drafts: int

    @property
    def entries(self) -> int:
        return self.live + self.drafts


def uses(vocabulary: str) -> list[Use]:
    """Return the words of a vocabulary, the least used first. One query."""
    if vocabulary == KEYWORDS:
        return _counted(vocabulary, _keywords(), "connectors_entrykeyword_items")
    return _counted(vocabulary, {THEMES: Theme, TIERS: Tier}[vocabulary].objects.all(), "uses")


def _keywords() -> QuerySet[Tag]:
    # Tags of pictures and documents stand in the same table; what nothing uses was a keyword, or may become one again.
    return Tag.objects.filter(
        Q(pk__in=EntryKeyword.objects.values("tag")) | ~Q(pk__in=TaggedItem.objects.values("tag"))
    )


def _counted(vocabulary: str, words: QuerySet, relation: str) -> list[Use]:
    live = Q(**{f"{relation}__content_object__live": True})
    counted = words.annotate(live=Count(relation, filter=live), everything=Count(relation)).order_by(
        "everything", "name"
    )
    rows = counted.values_list("pk", "name", "slug", "live", "everything")
    return [Use(vocabulary, key, name, slug, live, every - live) for key, name, slug, live, every in rows]


def alike(words: Iterable[Use]) -> dict[int, list[Use]]:
    """Return for each word those that may be the same: other spelling, order or number, or one letter more, less or other.

    Words with figures are compared by spelling only, because 2019 and 2020 are no slip.
    """
    words = list(words)
    by_form: dict[str, list[Use]] = defaultdict(list)
    for word in words:
        for form in _forms(word.name):
            by_form[form].append(word)
    found: dict[int, dict[int, Use]] = defaultdict(dict)
    for group in by_form.values():
        for word in group:
            found[word.key] |= {other.key: other for other in group if other.key != word.key}
    return {key: sorted(others.values(), key=lambda other: other.name) for key, others in found.items() if others}


def _forms(name: str) -> set[str]:
    """Return what a word shares with those that are alike: its plain form, and that with each letter left out."""
    plain = "".join(sorted(_singular(word) for word in folded_name(name).split()))
    if not plain:
        return set()
    if len(plain) < SHORTEST or any(letter.isdigit() for letter in plain):
        return {plain}
    return {plain, *(plain[:at] + plain[at + 1 :] for at in range(len(plain)))}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST and word.endswith("s") and not word.endswith("ss") else word
