"""What a field says, whatever its form: a version that was only saved anew says the same as before."""

import json
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.blocks import Block, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from core.rich_text import what_it_says


def said_by_field(owner: models.Model, field: models.Field) -> str:
    """Return what a field of a page or of a row says, to be compared with what another version says there."""
    if isinstance(field, StreamField):
        return said_by_block(getattr(owner, field.attname), field.stream_block)
    value = field.value_from_object(owner)
    match value:
        case None:
            return ""
        case str() if isinstance(field, RichTextField):
            return what_it_says(value, field.features)
        case str():
            return plain_lines(value)
        case Decimal():
            return _figure(value)
    return str(value)


def plain_lines(text: str) -> str:
    """Return plain text without what a form changes: a browser sends other line breaks than a file holds, and the ends go."""
    return "\n".join(text.splitlines()).strip()


def _figure(number: Decimal) -> str:
    return format(number.normalize(), "f")


def said_by_block(value: Any, block: Block) -> str:
    """Return what a block says, as `said_by_field`."""
    return json.dumps(_said(value, block), cls=DjangoJSONEncoder)


def _said(value: Any, block: Block) -> Any:
    match value:
        case StreamValue():
            return [[child.block.name, _said(child.value, child.block)] for child in value]
        case StructValue():
            said = {name: _said(part, value.block.child_blocks[name]) for name, part in value.items()}
            # A form sends empty fields too, which a file leaves out.
            return {name: part for name, part in said.items() if part not in (None, "")}
        case ListValue():
            return [_said(item.value, item.block) for item in value.bound_blocks]
    return _said_alone(value, block)


def _said_alone(value: Any, block: Block) -> Any:
    match value:
        case RichText():
            return what_it_says(value.source, block.features)
        case str():
            return plain_lines(value)
        case Decimal():
            return _figure(value)
    return block.get_prep_value(value)
