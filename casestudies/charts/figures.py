"""Figures out of a table that somebody typed or pasted: tabs or commas between the cells, the names of the columns first."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import without_control_characters

MAX_CHARACTERS = 20_000
MAX_ROWS, MAX_SERIES = 60, 6
MAX_NAME = 80  # characters of a row's or a column's name
LARGEST, MOST_PLACES = Decimal(10) ** 15, 6
MINUS = "\u2212"
# What people write where a figure is missing.
MISSING = {"", "-", "–", "—", MINUS, "..", "…", ":", "x", "n/a", "na", "n.a.", "not known", "unknown", "missing"}
NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+–−]?)(?P<money>[£€$]?)(?P<late_sign>[-+–−]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<places>\.\d+)?(?P<power>[eE][-+]?\d{1,2})?"
    r"(?P<percent>%?)(?P<close>\))?"
)
DECIMAL_COMMA = re.compile(r"[-+–−]?[£€$]?\d+,\d{1,2}%?")
YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Value:
    """A figure and how it is written. `number` is None when it is not known."""

    number: Decimal | None
    text: str


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Figures:
    """A table of figures: what names its rows, their names, and the columns."""

    heading: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def rows(self) -> Iterator[tuple[str, list[Value]]]:
        """Each row's name with its figures."""
        for index, label in enumerate(self.labels):
            yield label, [series.values[index] for series in self.series]

    @property
    def has_missing(self) -> bool:
        return any(value.number is None for series in self.series for value in series.values)


def read_figures(text: str) -> Figures:
    """Return the figures of a table.

    Args:
        text: lines of cells parted by tabs, as Excel copies them, or by commas; untrusted.

    Raises:
        ValidationError: with a sentence for each thing to mend, with its line and column.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValidationError(
            _("The table has %(count)s characters; a chart can hold %(limit)s. Leave out what the chart need not show.")
            % {"count": f"{len(text):,}", "limit": f"{MAX_CHARACTERS:,}"}
        )
    lines = _lines(text)
    if len(lines) < 2:  # noqa: PLR2004 - names and one row
        raise ValidationError(
            _(
                "Write the names of the columns in the first line, such as “Year, Employers”, and a row in each line below."
            )
        )
    names = lines[0][1]
    lines = lines[1:]
    problems = [*_problems_of_names(names), *_problems_of_size(names, lines)]
    if problems:
        raise ValidationError(problems)
    labels, columns = _read_rows(names, lines)
    if not any(value.number is not None for column in columns for value in column):
        raise ValidationError(
            _("The table has no figure yet. Write at least one number below the names of the columns.")
        )
    series = tuple(Series(name, tuple(column)) for name, column in zip(names[1:], columns, strict=True))
    return Figures(names[0], tuple(labels), series)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each line that is not empty, with the line's number."""
    delimiter = "\t" if "\t" in text else ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.reader(text.replace("\0", "").splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True)
    lines = []
    try:
        for cells in reader:
            clean = [" ".join(without_control_characters(cell).split()) for cell in cells]
            if any(clean):
                lines.append((reader.line_num, clean))
    except csv.Error as error:
        raise ValidationError(
            _("Line %(line)s cannot be read: is there a quotation mark that is never closed?")
            % {"line": reader.line_num}
        ) from error
    # A spreadsheet copies empty columns with the rest.
    width = max((index + 1 for _line, cells in lines for index, cell in enumerate(cells) if cell), default=0)
    return [(line, cells[:width]) for line, cells in lines]


def _problems_of_names(names: list[str]) -> Iterator[str]:
    if len(names) < 2:  # noqa: PLR2004 - the rows' names and one column
        yield _("The first line has one column. Put a tab or a comma between the columns: “Year, Employers”.")
    for column, name in enumerate(names, start=1):
        if len(name) > MAX_NAME:
            yield _("The name of column %(column)s is longer than %(limit)s characters.") % {
                "column": column,
                "limit": MAX_NAME,
            }
        if column > 1 and not name:
            yield _("Column %(column)s has no name. Write it in the first line.") % {"column": column}
        if column > 1 and _is_figure(name):
            yield _("The first line should name the columns, but column %(column)s says “%(name)s”.") % {
                "column": column,
                "name": name,
            }
        if name and name in names[1 : column - 1]:
            yield _("Two columns have the name “%(name)s”.") % {"name": name}


