"""New entries, hundreds at a time.

`add_child` and `save_revision` take some forty queries an entry. Here a batch takes some forty queries: paths are counted
out, and each table is filled once. What the slow way would have done besides is done too: a first version in the history,
log entries, the reference index and the desk's search index.
"""

import uuid
from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision

from connectors.models import EntryPage, ExternalId
from exchange.columns import IMPORT_SCHEME, URN
from exchange.importing.keywords import KeywordShelf
from exchange.importing.report import Outcome
from exchange.importing.slugs import SlugMaker
from exchange.importing.values import fill_required, put_values
from exchange.models import ImportedRow

PROVENANCE = "import"


class Creator:
    """Puts new entries below the page that holds their kind."""

    def __init__(self, keywords: KeywordShelf, user=None):
        self.keywords, self.user = keywords, user
        self.slugs: dict[int, SlugMaker] = {}
        self.locale = Locale.get_default()
        self.page_type = ContentType.objects.get_for_model(Page)

    def create(self, outcomes: list[Outcome]) -> list[int]:
        """Write the entries of new rows and return their keys. Must run in a transaction."""
        by_model = defaultdict(list)
        for outcome in outcomes:
            by_model[outcome.model].append(outcome)
        keys = []
        for model, rows in by_model.items():
            entries = self._entries(model, rows)
            _insert(entries, model)
            _insert_children(entries, model)
            self._first_versions(entries, model)
            _index_references(entries, model)
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, entries)
            keys += [entry.pk for entry in entries]
            for entry, outcome in zip(entries, rows, strict=True):
                outcome.entry_id = entry.pk
        self._remember(outcomes)
        return keys

    def _fill(self, entry: EntryPage, values: dict[str, Any], tags: dict[str, int]) -> None:
        put_values(entry, values, tags)
        fill_required(entry)

    def _remember(self, outcomes: list[Outcome]) -> None:
        remember(outcomes)

    def _entries(self, model: type[EntryPage], rows: list[Outcome]) -> list[EntryPage]:
        parent_model = model.allowed_parent_page_models()[0]
        # Locked on PostgreSQL until the batch is written, so that two imports do not give out the same path.
        parent = Page.objects.select_for_update().get(pk=parent_model.objects.values_list("pk", flat=True).first())
        slugs = self.slugs.setdefault(parent.pk, SlugMaker(parent))
        names = slugs.make([row.values["title"] for row in rows])
        tags = self.keywords.keys_of({word for row in rows for word in row.values.get("keywords", ())})
        last = _last_child_number(parent)
        entries = []
        for number, (row, slug) in enumerate(zip(rows, names, strict=True), start=last + 1):
            entry = self._entry(model, row)
            entry.path, entry.depth = Page._get_path(parent.path, parent.depth + 1, number), parent.depth + 1
            entry.slug = slug
            entry.set_url_path(parent)
            for relation in get_all_child_relations(model):
                setattr(entry, relation.get_accessor_name(), [])
            self._fill(entry, row.values, tags)
            entry.draft_title = entry.title
            entry.external_ids = [ExternalId(scheme=IMPORT_SCHEME, value=row.external_id, sort_order=0)]
            entries.append(entry)
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(entries))
        return entries

    def _entry(self, model: type[EntryPage], row: Outcome) -> EntryPage:
        now = timezone.now()
        own_key = row.external_id.removeprefix(URN) if row.external_id.startswith(URN) else ""
        return model(
            locale=self.locale,
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
            translation_key=_uuid_or_new(own_key),
            owner=self.user,
            live=row.goes_live,
            has_unpublished_changes=not row.goes_live,
            first_published_at=now if row.goes_live else None,
            last_published_at=now if row.goes_live else None,
            latest_revision_created_at=now,
            provenance=PROVENANCE,
        )

    def _first_versions(self, entries: list[EntryPage], model: type[EntryPage]) -> None:
        type_of_model = ContentType.objects.get_for_model(model, for_concrete_model=False)
        revisions = Revision.objects.bulk_create(
            [
                Revision(
                    content_type=type_of_model,
                    base_content_type=self.page_type,
                    object_id=str(entry.pk),
                    created_at=entry.latest_revision_created_at,
                    user=self.user,
                    object_str=str(entry),
                    content=entry.serializable_data(),
                )
                for entry in entries
            ]
        )
        newest = Revision.objects.filter(base_content_type=self.page_type, object_id=Cast(OuterRef("pk"), CharField()))
        pages = Page.objects.filter(pk__in=[entry.pk for entry in entries])
        pages.update(latest_revision=Subquery(newest.values("pk")[:1]))
        pages.filter(live=True).update(live_revision=F("latest_revision"))
        logs = []
        for entry, revision in zip(entries, revisions, strict=True):
            entry.latest_revision = revision
            for action in ("wagtail.create", "wagtail.publish") if entry.live else ("wagtail.create",):
                logs.append(self._log(entry, revision, action, type_of_model))
        PageLogEntry.objects.bulk_create(logs)

    def _log(self, entry: EntryPage, revision: Revision, action: str, content_type: ContentType) -> PageLogEntry:
        return PageLogEntry(
            page_id=entry.pk,
            content_type=content_type,
            label=entry.title,
            action=action,
            timestamp=revision.created_at,
            uuid=uuid.uuid4(),
            user=self.user,
            revision=revision,
            content_changed=True,
            data={"import": True},
        )


