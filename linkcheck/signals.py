"""Keeps the table in step when an entry is published or taken off the site."""

from connectors.models import EntryPage
from linkcheck.collecting import collect_one, forget_one


def published(sender, instance, **kwargs) -> None:
    if isinstance(instance, EntryPage) and not instance.alias_of_id:  # an alias leads where its source does
        collect_one(instance)


def unpublished(sender, instance, **kwargs) -> None:
    if isinstance(instance, EntryPage):
        forget_one(instance)