def _is_figure(name: str) -> bool:
    # A year is a good name of a column.
    return bool(NUMBER.fullmatch(name)) and any(mark.isdigit() for mark in name) and not YEAR.fullmatch(name)


def _problems_of_size(names: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[str]:
    if len(names) > MAX_SERIES + 1:
        yield _("The table has %(count)s columns of figures; a chart stays readable with up to %(limit)s.") % {
            "count": len(names) - 1,
            "limit": MAX_SERIES,
        }
    if len(lines) > MAX_ROWS:
        yield _("The table has %(count)s rows; a chart stays readable with up to %(limit)s.") % {
            "count": len(lines),
            "limit": MAX_ROWS,
        }


def _read_rows(names: list[str], lines: list[tuple[int, list[str]]]) -> tuple[list[str], list[list[Value]]]:
    labels: list[str] = []
    columns: list[list[Value]] = [[] for _name in names[1:]]
    problems = []
    for line, cells in lines:
        if len(cells) > len(names):
            problems.append(
                _(
                    "Line %(line)s has %(count)s cells, but there are %(columns)s columns. Write big numbers without commas, "
                    "or paste them from a spreadsheet."
                )
                % {"line": line, "count": len(cells), "columns": len(names)}
            )
            continue
        if not cells[0] or len(cells[0]) > MAX_NAME:
            problems.append(
                _("Line %(line)s, column 1: give the row a name of up to %(limit)s characters.")
                % {"line": line, "limit": MAX_NAME}
            )
        labels.append(cells[0])
        for column, cell in enumerate([*cells[1:], *[""] * (len(names) - len(cells))], start=2):
            try:
                columns[column - 2].append(read_value(cell))
            except ValidationError as error:
                where = _("Line %(line)s, column %(column)s (%(name)s)") % {
                    "line": line,
                    "column": column,
                    "name": names[column - 1],
                }
                problems.append(f"{where}: {error.message}")
    if problems:
        raise ValidationError(problems)
    return labels, columns


def read_value(cell: str) -> Value:
    """Return the figure that a cell holds, written the house's way.

    Raises:
        ValidationError: with what is wrong with it, to be put behind its line and column.
    """
    if cell.lower() in MISSING:
        return Value(None, _("not known"))
    tight = cell.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if DECIMAL_COMMA.fullmatch(tight):
        raise ValidationError(_("“%(cell)s” has a comma where a point belongs, as in 3.4.") % {"cell": cell})
    match = NUMBER.fullmatch(tight)
    if not match or not (match["digits"] or match["places"]) or bool(match["open"]) != bool(match["close"]):
        raise ValidationError(
            _(
                "“%(cell)s” is no number. Write it in digits, the unit in its own field, and leave out what is not known."
            )
            % {"cell": f"{cell[:37]}…" if len(cell) > 40 else cell}  # noqa: PLR2004 - enough to find it
        )
    number = Decimal(f"{(match['digits'] or '0').replace(',', '')}{match['places'] or ''}{match['power'] or ''}")
    if number >= LARGEST or -number.normalize().as_tuple().exponent > MOST_PLACES:
        raise ValidationError(
            _("“%(cell)s” has too many digits for a chart. Round it, or write it in thousands or millions.")
            % {"cell": cell[:40]}
        )
    sign = match["sign"] or match["late_sign"]
    if match["open"] or sign in {"-", "–", MINUS}:
        number = -number
    plus = "+" if sign == "+" and number else ""
    return Value(number, f"{plus}{written(number, match['money'])}{match['percent']}")


def written(number: Decimal, money: str = "") -> str:
    """Return a number as the site writes it: a true minus sign and a comma between thousands."""
    return f"{MINUS if number < 0 else ''}{money}{abs(number):,f}"
