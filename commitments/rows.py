"""What the tracker prints of each commitment and of each finding: plain values, read together with the table of all."""

from dataclasses import dataclass
from typing import NamedTuple

from commitments.choices import Status


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment as the list shows it. `text` is the reason of its status, or what it is about while there is none."""

    slug: str
    title: str
    text: str
    maker: str
    promised_on: str
    status: Status
    date: str
    places: tuple[str, ...]


class Finding(NamedTuple):
    """One approved update as "What changed lately" shows it.

    Attributes:
        key: of the update.
        number: of the commitment, in the table.
    """

    key: int
    number: int
    status: str
    date: str

    @property
    def known_status(self) -> Status:
        return Status(self.status)
