"""All addresses elsewhere in an entry: in its fields, texts and stories, and in what hangs on it. Knows no kind of entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, StreamValue, StructValue, URLBlock
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from linkcheck.models import LONGEST_ADDRESS, UseKind

LONGEST_PLACE = 255


@dataclass(frozen=True, slots=True)
class Found:
    """An address as it is asked for, without a mark within the page, and where it stands."""

    url: str
    kind: UseKind
    place: str


def addresses_of(entry: models.Model) -> set[Found]:
    """Return the addresses on other sites that an entry, as its own kind, leads to. Others are left out."""
    found = set()
    for url, kind, place in _all_of(entry):
        if address := outward(url):
            found.add(Found(address, kind, " ".join(place.split())[:LONGEST_PLACE]))
    return found


def outward(url: str) -> str:
    """Return an address of another site without its fragment; empty when it is none, or too long to be kept."""
    url = urldefrag(url.strip().replace("\0", ""))[0]
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    is_ours = host == urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return url if parts.scheme in {"http", "https"} and host and not is_ours and len(url) <= LONGEST_ADDRESS else ""


def _all_of(entry: models.Model) -> Iterator[tuple[str, UseKind, str]]:
    yield from _in_fields(entry, UseKind.WEBSITE, "")
    for name, label in _children_of(type(entry)):
        for child in getattr(entry, name).all():
            named = str(getattr(child, "title", "") or "")
            yield from _in_fields(child, UseKind.SOURCE, f"{label}: {named}" if named else label)


def _in_fields(owner: models.Model, kind: UseKind, place: str) -> Iterator[tuple[str, UseKind, str]]:
    for field in _fields_of(type(owner)):
        value, label = getattr(owner, field.name), place or _capital(field.verbose_name)
        if not value:
            continue
        if isinstance(field, models.URLField):
            yield value, kind, label
        elif isinstance(field, RichTextField):
            yield from ((url, UseKind.TEXT, label) for url in links_in(value))
        else:
            yield from ((url, UseKind.STORY, where) for url, where in _in_blocks(value, field.stream_block, label))


@cache
def _fields_of(model: type[models.Model]) -> list[models.Field]:
    # What an archive keeps need not be looked after.
    fields = [field for field in model._meta.get_fields() if field.name != "archived_url"]
    return [field for field in fields if isinstance(field, models.URLField | RichTextField | StreamField)]


@cache
def _children_of(model: type[models.Model]) -> list[tuple[str, str]]:
    relations = [relation for relation in get_all_child_relations(model) if _fields_of(relation.related_model)]
    return [(r.get_accessor_name(), _capital(r.related_model._meta.verbose_name)) for r in relations]


def children_with_addresses(model: type[models.Model]) -> list[str]:
    """Return the names of the relations of a kind of entry that may hold addresses, to be fetched for many at once."""
    return [name for name, _label in _children_of(model)]


def _in_blocks(value: Any, block: Block, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, RichText):
        yield from ((url, place) for url in links_in(value.source))
    elif isinstance(block, URLBlock):
        yield str(value or ""), place
    else:
        for part, of_block, label in _parts_of(value):
            yield from _in_blocks(part, of_block, label or place)


def _parts_of(value: Any) -> Iterable[tuple[Any, Block, str]]:
    """Yield what a block holds; only the outermost blocks of a stream, which editors know, name the place."""
    if isinstance(value, StreamValue):
        return ((child.value, child.block, _capital(child.block.label)) for child in value)
    if isinstance(value, StructValue):
        return ((part, value.block.child_blocks[name], "") for name, part in value.items())
    if isinstance(value, ListValue):
        return ((item.value, item.block, "") for item in value.bound_blocks)
    if isinstance(value, TypedTable):
        kinds = [column["block"] for column in value.columns]
        return ((cell, kind, "") for row in value.row_data for cell, kind in zip(row["values"], kinds, strict=False))
    return ()


def _capital(label: Any) -> str:
    label = str(label)
    return label[:1].upper() + label[1:]


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links_in(html: str) -> list[str]:
    """Return what the links of a text lead to, in its order."""
    if "href" not in html:
        return []
    parser = _Links()
    parser.feed(html)
    return parser.found
