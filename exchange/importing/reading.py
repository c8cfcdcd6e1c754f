"""Rows out of a CSV or XLSX file, whatever program wrote it, one at a time."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from exchange.importing.report import FileError
from exchange.importing.spreadsheets import spreadsheet_rows

DELIMITERS = ",;\t|"
SAMPLE = 64 * 1024
LONGEST_CELL = 20_000_000
MAX_COLUMNS = 500

Row = tuple[int, list[str]]


@dataclass
class Position:
    """How much of the file is read, from 0 to 1; nothing when nobody can know."""

    share: float | None = None


@dataclass
class Table:
    """An open file: its headings, then its rows with the line each begins at."""

    headings: list[str]
    rows: Iterator[Row]
    notes: list[str] = field(default_factory=list)
    position: Position = field(default_factory=Position)


def open_table(path: Path, *, name: str = "") -> Table:
    """Open a file as a table.

    Args:
        path: where it is.
        name: what its owner calls it, when the path does not say.

    Raises:
        FileError: when it is no table that can be read, in words for whoever sent it.
    """
    notes, position = [], Position()
    try:
        with path.open("rb") as file:
            start = file.read(SAMPLE)
    except OSError as error:
        raise FileError(f"The file cannot be opened: {error.strerror or error}.") from error
    if not start.strip(b"\x00 \t\r\n"):
        raise FileError("The file is empty.")
    if start.startswith(b"PK"):
        rows = spreadsheet_rows(path)
    elif start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError("This is an old Excel file (.xls) or one with a password. Save it as .xlsx or .csv.")
    elif (name or path.name).lower().endswith(".xlsx"):
        raise FileError("The name says Excel, but the content is no Excel file. Save it again as .xlsx or .csv.")
    else:
        rows = _csv_rows(path, start, notes, position)
    for _line, cells in rows:
        if any(cell.strip() for cell in cells):
            return Table([cell.strip() for cell in cells[:MAX_COLUMNS]], rows, notes, position)
    raise FileError("The file has no headings.")


def _csv_rows(path: Path, start: bytes, notes: list[str], position: Position) -> Iterator[Row]:
    encoding = _encoding(path, start)
    if encoding == "cp1252":
        notes.append("The file is not UTF-8; it was read as Windows text (cp1252). Check accents, quotes and £ signs.")
    elif encoding.startswith("utf-16"):
        notes.append("The file was read as UTF-16.")
    delimiter, skipped = _delimiter(start.decode(encoding, errors="replace"))
    if delimiter != ",":
        notes.append(f"Columns are parted by {'a tab' if delimiter == chr(9) else f'“{delimiter}”'}.")
    return _read_csv(path, encoding, delimiter, skipped, position)


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[0::2].count(0) > len(start) // 4:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(start: str) -> tuple[str, int]:
    """Return what parts the columns, and how many lines stand before the headings."""
    lines = start.lstrip("\ufeff").splitlines() or [""]
    if told := re.fullmatch(r"(?i)sep=(.)", lines[0].strip("\r\n")):
        return told[1], 1
    heading = next((line for line in lines if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", heading)
    counts = {mark: unquoted.count(mark) for mark in DELIMITERS}
    best = max(counts, key=counts.__getitem__)
    return (best if counts[best] else ","), 0


def _read_csv(path: Path, encoding: str, delimiter: str, skipped: int, position: Position) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    size = path.stat().st_size
    # Undecodable bytes become � rather than a crash in the middle of the file.
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise FileError(
                    f"The file cannot be read from line {line} on ({error}). Often a quotation mark was opened there and "
                    "never closed."
                ) from error
            position.share = file.buffer.tell() / size
            if line > skipped:
                yield line, cells
