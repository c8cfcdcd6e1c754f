"""Blocks and marked-up texts in words, lines for people who compare them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ChoiceBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

from core.saying import plain_lines

LINES = {"p", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "tr", "div"}


class _Plain(HTMLParser):
    def __init__(self):
        super().__init__()
        self.pieces: list[str] = []
        self._leads_to: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in LINES:
            self.pieces.append("\n• " if tag == "li" else "\n")
        elif tag == "a":
            said = dict(attrs)
            target = said.get("href") or f"{said.get('linktype') or 'link'} {said.get('id') or ''}".strip()
            self._leads_to.append(target)

    def handle_endtag(self, tag):
        if tag == "a" and self._leads_to:
            self.pieces.append(f" [{self._leads_to.pop()}]")

    def handle_data(self, data):
        self.pieces.append(data)


def plain_text(html: str) -> str:
    """Return the words of a marked-up text, a paragraph or point on each line, with where its links lead in brackets."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def words_of_block(value: Any, block: Block) -> str:
    """Return what a block says: a line for each of its fields, an empty one for none."""
    return "\n".join(_lines_of(value, block))


def _lines_of(value: Any, block: Block) -> Iterator[str]:
    match value:
        case None | "" | False:
            return
        case RichText():
            yield plain_text(value.source)
        case StreamValue():
            for child in value:
                yield from _named(child.block, child.value)
        case StructValue():
            for name, part in value.items():
                yield from _named(value.block.child_blocks[name], part)
        case ListValue():
            for item in value.bound_blocks:
                yield from _lines_of(item.value, item.block)
        case TypedTable():
            yield " | ".join(column["heading"] or "" for column in value.columns)
            for row in value.row_data:
                cells = zip(row["values"], value.columns, strict=False)
                yield " | ".join(words_of_block(cell, column["block"]) for cell, column in cells)
        case _other:
            yield _plainly(value, block)


def _plainly(value: Any, block: Block) -> str:
    if value is True:
        return _("yes")
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    # A picture carries the words for those who cannot see it on this page.
    alt = getattr(value, "contextual_alt_text", "")
    return f"{value} ({alt})" if alt else plain_lines(str(value))


def _named(block: Block, value: Any) -> Iterator[str]:
    words = words_of_block(value, block)
    if words:
        yield f"{capfirst(str(block.label))}: {words}"
