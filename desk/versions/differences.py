"""What two versions of a page say differently. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from desk.versions.wording import Part, Said
from submissions.worddiff import word_diff

ALIKE = 0.5  # of the letters, for two parts without a common key to be one part that changed
MOST_PAIRED = 40  # parts without a key that are looked at two by two
LINES_AROUND = 1
CUT = "…"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of a text or of a part: "added", "removed", "moved" or "changed", and its words with what goes and comes."""

    what: str
    label: Promise | str
    name: str
    words: SafeString | str


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that says something else."""

    label: str
    differences: list[Difference]


WHAT = {
    "added": _("Added"),
    "removed": _("Removed"),
    "moved": _("Moved"),
    "changed": _("Changed"),
    "both": _("Moved and changed"),
}
ONLY_LOOK = _("Only the formatting, or a setting that no words show.")


def differences(before: dict[str, Said], after: dict[str, Said]) -> list[Changed]:
    """Return the fields that differ, in the order of the form."""
    changed = []
    for name, new in after.items():
        old = before.get(name) or Said(new.label, parts=() if new.parts is not None else None)
        found = list(_of_parts(old.parts or (), new.parts)) if new.parts is not None else list(_of_text(old, new))
        if found:
            changed.append(Changed(new.label, found))
    return changed


def _of_text(old: Said, new: Said) -> Iterator[Difference]:
    if old.look != new.look:
        yield _difference("changed", "", _marked(old.words, new.words))


def _of_parts(old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Difference]:
    pairs = _pairs(old, new)
    moved = _moved(pairs)
    before = {there: here for here, there in pairs.items()}
    gone = [here for here in range(len(old)) if here not in pairs]
    for there, part in enumerate(new):
        here = before.get(there)
        # What went stands where it stood.
        while here is not None and here not in moved and gone and gone[0] < here:
            yield _removed(old[gone.pop(0)])
        if here is None:
            yield _difference("added", part.name, _marked("", part.words))
        elif old[here].look != part.look:
            what = "both" if here in moved else "changed"
            yield _difference(what, part.name, _marked(old[here].words, part.words, keep_first=True))
        elif here in moved:
            yield _difference("moved", part.name, _beginning(part.words))
    yield from (_removed(old[here]) for here in gone)


def _removed(part: Part) -> Difference:
    return _difference("removed", part.name, _marked(part.words, ""))


def _difference(what: str, name: str, words: SafeString | str) -> Difference:
    return Difference(what, WHAT[what], name, words)


def _pairs(old: tuple[Part, ...], new: tuple[Part, ...]) -> dict[int, int]:
    """Return which part of the old version is which of the new: by key, then by all it says, then by likeness."""
    pairs: dict[int, int] = {}
    for sign in (lambda part: part.key, lambda part: part.look):
        places = {sign(part): there for there, part in enumerate(new) if there not in pairs.values() and sign(part)}
        for here, part in enumerate(old):
            if here not in pairs and sign(part) in places:
                pairs[here] = places.pop(sign(part))
    here_left = [here for here in range(len(old)) if here not in pairs][:MOST_PAIRED]
    there_left = [there for there in range(len(new)) if there not in pairs.values()][:MOST_PAIRED]
    for here in here_left:
        likely = [(_likeness(old[here], new[there]), there) for there in there_left]
        best, there = max(likely, default=(0.0, 0))
        if best >= ALIKE:
            pairs[here] = there
            there_left.remove(there)
    return pairs


def _likeness(old: Part, new: Part) -> float:
    # A tag, or a part that was there under another key, is never another one.
    if old.name != new.name or not old.name or (old.key and new.key):
        return 0.0
    return SequenceMatcher(None, old.words.split(), new.words.split()).ratio()


def _moved(pairs: dict[int, int]) -> set[int]:
    """Return which parts have to be moved to make the new order of the old: all but the longest run that keeps its order."""
    order = [there for _here, there in sorted(pairs.items())]
    best: list[list[int]] = []
    for place in order:
        longest = max((run for run in best if run[-1] < place), key=len, default=[])
        best.append([*longest, place])
    kept = set(max(best, key=len, default=[]))
    return {here for here, there in pairs.items() if there not in kept}


def _marked(before: str, after: str, *, keep_first: bool = False) -> SafeString | str:
    if before == after:
        return ONLY_LOOK
    return word_diff(*_near_the_change(before, after, keep_first=keep_first))


def _near_the_change(before: str, after: str, *, keep_first: bool) -> tuple[str, str]:
    """Leave out lines that are the same at the beginning and at the end, but for one on each side, and the first on demand:
    it says which of several parts it is.
    """
    old, new = before.split("\n"), after.split("\n")
    start, end = 0, 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    start, end = max(start - LINES_AROUND, 0), max(end - LINES_AROUND, 0)
    head = [*old[: int(keep_first)], *([CUT] if start > keep_first else [])] if start else []
    return tuple("\n".join([*head, *lines[start : len(lines) - end], *([CUT] if end else [])]) for lines in (old, new))


def _beginning(words: str) -> str:
    first, _newline, rest = words.partition("\n")
    return f"{first} {CUT}" if rest else first
