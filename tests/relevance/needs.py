"""The judged needs of needs.yaml."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "needs.yaml"
POINTS = {"best": 3, "good": 2, "fair": 1}


@dataclass(frozen=True)
class Need:
    """Something that somebody looks for.

    Attributes:
        kind: what makes it hard, such as "typo".
        query: as typed.
        grades: the name of each record that answers it → points.
        near: the postcode in it is taken as the place to look near, as the box offers.
    """

    kind: str
    query: str
    grades: dict[str, int]
    near: bool = False


def read_needs() -> list[Need]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [Need(row["kind"], row["query"], _grades(row), row.get("asked") == "near") for row in rows]


def _grades(row: dict) -> dict[str, int]:
    return {name: points for word, points in POINTS.items() for name in row.get(word, ())}
