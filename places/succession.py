"""Who serves the area of a place that has ended, through any number of reorganisations."""

from collections.abc import Collection, Iterable, Mapping

from places.models import Place

Pairs = Mapping[int, Iterable[int]]  # key of a place → keys of those that replace it


def replacements() -> dict[int, list[int]]:
    """Return by the key of each replaced place the keys of its successors, in the order in which they were recorded."""
    found: dict[int, list[int]] = {}
    for old, new in Place.replaced_by.through.objects.values_list("from_place", "to_place").order_by("pk"):
        found.setdefault(old, []).append(new)
    return found


def heirs(key: int, pairs: Pairs, current: Collection[int]) -> list[int]:
    """Return the current places that a place leads to; circles end.

    Args:
        pairs: who replaces whom.
        current: keys of the places that exist on the day.
    """
    found: list[int] = []
    seen, waiting = {key}, list(pairs.get(key, ()))
    while waiting:
        later = waiting.pop(0)
        if later in seen:
            continue
        seen.add(later)
        if later in current:
            found.append(later)
        else:
            waiting += pairs.get(later, ())
    return found


def serving_today(keys: Collection[int]) -> dict[int, list[Place]]:
    """Return for each of these former places the current ones that serve its area, by name; two queries for all."""
    pairs = replacements()
    reached, waiting = set(), list(keys)
    while waiting:
        more = set(pairs.get(waiting.pop(), ())) - reached
        reached |= more
        waiting += more
    current = Place.objects.current().in_bulk(list(reached))
    return {key: sorted((current[one] for one in heirs(key, pairs, current)), key=lambda p: p.name) for key in keys}
