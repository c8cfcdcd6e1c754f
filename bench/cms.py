"""The CMS's own database search with the same filters and counts, as a developer would write it with its tools."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import timedelta

from django.db import OperationalError, connection
from django.db.models import Count
from django.utils import timezone
from modelsearch.backends.database import SearchBackend

from casestudies.models import CaseStudyPage
from connectors.directory import DirectoryQuery
from connectors.kinds import entry_kinds
from connectors.models import EntryPage, EntryPlace, EntryTheme, EntryTier
from connectors.querysets import EntryQuerySet
from search.query import GROUPS

LIMIT_SECONDS = 10.0
AT_ONCE = 2_000
PAGE = 20


def fill_cms_index() -> None:
    """Write what the CMS would index of each entry, in bulk: its own command takes a query for each."""
    index = EntryPage.index_entries.rel.model
    fields = ("pk", "content_type_id", "title", "summary", "organisation")
    rows = EntryPage.objects.order_by("pk").values_list(*fields).iterator(AT_ONCE)
    entries = (
        index(
            content_type_id=kind, object_id=str(key), title=title, autocomplete=title, body=f"{summary} {organisation}"
        )
        for key, kind, title, summary, organisation in rows
    )
    index.objects.bulk_create(entries, batch_size=AT_ONCE)
    SearchBackend({}).get_index_for_model(EntryPage)._refresh_title_norms(full=True)


def ask_cms(query: DirectoryQuery) -> bool:
    """Ask for twenty hits, their number and the counts of every group. Returns False when it had to be stopped."""
    try:
        with _limited():
            found = _search(query, ranked=True)
            list(found[:PAGE])
            found.count()
            for group in GROUPS:
                _counts(group, _search(query, without=group))
    except OperationalError:
        return False
    return True


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    timer = threading.Timer(LIMIT_SECONDS, connection.connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _search(query: DirectoryQuery, *, without: str = "", ranked: bool = False) -> EntryQuerySet:
    """Return what fulfils the words and all filters, but for those of one group."""
    entries = EntryPage.objects.live()
    if query.words:
        # Filters come after: the CMS's search takes none but those on single columns.
        found = SearchBackend({}).search(query.words, entries, operator="or", order_by_relevance=ranked)
        entries = found.get_queryset()
    else:
        entries = entries.order_by("-first_published_at")
    chosen = {group: values for group, values in query.chosen if values and group != without}
    kinds = [kind.content_type_id for slug, kind in entry_kinds().items() if slug in chosen.get("kind", ())]
    entries = entries.of_kinds(kinds) if kinds else entries
    entries = entries.with_themes(chosen["theme"]) if "theme" in chosen else entries
    entries = entries.with_tiers(chosen["tier"]) if "tier" in chosen else entries
    entries = entries.in_areas(chosen["region"]) if "region" in chosen else entries
    return entries.filter(stage__in=chosen["stage"]) if "stage" in chosen else entries


def _counts(group: str, found: EntryQuerySet) -> list:
    keys = found.order_by().values("pk")
    if group == "confirmed":
        since = timezone.localdate() - timedelta(days=365)
        return [EntryPage.objects.filter(pk__in=keys, last_confirmed_at__gte=since).count()]
    rows, field = {
        "kind": (EntryPage.objects.filter(pk__in=keys), "content_type"),
        "stage": (EntryPage.objects.filter(pk__in=keys), "stage"),
        "evidence": (CaseStudyPage.objects.filter(pk__in=keys), "evidence_level"),
        "theme": (EntryTheme.objects.filter(content_object__in=keys), "tag__slug"),
        "tier": (EntryTier.objects.filter(content_object__in=keys), "tag__slug"),
        "region": (EntryPlace.objects.filter(entry__in=keys), "place__region__code"),
    }[group]
    key = "content_object" if group in {"theme", "tier"} else "entry" if group == "region" else "pk"
    return list(rows.values(field).order_by().annotate(number=Count(key, distinct=True)))
