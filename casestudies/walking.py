"""A walk through a story: every value in it, in order of reading, however deep it lies."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue


def values_of(value: Any) -> Iterator[Any]:
    """Yield the texts, pictures, numbers and pages of a block or of a whole story."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from values_of(child.value)
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from values_of(part)
    elif isinstance(value, ListValue):
        for item in value:
            yield from values_of(item)
    else:
        yield value
