"""The list of checks. An app that knows more about its entries adds its own: `register` on a function."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from connectors.models import EntryPage


@dataclass(frozen=True)
class Remark:
    """What a check found.

    Attributes:
        sentence: what is so; what_to_do: how to put it right.
        field: name of the field, or of the list of rows, where that is done.
    """

    sentence: Any
    what_to_do: Any
    field: str


Check = Callable[[EntryPage], Iterable[Remark]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check: called with the specific entry as it was last saved; yields its remarks, in the order of the form."""
    _checks.append(check)
    return check


def remarks_on(entry: EntryPage) -> Iterator[Remark]:
    """Yield what all checks find."""
    for check in _checks:
        yield from check(entry)
