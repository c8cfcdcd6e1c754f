"""What reading somebody's Excel file may end in."""

import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from openpyxl.utils.exceptions import InvalidFileException

# What openpyxl raises for damaged and hostile workbooks; it has no error of its own for most of them. NotImplementedError comes
# from zipfile, for a way of packing that it does not know.
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    OSError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
)
