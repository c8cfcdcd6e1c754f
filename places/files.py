"""Reads a folder of place files, and says what is wrong in them: file, line and reason, before anything is written."""

import csv
import hashlib
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.kinds import PlaceKind, PlaceTier
from places.models import Outcode, Place, PlaceAlias

DATA = Path(__file__).parent / "data"
PLACES, FORMER, ALIASES, OUTCODES = FILES = ("places.csv", "former_places.csv", "aliases.csv", "outcodes.csv")
NEEDED = {
    PLACES: ("code", "slug", "name", "kind"),
    FORMER: ("code", "slug", "name", "kind", "until", "replaced_by"),
    ALIASES: ("code", "name", "kind"),
    OUTCODES: ("outcode", "latitude", "longitude", "place", "share", "also", "spread_km", "postcodes"),
}
# Places that no longer exist come without a tier; their kind tells it.
TIER_OF_KIND = {
    PlaceKind.DISTRICT: PlaceTier.LOWER,
    PlaceKind.COUNTY: PlaceTier.UPPER,
    PlaceKind.UNITARY: PlaceTier.SINGLE,
    PlaceKind.METROPOLITAN_BOROUGH: PlaceTier.SINGLE,
    PlaceKind.STRATEGIC_AUTHORITY: PlaceTier.STRATEGIC,
}
BETWEEN = {"latitude": (-90, 90), "longitude": (-180, 180)}  # all other numbers are 0 or more


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a line of a file; line 0 is the file as a whole."""

    file: str
    line: int
    reason: str

    def __str__(self):
        return f"{self.file}, line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class BadFilesError(Exception):
    """The files cannot be loaded. `problems` has all that is wrong, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Row:
    """A line of a file: what its cells say, by the columns that the file has."""

    file: str
    line: int
    values: dict[str, str]


@dataclass
class PlaceFiles:
    """The rows of a folder by file, and what is wrong in them so far."""

    rows: dict[str, list[Row]]
    problems: list[Problem] = field(default_factory=list)

    @property
    def places(self) -> list[Row]:
        return [*self.rows[PLACES], *self.rows[FORMER]]

    def wrong(self, row: Row, reason: str) -> None:
        self.problems.append(Problem(row.file, row.line, reason))


def data_version(folder: Path = DATA) -> str:
    """Return a hash of the files: another one means that they must be loaded again."""
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def read_files(folder: Path) -> PlaceFiles:
    """Return all rows of a folder. A file that is not there changes nothing; one of the two of places must be.

    Raises:
        BadFilesError: a file cannot be read, or lacks a column.
    """
    problems: list[Problem] = []
    rows: dict[str, list[Row]] = {name: [] for name in FILES}
    there = [name for name in FILES if (folder / name).is_file()]
    if not {PLACES, FORMER} & set(there):
        problems.append(Problem(str(folder), 0, _("There is no places.csv and no former_places.csv in this folder.")))
    for name in there:
        try:
            rows[name] = list(_rows_of(folder / name))
        except BadFilesError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem(name, 0, _("It cannot be read: %(why)s.") % {"why": error.strerror}))
    if problems:
        raise BadFilesError(problems)
    return PlaceFiles(rows)


def _rows_of(path: Path) -> Iterable[Row]:
    name, data = path.name, path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFilesError([Problem(name, line, _("This is not UTF-8. Save the file as UTF-8."))]) from error
    if "\0" in text:
        raise BadFilesError([Problem(name, text[: text.index("\0")].count("\n") + 1, _("There is a NUL character."))])
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        heading = next(lines, [])
        missing = [column for column in NEEDED[name] if column not in heading]
        if missing:
            raise BadFilesError(
                [Problem(name, 1, _("Columns are missing: %(names)s.") % {"names": ", ".join(missing)})]
            )
        for cells in lines:
            if not cells:
                continue
            if len(cells) != len(heading):
                reason = _("This line has %(cells)d cells, the heading has %(columns)d.")
                words = {"cells": len(cells), "columns": len(heading)}
                raise BadFilesError([Problem(name, lines.line_num, reason % words)])
            yield Row(name, lines.line_num, {k: v.strip() for k, v in zip(heading, cells, strict=True)})
    except csv.Error as error:
        raise BadFilesError([Problem(name, lines.line_num, str(error))]) from error


def typed(files: PlaceFiles, row: Row, model: type[Place | Outcode | PlaceAlias], name: str):
    """Return a cell as the column of a model keeps it; what it cannot keep is noted as wrong, and None returned."""
    column, text = model._meta.get_field(name), row.values[name]
    if not text and column.null:
        return None
    try:
        value = column.to_python(text)
        for check in column.validators:
            check(value)
        if column.choices and value not in dict(column.flatchoices):
            raise ValidationError("")
    except ValidationError as error:
        said = " ".join(error.messages) or _("not one of the known values")
        files.wrong(row, _("%(column)s “%(text)s”: %(said)s") % {"column": name, "text": text[:60], "said": said})
        return None
    if not isinstance(value, str):
        lowest, highest = BETWEEN.get(name, (0, math.inf))
        if not (math.isfinite(value) and lowest <= value <= highest):
            files.wrong(row, _("%(column)s “%(text)s” is out of range.") % {"column": name, "text": text[:60]})
            return None
    return value
