"""What a load of place files does, in words for whoever runs it."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.fields import display_partial_date
from places.adding_up import COUNCILS, MARK
from places.files import PlaceFiles
from places.state import SUCCESSORS, Changes, Geography

MOST_LISTED = 40
COMPARED = ("population", "density", "urban_share", "remote_share", "dep_score")


@dataclass(frozen=True)
class Summary:
    """What a load does; each line is a sentence about one place.

    Attributes:
        added, ended, succeeded, changed: lines; a place may stand in several.
        aliases, outcodes: how many other names and postcode districts change.
        notes: what should be known with it.
        is_first: the database was empty, so all is new and is only counted.
    """

    added: list[str]
    ended: list[str]
    succeeded: list[str]
    changed: list[str]
    aliases: int
    outcodes: int
    notes: list[str]
    is_first: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.ended or self.succeeded or self.changed or self.aliases or self.outcodes)

    def lines(self) -> list[str]:
        """Return the summary line by line; long lists are cut, and say how long they are."""
        if self.is_empty:
            return ["Nothing changes: the database holds what the files say.", *self.notes]
        districts = f"Other names: {self.aliases:,}. Postcode districts: {self.outcodes:,}."
        if self.is_first:
            return [f"Loaded {len(self.added):,} places, {len(self.ended):,} of them former ones.", districts]
        lists = {"Added": self.added, "Changed": self.changed, "Ended": self.ended, "Succeeded": self.succeeded}
        said = [line for title, of in lists.items() for line in _listed(title, of)]
        return [*said, districts, *self.notes]


def summary_of(files: PlaceFiles | None, old: Geography, new: Geography, changes: Changes) -> Summary:
    """Return what changes from one geography to another; without files, nothing is said about what they leave out."""
    added, ended, succeeded, changed = [], [], [], []
    for code in sorted(changes.places, key=lambda code: (new.places.get(code) or old.places[code])["name"]):
        values, place = changes.places[code], new.places.get(code)
        if values is None or place is None:
            continue
        if code not in old.places:
            begins = f", from {display_partial_date(place['since'])}" if place["since"] else ""
            added.append(f"{place['name']} ({code}){begins}")
        if values.get("until"):
            ended.append(f"{place['name']} ({code}), last day {display_partial_date(place['until'])}")
        if values.get(SUCCESSORS):
            names = " and ".join(new.places[one]["name"] for one in values[SUCCESSORS])
            succeeded.append(f"{place['name']} ({code}) by {names}")
        others = [
            name for name in values if not ((name == "until" and values[name]) or (name == SUCCESSORS and values[name]))
        ]
        if code in old.places and others:
            changed.append(f"{place['name']} ({code}): {', '.join(name.replace('_', ' ') for name in others)}")
    notes = _notes(files, old, new) if files else []
    return Summary(added, ended, succeeded, changed, len(changes.aliases), len(changes.outcodes), notes, not old.places)


def _notes(files: PlaceFiles, old: Geography, new: Geography) -> list[str]:
    named = {row.values["code"] for row in files.places}
    notes = []
    if kept := len(old.places.keys() - named):
        notes.append(f"The files do not name {kept:,} of the places of the database: they stay as they are.")
    councils = {code: new.places[code] for code in named if new.places[code]["tier"] in COUNCILS}
    going_on = {code: place for code, place in councils.items() if not place["until"]}
    if summed := sorted(place["name"] for place in going_on.values() if place[MARK]):
        notes.append(
            f"Figures added up from the councils they replace, because the files have none: {', '.join(summed)}."
        )
    missing = sorted(place["name"] for place in going_on.values() if any(place[name] is None for name in COMPARED))
    if missing and len(missing) < len(going_on):
        notes.append(f"Figures are missing, so they are not compared with other places: {', '.join(missing)}.")
    elif missing:
        notes.append(f"Figures are missing for all {len(missing):,} councils of the files: they are not compared.")
    return notes


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    lines = list(lines)
    said = [f"{title}: {len(lines):,}", *(f"  {line}" for line in lines[:MOST_LISTED])]
    return [*said, f"  and {len(lines) - MOST_LISTED:,} more"] if len(lines) > MOST_LISTED else said
