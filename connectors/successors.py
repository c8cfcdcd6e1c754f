"""What became of terms that were merged into others, for addresses and answers that still name them."""

from taggit.models import Tag

from connectors.models.merges import TermMerge
from connectors.options import all_options


def key_successors(vocabulary: str) -> dict[str, str]:
    """Return, for each merged theme or tier, the key of the term that stands for it today. As text, as in query strings."""
    return _followed(TermMerge.objects.filter(vocabulary=vocabulary).values_list("source_key", "target_key"))


def keyword_successors() -> dict[str, str]:
    """Return, for each merged keyword in small letters, what stands for it today; one that was typed anew is left out."""
    merges = TermMerge.objects.filter(vocabulary="keyword").exclude(source_name__in=Tag.objects.values("name"))
    return _followed(merges.values_list("source_name", "target_name"))


def slug_successors(vocabulary: str) -> dict[str, str]:
    """Return, for each former slug of a theme or tier, merged or renamed, today's. Asks no query."""
    return all_options().former.get(vocabulary, {})


def _followed(merges) -> dict[str, str]:
    led = {}
    for merged, term in merges.filter(undone_at=None).order_by("merged_at", "pk"):
        source, target = str(merged).casefold(), str(term)
        led |= {before: target for before, now in led.items() if now.casefold() == source}
        led[source] = target
    return led
