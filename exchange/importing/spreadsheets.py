"""Rows out of an Excel file."""

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from core.spreadsheets import BROKEN_WORKBOOK
from exchange.importing.report import FileError

MAX_UNPACKED = 600 * 1024 * 1024  # a zip of a few KB can unpack to a full disk
EXPLAINED = "The Excel file is damaged or no Excel file. Open it, save it again as .xlsx or .csv, and try once more."


def spreadsheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet as text. Of formulas, the result that was saved with them.

    Raises:
        FileError: when it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise FileError("The Excel file unpacks to more than 600 MB. Save it as .csv.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut off
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [_text(value) for value in cells]
        finally:
            book.close()
    except BROKEN_WORKBOOK as error:
        raise FileError(EXPLAINED) from error


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
