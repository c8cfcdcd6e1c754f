"""The family of an entry: what it was adapted from, who adapted it, and theirs, over links of the kind "adapted from"."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from connectors.choices import LinkKind
from connectors.family_tree import Box, Kin, Tree, draw_family, generations_of
from connectors.models import EntryLink, EntryPage

MOST = 24  # shown; the nearest
WALKED = 100  # looked at: some may be hidden

# The nearest come first, and UNION drops what is known already: circles end, and the limit ends wide families early.
WALK = """
WITH RECURSIVE family(id) AS (
    SELECT page_ptr_id FROM connectors_entrypage WHERE page_ptr_id IN ({seeds})
    UNION
    SELECT CASE WHEN link.entry_id = family.id THEN link.target_id ELSE link.entry_id END
    FROM family JOIN connectors_entrylink link ON link.entry_id = family.id OR link.target_id = family.id
    WHERE link.kind = %s
)
SELECT id FROM family LIMIT %s
"""


@dataclass(frozen=True)
class Adaptation:
    """That one entry was adapted from another, and how."""

    child: int | None
    parent: int
    note: str
    kept: str
    changed: str
    why: str


@dataclass(frozen=True)
class Origin:
    """An adaptation as the page of a child prints it."""

    entry: EntryPage
    adaptation: Adaptation


@dataclass(frozen=True)
class Branch:
    """A member with whom it comes from and those that come from it. Who has two origins hangs on the later one."""

    entry: EntryPage
    year: str
    is_current: bool
    origins: tuple[Origin, ...]
    branches: tuple["Branch", ...]


@dataclass(frozen=True)
class Family:
    entries: dict[int | None, EntryPage]
    current: int | None
    tree: Tree
    branches: tuple[Branch, ...]
    is_cut: bool

    @property
    def boxes(self) -> list[tuple[Box, EntryPage]]:
        return [(box, self.entries[box.key]) for box in self.tree.boxes]

    @property
    def names(self) -> list[str]:
        """All titles, the oldest generation first."""
        return [self.entries[box.key].title for box in self.tree.boxes]


def adaptations_around(entry: EntryPage, own: Collection[EntryLink]) -> list[Adaptation]:
    """Return all adaptations of the family in two queries; none when the entry has none itself.

    Args:
        own: the entry's adapted-from links of both ends; in a preview they may not be saved yet.
    """
    if not own:
        return []
    seeds = {key for link in own for key in (link.entry_id, link.target_id)} | {entry.pk}
    seeds -= {None}
    with connection.cursor() as cursor:
        walk = WALK.format(seeds=", ".join(["%s"] * len(seeds)))
        cursor.execute(walk, [*seeds, LinkKind.ADAPTED_FROM.value, WALKED])
        keys = [key for (key,) in cursor.fetchall()]
    stored = EntryLink.objects.filter(kind=LinkKind.ADAPTED_FROM, entry__in=keys, target__in=keys).order_by("pk")
    # Of the entry itself those that were given: in a preview they are not what the database has.
    links = [link for link in stored if link.entry_id != entry.pk]
    links += [link for link in own if link.entry_id in {entry.pk, None} and link.target_id]
    return [Adaptation(link.entry_id, link.target_id, link.note, link.kept, link.changed, link.why) for link in links]


def family_of(entry: EntryPage, adaptations: Collection[Adaptation], cards: dict[int, EntryPage]) -> Family | None:
    """Return the family as far as anybody may see it; none when there is nobody else.

    Args:
        cards: the public entries among those of `adaptations`. Who is not among them is not named, and nobody is reached
            through it.
    """
    entries = {**cards, entry.pk: entry}
    seen = [one for one in adaptations if one.child in entries and one.parent in entries]
    reached = _reached(entry.pk, seen)
    members = {key: entries[key] for key in reached[:MOST]}
    if len(members) < 2:  # noqa: PLR2004 - nobody else
        return None
    shown = [one for one in seen if one.child in members and one.parent in members]
    kin = [
        Kin(key, member.title, member.started[:4], tuple(dict.fromkeys(o.parent for o in shown if o.child == key)))
        for key, member in members.items()
    ]
    branches = _branches(members, kin, shown, entry.pk)
    return Family(members, entry.pk, draw_family(kin), branches, len(reached) > MOST)


def _reached(start: int | None, adaptations: Collection[Adaptation]) -> list[int | None]:
    """Return the keys that links lead to from the start, the nearest first."""
    beside = defaultdict(list)
    for one in adaptations:
        beside[one.child].append(one.parent)
        beside[one.parent].append(one.child)
    reached = {start: None}
    queue = [start]
    for key in queue:
        for other in beside[key]:
            if other not in reached:
                reached[other] = None
                queue.append(other)
    return list(reached)


def _branches(
    members: dict[int | None, EntryPage], family: list[Kin], adaptations: list[Adaptation], current: int | None
) -> tuple[Branch, ...]:
    generations = generations_of(family)
    below = defaultdict(list)
    for kin in sorted(family, key=lambda kin: (kin.when or "9", kin.title.casefold())):
        earlier = [parent for parent in kin.parents if generations[parent] < generations[kin.key]]
        below[max(earlier, key=generations.get) if earlier else "roots"].append(kin)

    def branch(kin: Kin) -> Branch:
        origins = tuple(Origin(members[one.parent], one) for one in adaptations if one.child == kin.key)
        return Branch(members[kin.key], kin.when, kin.key == current, origins, tuple(map(branch, below[kin.key])))

    return tuple(map(branch, below["roots"]))