def remember(outcomes: list[Outcome]) -> None:
    """Keep what the file said about each entry, for the next time."""
    rows = [
        ImportedRow(entry_id=outcome.entry_id, digests=outcome.digests, imported_at=timezone.now())
        for outcome in outcomes
    ]
    ImportedRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["entry"], update_fields=["digests", "imported_at"]
    )


def _uuid_or_new(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _last_child_number(parent: Page) -> int:
    below = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    path = below.order_by("-path").values_list("path", flat=True).first()
    return Page._str2int(path[-Page.steplen :]) if path else 0


def _insert(entries: list[EntryPage], model: type[EntryPage]) -> None:
    """Fill the tables of the page, the entry and its kind. Django's bulk_create refuses models of several tables."""
    fields = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    pages = Page.objects.bulk_create([Page(**{name: getattr(entry, name) for name in fields}) for entry in entries])
    for entry, page in zip(entries, pages, strict=True):
        entry.id = entry.page_ptr_id = entry.entrypage_ptr_id = page.pk
        entry._state.adding = False
        entry._state.db = "default"
    for table in (EntryPage, model):
        table._base_manager.all()._batched_insert(entries, table._meta.local_concrete_fields, batch_size=None)


def _insert_children(entries: list[EntryPage], model: type[EntryPage]) -> None:
    for relation in get_all_child_relations(model):
        name, key = relation.get_accessor_name(), relation.field.attname
        children = []
        for entry in entries:
            for child in getattr(entry, name).all():
                setattr(child, key, entry.pk)
                children.append(child)
        if children:
            relation.related_model._base_manager.bulk_create(children)


def _index_references(entries: list[EntryPage], model: type[EntryPage]) -> None:
    """Say which places and terms the entries use, as Wagtail does after each save."""
    types = [
        ContentType.objects.get_for_model(m, for_concrete_model=False) for m in (model, *model._meta.get_parent_list())
    ]
    rows = [
        ReferenceIndex(
            content_type=types[0],
            base_content_type=types[-1],
            object_id=str(entry.pk),
            to_content_type_id=to_type,
            to_object_id=to_key,
            model_path=model_path,
            content_path=path,
            content_path_hash=ReferenceIndex._get_content_path_hash(path),
        )
        for entry in entries
        for to_type, to_key, model_path, path in set(ReferenceIndex._extract_references_from_object(entry))
    ]
    ReferenceIndex.objects.bulk_create(rows, ignore_conflicts=True)
