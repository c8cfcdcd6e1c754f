"""The table of a chart out of a CSV or Excel file: its first sheet, as if it had been pasted."""

import datetime
import zipfile
from decimal import Decimal
from typing import BinaryIO

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casestudies.charts.figures import MAX_CHARACTERS, MAX_ROWS, MAX_SERIES
from core.spreadsheets import BROKEN_WORKBOOK

MAX_UNPACKED = 50 * 1024 * 1024  # bytes; a zip of a few KB can unpack to a full disk


def read_sheet(file: BinaryIO, kind: str) -> str:
    """Return the first sheet of a file as text, with tabs between the cells of an Excel sheet.

    Args:
        kind: the ending of the file's name, such as "xlsx".

    Raises:
        ValidationError: when it is no table that a chart can hold.
    """
    if kind not in {"csv", "txt", "xlsx"}:
        raise ValidationError(_("Choose a CSV or Excel file (.csv or .xlsx), or paste the table into the box."))
    try:
        return _excel(file) if kind == "xlsx" else _plain(file)
    except BROKEN_WORKBOOK as error:
        raise ValidationError(
            _("This file cannot be read as a table. Open it, copy the cells, and paste them into the box.")
        ) from error


def _plain(file: BinaryIO) -> str:
    content = file.read(MAX_CHARACTERS * 4 + 1)
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").strip()


def _excel(file: BinaryIO) -> str:
    with zipfile.ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise ValidationError(_("This Excel file is too big. Copy the cells of the chart into the box."))
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut off
        # One row and column more than a chart holds, so that too many are told and not cut off.
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_SERIES + 2)
        return "\n".join("\t".join(_cell(cell) for cell in row).rstrip("\t") for row in rows).strip("\n")
    finally:
        book.close()


def _cell(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(f"{value:.12g}")
        # What the sheet shows as 23% it stores as 0.23.
        return f"{(number * 100).normalize():f}%" if "%" in (cell.number_format or "") else f"{number:f}"
    return " ".join(str(value).split())
