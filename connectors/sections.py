"""Sections that apps above this one add to the page of an entry, after its story.

An app registers a read and a template in its `AppConfig.ready()`. The template is included with what the read returned as
`section`; when that is nothing, the section is left out. Reads are called for previews too: the entry may have parts that
are not saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.models import EntryPage


@dataclass(frozen=True)
class Kind:
    """What was registered: for which kind of entry, what is read, and how it is drawn."""

    entry_kind: str
    read: Callable[[EntryPage], Any]
    template: str
    style: str


@dataclass(frozen=True)
class Section:
    """A section of one entry: its template, what that prints, and its style sheet below `static/`."""

    template: str
    section: Any
    style: str


_registered: dict[tuple[str, str], Kind] = {}


def register(entry_kind: str, *, read: Callable[[EntryPage], Any], template: str, style: str = "") -> None:
    """Add a section to all entries of a kind. The same template for the same kind again replaces what was registered."""
    _registered[entry_kind, template] = Kind(entry_kind, read, template, style)


def sections_of(entry: EntryPage) -> list[Section]:
    """Return the sections that have something to say about an entry, in the order in which they were registered."""
    kinds = [kind for kind in _registered.values() if kind.entry_kind == entry.entry_kind]
    return [Section(kind.template, found, kind.style) for kind in kinds if (found := kind.read(entry)) is not None]
