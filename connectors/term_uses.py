"""Where terms are used: on entries as they are, and in the versions of entries that are kept."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page, Revision

from connectors.models import EntryKeyword, EntryTheme, EntryTier, Theme, Tier
from connectors.models.merges import TermMerge

UNDO_DAYS = 30
Term = Theme | Tier | Tag


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms: its models, and the name under which an entry, and a version of one, holds its uses."""

    name: str
    terms: type[models.Model]
    uses: type[models.Model]
    relation: str


VOCABULARIES = {
    "theme": Vocabulary("theme", Theme, EntryTheme, "theme_items"),
    "tier": Vocabulary("tier", Tier, EntryTier, "tier_items"),
    "keyword": Vocabulary("keyword", Tag, EntryKeyword, "keyword_items"),
}


@dataclass(frozen=True)
class MergeCounts:
    """What a merge would do.

    Attributes:
        source, target: entries that use each.
        both: entries that use both: these lose a double.
        drafts: entries whose newest version uses the source and is not what visitors see.
    """

    source: int
    target: int
    both: int
    drafts: int

    @property
    def moved(self) -> int:
        return self.source - self.both

    @property
    def after(self) -> int:
        """Entries that use the target in the end: none that used either is lost."""
        return self.target + self.moved


def vocabulary_of(term: Term) -> Vocabulary:
    return next(one for one in VOCABULARIES.values() if isinstance(term, one.terms))


def entries_with(vocabulary: Vocabulary, key: int) -> set[int]:
    """Return the keys of the entries that use a term, as they are saved (live or never published)."""
    return set(vocabulary.uses.objects.filter(tag=key).values_list("content_object", flat=True))


def versions_with(vocabulary: Vocabulary, key: int, among: Q | None = None) -> Iterator[Revision]:
    """Yield the kept versions of entries that use a term.

    The database narrows by the text of the term's number, which stands for other things, too; each match is then read.
    """
    versions = Revision.page_revisions.filter(among or Q())
    versions = versions.annotate(text=Cast("content", models.TextField())).filter(text__contains=f'"tag": {key}')
    for version in versions.only("pk", "object_id", "content", "created_at").order_by("pk").iterator(chunk_size=200):
        if any(item.get("tag") == key for item in version.content.get(vocabulary.relation, [])):
            yield version


def count_merge(source: Term, target: Term) -> MergeCounts:
    """Return what merging would do, counted now."""
    vocabulary = vocabulary_of(source)
    of_source, of_target = (entries_with(vocabulary, term.pk) for term in (source, target))
    return MergeCounts(len(of_source), len(of_target), len(of_source & of_target), count_drafts(vocabulary, source.pk))


def count_drafts(vocabulary: Vocabulary, key: int) -> int:
    """Return how many entries use a term in a draft: a newest version that visitors do not see."""
    drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(latest_revision=None)
    newest = Q(pk__in=drafts.values("latest_revision"))
    return sum(1 for _version in versions_with(vocabulary, key, newest))


def count_uses(term: Term) -> int:
    """Return what would lose the term if it were deleted: entries, and for a keyword also pictures and documents."""
    count = vocabulary_of(term).uses.objects.filter(tag=term).count()
    return count + (term.taggit_taggeditem_items.count() if isinstance(term, Tag) else 0)


def merges_to_undo() -> models.QuerySet[TermMerge]:
    """Return the merges that can still be taken back, the last first."""
    return TermMerge.objects.filter(undone_at=None, merged_at__gt=timezone.now() - timedelta(days=UNDO_DAYS))


def rewritten(items: Iterable[dict], key: int, put: Callable[[dict], dict | None]) -> list[dict]:
    """Return the uses that a version holds, each of one term replaced by what `put` makes of it; None drops it."""
    made = (put(item) if item.get("tag") == key else item for item in items)
    return [item for item in made if item is not None]
