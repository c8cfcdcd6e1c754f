"""What an import says about what it did."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KEPT_ROWS = 2_000  # refused rows kept for the page
EXAMPLES = 20  # notes kept word by word for each reason; beyond them only their number
NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"


class FileError(Exception):
    """The file as a whole cannot be read. Its text says why and what to do."""


@dataclass(frozen=True)
class Note:
    """Something about one row: why it was refused, or what was left out or guessed.

    Attributes:
        reason: the same words for all rows with the same trouble, so that they can be counted.
        detail: what it was in this row.
    """

    reason: str
    detail: str = ""

    def __str__(self):
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


@dataclass
class Outcome:
    """One row after it was resolved and compared with what is there."""

    line: int
    external_id: str
    title: str
    status: str
    notes: list[Note]
    values: dict[str, Any] = field(default_factory=dict)
    model: type | None = None
    entry_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    goes_live: bool = False


@dataclass
class Report:
    """The sum of an import, fit to be kept as JSON."""

    counts: Counter = field(default_factory=Counter)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    rejected_by_reason: Counter = field(default_factory=Counter)
    notes: list[dict[str, Any]] = field(default_factory=list)
    notes_by_reason: Counter = field(default_factory=Counter)
    about_file: list[str] = field(default_factory=list)
    unknown_terms: Counter = field(default_factory=Counter)
    drafts: int = 0
    written: bool = False
    record: int | None = None  # the key of the import, once it is kept

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome.status] += 1
        if outcome.status == REJECTED:
            self.rejected_by_reason[outcome.notes[-1].reason] += 1
            self.rejected.append(_told(outcome, outcome.notes[-1]))
            return
        self.drafts += outcome.status == NEW and not outcome.goes_live
        for note in outcome.notes:
            self.notes_by_reason[note.reason] += 1
            if note.reason.startswith("Unknown"):
                self.unknown_terms[note.detail] += 1
            if self.notes_by_reason[note.reason] <= EXAMPLES:
                self.notes.append(_told(outcome, note))

    def as_dict(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "rejected": self.rejected[:KEPT_ROWS],
            "rejected_by_reason": dict(self.rejected_by_reason.most_common()),
            "notes": self.notes,
            "notes_by_reason": dict(self.notes_by_reason.most_common()),
            "about_file": self.about_file,
            "unknown_terms": dict(self.unknown_terms.most_common(50)),
            "drafts": self.drafts,
            "written": self.written,
            "record": self.record,
        }


def _told(outcome: Outcome, note: Note) -> dict[str, Any]:
    return {
        "line": outcome.line,
        "external_id": outcome.external_id[:120],
        "title": outcome.title[:120],
        "reason": str(note),
        "about": note.reason,
    }
