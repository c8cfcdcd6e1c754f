"""Marked-up text in the one form that the editor of the desk keeps, whoever wrote it, and what it says in whatever form.

The editor reads HTML into blocks and writes it anew: paragraphs get keys, `<strong>` becomes `<b>`, breaks and blanks are folded.
What is stored in that form from the start is the same, letter for letter, after somebody saved it unchanged.
"""

import re
from collections.abc import Collection, Iterator
from hashlib import blake2b
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from django.db.models import Model
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.blocks import Block, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText
from wagtail.rich_text import features as feature_registry

LISTS = ("ul", "ol")
BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", *LISTS)
INLINE = ("a", "b", "strong", "i", "em")
TAGS = {"br", *BLOCKS, *INLINE}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, **{name: {"data-block-key"} for name in BLOCKS}}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "ftps"}  # what the editor lets links lead to
NEVER_TEXT = {"script", "style", "template"}
MARKUP = re.compile("[<&\0]")
OPENS_OR_CLOSES = re.compile(r"<(/?)([a-zA-Z]\w*)")
DEEP_TAG = re.compile(r"</?(?!(?:p|br)\b)[a-zA-Z][^>]*>")
DEEPEST = 40  # tags in each other
KEY = re.compile(r'(<\w+) data-block-key="([^"]*)"')
EMPTY_BLOCK = re.compile(r"<(p|li|h[1-6]|blockquote)></\1>")
EMPTY_LIST = re.compile(r"<(ul|ol)></\1>")
KEY_LENGTH = 5  # as the editor makes them
MOST_ROUNDS = 4  # what folds once may leave a blank that folds the next time
UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)])


class _KnownLink(LinkElementHandler):
    """Reads a link to a page or document by its number, without asking the database what it is called."""

    def get_attribute_data(self, attrs):
        return {"id": int(attrs["id"])}


class Editor(DraftailRichTextArea):
    """The CMS's editor. It opens any HTML: the CMS's own stops at a `<br>`, or a list item without a list."""

    def format_value(self, value):
        return super().format_value(well_formed(value or ""))


def kept_form(html: str, features: Collection[str] | None = None) -> str:
    """Return HTML as the editor keeps it. Nothing that is read gets lost, but for formatting that the field has no button for.

    Args:
        features: of the field or block; None for the CMS's own choice.
    """
    if not html:
        return ""
    converter, kept = _converter(features), html
    for _round in range(MOST_ROUNDS):
        before = kept
        kept = _with_keys(converter.to_database_format(converter.from_database_format(well_formed(kept))), known=before)
        if kept == before:
            break
    return kept if EMPTY_BLOCK.sub("", without_keys(kept)) else ""


def what_it_says(html: str, features: Collection[str] | None = None) -> str:
    """Return HTML without what nobody reads: two texts say the same when this is equal. Links, lists and bold words are kept."""
    return EMPTY_LIST.sub("", EMPTY_BLOCK.sub("", without_keys(kept_form(html, features))))


def without_keys(html: str) -> str:
    """Return HTML without the keys by which the editor knows its paragraphs."""
    return KEY.sub(r"\1", html)


def put_in_kept_form(instance: Model) -> None:
    """Bring all marked-up texts of a page or of another row, in memory, into the form that the editor keeps."""
    for field in instance._meta.get_fields():
        if isinstance(field, RichTextField):
            setattr(instance, field.attname, kept_form(getattr(instance, field.attname), field.features))
        elif isinstance(field, StreamField):
            for block, text in rich_texts(field.stream_block, getattr(instance, field.attname)):
                text.source = kept_form(text.source, block.features)


def rich_texts(block: Block, value: Any) -> Iterator[tuple[Block, RichText]]:
    """Yield the marked-up texts in the value of a block, each with the block that it is in."""
    match value:
        case RichText():
            yield block, value
        case StreamValue():
            for child in value:
                yield from rich_texts(child.block, child.value)
        case StructValue():
            for name, part in value.items():
                yield from rich_texts(value.block.child_blocks[name], part)
        case ListValue():
            for item in value.bound_blocks:
                yield from rich_texts(item.block, item.value)


def well_formed(html: str) -> str:
    """Return HTML that the editor can read: every tag closed, lists made of items, nothing that spans two paragraphs."""
    if not MARKUP.search(html):
        return html
    if _depth(html) > DEEPEST:
        html = DEEP_TAG.sub("", html)
    clean = nh3.clean(
        html.translate(UNSTORABLE),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags=NEVER_TEXT,
    )
    clean = EMPTY_BLOCK.sub("", clean)
    if {name for _closes, name in OPENS_OR_CLOSES.findall(clean)} <= {"p", "br"}:
        return clean.replace("<br>", "<br/>")  # most texts are that; there is nothing to be mended
    soup = BeautifulSoup(clean, "html.parser")
    for tag in soup.find_all(True):
        _mend(tag)
    return str(soup)


def _depth(html: str) -> int:
    """Return how deep tags lie in each other. Nobody writes forty; whoever sends thousands gets paragraphs."""
    depth = deepest = 0
    for match in OPENS_OR_CLOSES.finditer(html):
        depth = max(depth - 1, 0) if match[1] else depth + (match[2].lower() != "br")
        deepest = max(deepest, depth)
    return deepest


def _mend(tag: Tag) -> None:
    if tag.name == "li" and (tag.parent is None or tag.parent.name not in LISTS):
        tag.name = "p"
    elif tag.name in INLINE:
        is_broken_link = tag.get("linktype") and not str(tag.get("id", "")).isdecimal()
        if is_broken_link or tag.find(BLOCKS):
            tag.unwrap()
    elif tag.name not in {"br", "li", *LISTS} and (item := tag.find_parent("li")):
        # A paragraph in a list item would end the list.
        if tag.parent is item and any(str(sibling).strip() for sibling in tag.previous_siblings):
            tag.insert_before(Tag(name="br", can_be_empty_element=True))
        tag.unwrap()


def _converter(features: Collection[str] | None) -> ContentstateConverter:
    """Return a converter of its own for each call: it holds where it is in a text."""
    converter = ContentstateConverter(feature_registry.get_default_features() if features is None else features)
    rules = converter.html_to_contentstate_handler.element_handlers
    for kind, entity in (("page", "LINK"), ("document", "DOCUMENT")):
        known = _KnownLink(entity)
        known.mutability = "MUTABLE"
        found = rules.match("a", {"linktype": kind})
        if found:
            rules.element_rules["a"] = [
                (order, asks, known if result is found else result) for order, asks, result in rules.element_rules["a"]
            ]
    return converter


def _with_keys(html: str, *, known: str) -> str:
    """Return HTML with keys that depend on nothing but the text, where it had none in `known`."""
    kept = {key for _tag, key in KEY.findall(known)}
    used: set[str] = set()
    seed = blake2b(without_keys(html).encode()).hexdigest()

    def keyed(match: re.Match) -> str:
        key, number = match[2], 0
        if key not in kept or key in used:
            while not number or key in used or key in kept:
                number += 1
                key = blake2b(f"{len(used)} {number} {seed}".encode()).hexdigest()[:KEY_LENGTH]
        used.add(key)
        return f'{match[1]} data-block-key="{key}"'

    return KEY.sub(keyed, html)
