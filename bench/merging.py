"""Merging a theme that 5,000 entries use, each with a version, and taking it back."""

from collections.abc import Callable

from wagtail.models import Revision

from bench.timing import Line, at_most, timed
from connectors.actions.merging_terms import merge_terms, undo_merge
from connectors.models import EntryPage, EntryTheme, Theme
from connectors.models.merges import TermMerge
from connectors.term_uses import count_merge

USES, BOTH = 5_000, 1_200
LIMIT_SECONDS = 10.0
MILLISECONDS = 1_000


def measure_merging(progress: Callable[[str], None]) -> list[Line]:
    """Merge two themes of our own and take it back; what was made for it is gone afterwards.

    Raises:
        RuntimeError: an entry lost its theme, or taking it back did not bring back what was.
    """
    keys = list(EntryPage.objects.order_by("pk").values_list("pk", flat=True)[:USES])
    both = min(BOTH, len(keys))
    source, target = (Theme.objects.create(name=name, slug=name) for name in ("bench-merged", "bench-kept"))
    EntryTheme.objects.bulk_create(EntryTheme(tag=source, content_object_id=key) for key in keys)
    EntryTheme.objects.bulk_create(EntryTheme(tag=target, content_object_id=key) for key in keys[:both])
    progress(f"merging: {len(keys):,} versions")
    newest = Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for entry in EntryPage.objects.filter(pk__in=keys).specific().iterator():
        entry.save_revision(clean=False)
    progress("merging")
    done: list[TermMerge] = []
    counting = timed(lambda: count_merge(source, target))
    merging = timed(lambda: done.append(merge_terms(source, target, user=None)))
    if target.uses.count() != len(keys):
        raise RuntimeError("entries were lost")
    back = timed(lambda: undo_merge(done[0].pk, user=None))
    if (source.uses.count(), target.uses.count()) != (len(keys), both):
        raise RuntimeError("it is not as it was")
    _clear_away(newest)
    what = f"themes with {len(keys):,} uses, each with a version"
    return [
        at_most(f"counting what a merge changes: {what}", counting / MILLISECONDS, LIMIT_SECONDS, " s"),
        at_most(f"merging {what}", merging / MILLISECONDS, LIMIT_SECONDS, " s"),
        at_most("taking the merge back", back / MILLISECONDS, LIMIT_SECONDS, " s"),
    ]


def _clear_away(newest: int) -> None:
    EntryPage.objects.filter(latest_revision__gt=newest).update(latest_revision=None, has_unpublished_changes=False)
    Revision.objects.filter(pk__gt=newest).delete()
    Theme.objects.filter(slug__in=("bench-merged", "bench-kept")).delete()
    TermMerge.objects.filter(source_name="bench-merged").delete()
