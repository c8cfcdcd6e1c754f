"""Tells search what an import changed: bulk writes send no `post_save`, which it listens to otherwise."""

from collections.abc import Collection

from django.dispatch import receiver

from exchange.signals import entries_imported
from search.projection import record_change


@receiver(entries_imported)
def record_imported(sender, keys: Collection[int], **kwargs) -> None:
    """Record the keys in the transaction of their batch."""
    record_change(keys)
