"""What stands in the way of taking an import back: whatever happened to its entries since."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from casestudies.models import CollectionItem
from connectors.models import EntryLink
from exchange.importing.recording import AT_ONCE, states_now
from exchange.models import Import, ImportedEntry
from exchange.signals import import_taken_back


@dataclass(frozen=True)
class Obstacle:
    """An entry that must stay as it is, and why."""

    key: int
    title: str
    why: str


@dataclass(frozen=True)
class Forecast:
    """What taking an import back would do.

    Attributes:
        deleted: entries that it made; live: how many of them visitors see.
        restored: entries that it changed.
        gone: entries that it made and somebody deleted already.
        obstacles: none, or nothing is done.
    """

    deleted: int
    live: int
    restored: int
    gone: int
    obstacles: list[Obstacle]


def forecast(record: Import) -> Forecast:
    """Look what would happen; a constant number of queries for each five hundred entries."""
    rows = list(record.entries.filter(is_back=False).order_by("pk"))
    made = [row for row in rows if row.made]
    live = record.entries.filter(is_back=False, made=True, entry__live=True).count()
    obstacles = obstacles_among(record, rows)
    lost = record.changed - record.entries.filter(made=False).count()
    if lost:
        obstacles.append(Obstacle(0, _("Entries that it changed"), _("somebody deleted %(n)d of them") % {"n": lost}))
    return Forecast(len(made), live, len(rows) - len(made), record.made - len(made), obstacles)


def obstacles_among(record: Import, rows: Collection[ImportedEntry]) -> list[Obstacle]:
    """Return which entries were changed since, or have something hanging on them, in the order of the file."""
    found: dict[int, str] = {}
    rows = list(rows)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        found |= _hanging_on(record, [row.entry_id for row in some if row.made])
        for _receiver, why in import_taken_back.send(
            sender=None, keys=[row.entry_id for row in some], since=record.started_at
        ):
            found |= why or {}
        found |= _changed(some)
    titles = {}
    keys = list(found)
    for start in range(0, len(keys), AT_ONCE):
        titles |= dict(Page.objects.filter(pk__in=keys[start : start + AT_ONCE]).values_list("pk", "draft_title"))
    return [
        Obstacle(row.entry_id, titles.get(row.entry_id, ""), found[row.entry_id])
        for row in rows
        if row.entry_id in found
    ]


def _changed(rows: list[ImportedEntry]) -> dict[int, str]:
    now = states_now([row.entry_id for row in rows])
    found = {}
    for row in rows:
        newest, live_version, live, last_line = now[row.entry_id]
        was_newest, was_live_version, was_live, was_last_line = row.after
        if live and not was_live:
            found[row.entry_id] = _("published since")
        elif was_live and not live:
            found[row.entry_id] = _("taken off the site since")
        elif (newest, live_version) != (was_newest, was_live_version):
            found[row.entry_id] = _("edited since")
        elif last_line != was_last_line:
            found[row.entry_id] = _("moved, locked, or something else was done with it since")
    return found


def _hanging_on(record: Import, made: list[int]) -> dict[int, str]:
    """Return what others made of entries that would go: links, collections, aliases, and mentions in texts."""
    ours = ImportedEntry.objects.filter(of=record, made=True).values("entry")
    found: dict[int, str] = {}
    texts = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=[str(key) for key in made]
    )
    pages = texts.filter(base_content_type=ContentType.objects.get_for_model(Page))
    sources = defaultdict(set)
    for target, source in pages.values_list("to_object_id", "object_id").distinct():
        sources[int(target)].add(int(source))
    mentioning = set().union(*sources.values()) if sources else set()
    mentioning -= set(record.entries.filter(made=True, entry__in=mentioning).values_list("entry", flat=True))
    found |= {key: _("another page leads to it") for key, by in sources.items() if by & mentioning}
    links = EntryLink.objects.filter(target__in=made).exclude(entry__in=ours)
    found |= {key: _("another entry is linked to it") for key in links.values_list("target", flat=True)}
    held = CollectionItem.objects.filter(entry__in=made).values_list("entry", flat=True)
    found |= dict.fromkeys(held, _("it stands in a collection"))
    aliases = Page.objects.filter(alias_of__in=made).values_list("alias_of", flat=True)
    return found | dict.fromkeys(aliases, _("it has an alias"))
