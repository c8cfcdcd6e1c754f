"""The kinds of entries, as the page models declare them: also those of apps above this one."""

from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models

from connectors.models import EntryPage


@dataclass(frozen=True)
class EntryKind:
    slug: str
    label: str
    plural: str
    model: type[EntryPage]

    @property
    def content_type_id(self) -> int:
        return ContentType.objects.get_for_model(self.model, for_concrete_model=False).pk


@cache
def entry_kinds() -> dict[str, EntryKind]:
    """Return each kind by its slug, in the order in which lists show them."""
    models = [model for model in get_page_models() if issubclass(model, EntryPage) and model is not EntryPage]
    kinds = [EntryKind(m.entry_kind, m.entry_kind_label, m.entry_kind_plural, m) for m in models]
    return {kind.slug: kind for kind in sorted(kinds, key=lambda kind: kind.slug, reverse=True)}


def kind_of(entry: EntryPage) -> EntryKind | None:
    """Return an entry's kind without fetching its specific page."""
    return next((k for k in entry_kinds().values() if k.content_type_id == entry.content_type_id), None)
