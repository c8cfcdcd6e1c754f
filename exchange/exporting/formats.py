"""Rows as bytes, one format each; nothing waits for the last row."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from exchange.cells import defused, join_values
from exchange.columns import EXPORTED
from exchange.exporting.rows import Row
from exchange.exporting.xlsx import sheet_as_xlsx

LINES = 50  # rows sent at once


class Echo:
    """A file for the csv module that hands every line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


def cells_of(row: Row) -> list[str]:
    """Return a row as text that a spreadsheet shows and never runs."""
    return [defused(join_values(value) if isinstance(value, list) else str(value)) for value in row.values()]


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with its mark, or Excel would take it for Windows text. The headings go out before the first query."""
    writer = csv.writer(Echo())
    yield f"\ufeff{writer.writerow(EXPORTED)}".encode()
    lines: list[str] = []
    for row in rows:
        lines.append(writer.writerow(cells_of(row)))
        if len(lines) >= LINES:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def as_xlsx(rows: Iterable[Row]) -> Iterator[bytes]:
    return sheet_as_xlsx(EXPORTED, (cells_of(row) for row in rows))


def as_json(rows: Iterable[Row], about: dict[str, Any]) -> Iterator[bytes]:
    """One document: what it is, then the entries."""
    yield f'{{"about": {json.dumps(about, ensure_ascii=False)}, "entries": ['.encode()
    between = "\n"
    for row in rows:
        yield f"{between}{json.dumps(row, ensure_ascii=False)}".encode()
        between = ",\n"
    yield b"\n]}\n"
