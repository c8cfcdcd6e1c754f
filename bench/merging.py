"""Measures merging a theme that 5,000 entries use, and taking it back: `python -m bench.merging`, in a folder of its own."""

import os
import sys
import tempfile
import time

SIZE, USES, BOTH = 10_000, 5_000, 1_200


def main() -> None:
    folder = tempfile.mkdtemp(prefix="nto-merging-")
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    import django

    django.setup()
    from bench.building import build_site

    build_site(SIZE, lambda done, total: None)
    print(f"{SIZE:,} entries in {folder}", file=sys.stderr)
    _measure()


def _measure() -> None:
    from connectors.actions.merging_terms import merge_terms, undo_merge
    from connectors.models import EntryPage, EntryTheme, Theme
    from connectors.term_uses import count_merge
    from search import conf

    conf.catch_up_mode = lambda: "never"  # the index follows in its own time
    source, target = (Theme.objects.create(name=name, slug=name) for name in ("merged", "kept"))
    keys = list(EntryPage.objects.order_by("pk").values_list("pk", flat=True)[:USES])
    EntryTheme.objects.bulk_create(EntryTheme(tag=source, content_object_id=key) for key in keys)
    EntryTheme.objects.bulk_create(EntryTheme(tag=target, content_object_id=key) for key in keys[:BOTH])
    for entry in EntryPage.objects.filter(pk__in=keys).specific().iterator():
        entry.save_revision(clean=False)
    for what, work in (
        ("counting", lambda: count_merge(source, target)),
        ("merging", lambda: merge_terms(source, target, user=None)),
    ):
        began = time.monotonic()
        done = work()
        print(f"{what} {USES:,} uses, each with a version: {time.monotonic() - began:.1f} s")
    if target.uses.count() != USES:
        sys.exit("entries were lost")
    began = time.monotonic()
    undo_merge(done.pk, user=None)
    print(f"taking it back: {time.monotonic() - began:.1f} s")
    if (source.uses.count(), target.uses.count()) != (USES, BOTH):
        sys.exit("it is not as it was")


if __name__ == "__main__":
    main()
