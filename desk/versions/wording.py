"""What a version of a page says, in words: field by field in the order of the editor's form.

Knows no kind of page: it goes through the panels of the form. What other rows are called (places, pictures, linked entries)
is fetched for both versions at once.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from core.fields import PartialDateField, display_partial_date
from core.saying import plain_lines, said_by_block, said_by_field
from desk.versions.blocks import plain_text, words_of_block


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things a field holds: a block, a row, a tag.

    Attributes:
        key: tells it from the others in both versions; empty when it has none yet.
        name: what sort of thing it is.
        words: what it says.
        look: all of it, also what no words show; the same for two texts that were only saved in another form.
    """

    key: str
    name: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one field says: a text, or parts."""

    label: str
    words: str = ""
    look: str = ""
    parts: tuple[Part, ...] | None = None


class Names:
    """What the rows are called that these pages refer to: one query for each model."""

    def __init__(self, *pages: Page):
        wanted = defaultdict(set)
        for owner, field in (pair for page in pages for pair in _fields_of(page)):
            if isinstance(field, models.ForeignKey) and (key := field.value_from_object(owner)) is not None:
                wanted[field.related_model].add(key)
        self._names = {
            (model, key): str(row) for model, keys in wanted.items() for key, row in model.objects.in_bulk(keys).items()
        }

    def of(self, model: type[models.Model], key: Any) -> str:
        return self._names.get((model, key), _("(deleted)")) if key is not None else ""


def said_by(page: Page, names: Names) -> dict[str, Said]:
    """Return what a version says, by the names of its fields and of its lists of rows."""
    said = {}
    for panel in _leaves(page.get_edit_handler()):
        if isinstance(panel, InlinePanel):
            said[panel.relation_name] = _said_by_rows(page, panel, names)
        else:
            said |= _said_by_field(page, panel, names)
    return said


def _leaves(panel: Panel) -> Iterator[FieldPanel | InlinePanel]:
    if isinstance(panel, FieldPanel | InlinePanel):
        yield panel
    for child in getattr(panel, "children", ()):
        yield from _leaves(child)


def _fields_of(page: Page) -> Iterator[tuple[models.Model, models.Field]]:
    """Yield what the form shows: the fields of the page, of its rows and of its tags, each with whose it is."""
    for panel in _leaves(page.get_edit_handler()):
        if isinstance(panel, InlinePanel):
            for row in getattr(page, panel.relation_name).all():
                yield from ((row, field) for field in _fields_of_row(row, panel))
            continue
        field = page._meta.get_field(panel.field_name)
        if isinstance(field, ClusterTaggableManager):
            yield from ((item, item._meta.get_field("tag")) for item in _tags_of(page, field))
        else:
            yield page, field


def _fields_of_row(row: models.Model, panel: InlinePanel) -> list[models.Field]:
    return [row._meta.get_field(leaf.field_name) for leaf in _leaves(panel.child_edit_handler)]


def _tags_of(page: Page, field: ClusterTaggableManager) -> list[models.Model]:
    relation = next(r for r in get_all_child_relations(type(page)) if r.related_model is field.remote_field.through)
    return list(getattr(page, relation.get_accessor_name()).all())


def _said_by_field(page: Page, panel: FieldPanel, names: Names) -> dict[str, Said]:
    field = page._meta.get_field(panel.field_name)
    label = capfirst(str(panel.heading or field.verbose_name))
    if isinstance(field, ClusterTaggableManager):
        return {field.name: Said(label, parts=tuple(_tags(page, field, names)))}
    if isinstance(field, StreamField):
        return {field.name: Said(label, parts=tuple(_blocks(getattr(page, field.name))))}
    return {field.name: Said(label, words_of_field(page, field, names), said_by_field(page, field))}


def _said_by_rows(page: Page, panel: InlinePanel, names: Names) -> Said:
    parts = []
    for row in getattr(page, panel.relation_name).all():
        fields = _fields_of_row(row, panel)
        said = [(capfirst(str(field.verbose_name)), words_of_field(row, field, names)) for field in fields]
        look = json.dumps([said_by_field(row, field) for field in fields])
        words = "\n".join(f"{label}: {words}" for label, words in said if words)
        parts.append(Part(str(row.pk or ""), capfirst(str(panel.label or row._meta.verbose_name)), words, look))
    return Said(capfirst(str(panel.heading)), parts=tuple(parts))


def _tags(page: Page, field: ClusterTaggableManager, names: Names) -> Iterator[Part]:
    items = _tags_of(page, field)
    if getattr(field.remote_field.model, "free_tagging", True):
        # Keywords have no order: the form sorts them. The first theme is the one that gives the picture.
        items.sort(key=lambda item: item.tag_id)
    for item in items:
        name = names.of(item._meta.get_field("tag").related_model, item.tag_id)
        yield Part(f"tag {item.tag_id}", "", name, name)


def _blocks(stream: Any) -> Iterator[Part]:
    for block in stream or ():
        words, look = words_of_block(block.value, block.block), said_by_block(block.value, block.block)
        yield Part(block.id or "", capfirst(str(block.block.label)), words, look)


def words_of_field(owner: models.Model, field: models.Field, names: Names) -> str:
    """Return what a field of a page or of a row says, as the desk would show it."""
    value = field.value_from_object(owner)
    if value is None or value == "":
        return ""
    match field:
        case models.ForeignKey():
            return names.of(field.related_model, value)
        case RichTextField():
            return plain_text(value)
        case PartialDateField():
            return display_partial_date(value)
    return str(dict(field.flatchoices).get(value, value)) if field.choices else _plainly(value)


def _plainly(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime.datetime():
            return date_format(localtime(value) if is_aware(value) else value, "j F Y, H:i")
        case datetime.date():
            return date_format(value, "j F Y")
    return plain_lines(str(value))
