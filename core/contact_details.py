"""The one reader of contact details in running text: telephone numbers, e-mail addresses, full postcodes.

It is read for people's warnings, so it would rather miss an odd spelling than call a year, an amount or a charity's number
a telephone number.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactKind(models.TextChoices):
    PHONE = "phone", _("a telephone number")
    EMAIL = "email", _("an e-mail address")
    POSTCODE = "postcode", _("a full postcode")


@dataclass(frozen=True)
class ContactDetail:
    """One find.

    Attributes:
        text: as it is written, blanks in it made plain.
        start, end: where it stands, in letters of the text that was read.
        outward: of a postcode its first half, which may be public; else empty.
    """

    kind: ContactKind
    text: str
    start: int
    end: int
    outward: str = ""


# What people put between the digits: blanks of any width, hyphens and dashes, dots, brackets. Never a line break or a slash.
BETWEEN = r"(?:[^\S\n]|[-.‐‑‒–—()]){0,3}"
NOT_WITHIN_A_NUMBER = r"(?<![\w+])(?<!\d[.,:‐‑‒–-])"
# Lengths and first digits: Ofcom's National Telephone Numbering Plan. Numbers of nine digits after the nought are left in
# some towns (01) and among 0800 and 0500. At least three digits stand together at the start, or it is a date.
# Eight together at the start are the number of a company, four and four such as 0930-1530 the hours of a shop.
NATIONAL = rf"""
    \(?(?!0\d{{7}}(?!\d))(?!0\d[0-5]\d\D{{1,3}}[012]\d[0-5]\d(?!\d))
    (?: 0[1235789]\d(?:{BETWEEN}\d){{7}}\d | 07[^\S\n]\d{{3}}(?:{BETWEEN}\d){{5}}\d
      | 01\d{{2}}(?:{BETWEEN}\d){{5}}\d | 0[58]00{BETWEEN}(?:\d{{6}}|\d{{3}}{BETWEEN}\d{{3}}|(?:\d\d{BETWEEN}){{2}}\d\d) )
"""
ABROAD = rf"""
    \(?(?:\+|00)44(?:{BETWEEN}\(0\))?{BETWEEN}0?{BETWEEN}
    (?: [1235789](?:{BETWEEN}\d){{8}}\d | 1(?:{BETWEEN}\d){{7}}\d )
  | \+(?!44)[1-9](?:{BETWEEN}\d){{7,12}}\d
  | 447\d{{9}}
"""
EXTENSION = r"(?:[^\S\n]{0,2},?[^\S\n]?(?:extension|ext\.?|x)[^\S\n]?\d{1,5}(?!\w))?"
PHONE = re.compile(rf"{NOT_WITHIN_A_NUMBER}(?:{NATIONAL}|{ABROAD})(?!\d){EXTENSION}", re.VERBOSE | re.IGNORECASE)
# Ten digits are an ISBN as well, and those with it say so.
NAMED_NUMBER = re.compile(r"\b(?:ISBN|ISSN|UPRN|DOI)\b[^\w\n]*(?:1[03])?[^\w\n]*[\dX][\dX ‐‑–-]*", re.IGNORECASE)

DOMAIN = r"(?:[\w-]+\.)+[^\W\d_]{2,}"
EMAIL = re.compile(
    rf"(?<![@\w.%+-])[\w.%+'’-]+@{DOMAIN}"
    # Written so that programs do not find it: in brackets, or as words that end as addresses do.
    rf"|(?<![@\w.%+-])[\w.%+-]+[^\S\n]?[(\[{{][^\S\n]?at[^\S\n]?[)\]}}][^\S\n]?[\w-]+"
    r"(?:(?:\.|[^\S\n]?[(\[{][^\S\n]?dot[^\S\n]?[)\]}][^\S\n]?|[^\S\n]dot[^\S\n])[\w-]+)+"
    r"|(?<![@\w.%+-])[\w.%+-]+ at [\w-]+(?: dot [\w-]+)* dot (?:com|org|net|uk|info|scot|wales|cymru|london|eu|io)\b",
    re.IGNORECASE,
)

# Source of format and letters: Royal Mail's Programmers' Guide; of the areas: its list of the 121 in the UK and those beside it.
AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|"
    "GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|"
    "PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|"
    "WV|YO|ZE"
)
POSTCODE = re.compile(
    rf"(?<!\w)((?:{AREAS})\d[A-Z\d]?)[^\S\n]{{0,3}}[-‐‑–,]?[^\S\n]{{0,3}}(\d[ABD-HJLNP-UW-Z]{{2}})(?!\w)", re.IGNORECASE
)
# "M25 1st", "room E1 6ft": small letters that count or measure.
COUNTED = re.compile(r"\d(?:st|nd|rd|th|ft|hr|lb|yd|gb|tb)")
# Digits in addresses of pages are nobody's number, but for links that open a chat with one.
ADDRESS = re.compile(r"(?:https?://|www\.)(?!wa\.me/|api\.whatsapp\.)\S+", re.IGNORECASE)
# Nothing is found without one of these, and most texts have none.
SUSPECT = re.compile(r"[\d@(\[{]|\bdot\b", re.IGNORECASE)


def find_contact_details(text: str) -> list[ContactDetail]:
    """Return the contact details in a text, in their order. It may be of any length and hold anything."""
    plain = _plain(text)
    if not SUSPECT.search(plain):
        return []
    found = [_detail(ContactKind.EMAIL, match) for match in EMAIL.finditer(plain)]
    # What is no telephone number or postcode is blotted out letter by letter, so that places stay as they are.
    rest = ADDRESS.sub(_blot, NAMED_NUMBER.sub(_blot, EMAIL.sub(_blot, plain)))
    found += [_detail(ContactKind.PHONE, match) for match in PHONE.finditer(rest)]
    found += list(_postcodes(rest))
    return sorted(found, key=lambda detail: detail.start)


def without_contact_details(text: str) -> str:
    """Return a text with a blank in the place of each contact detail, and of a postcode its first half."""
    pieces, done = [], 0
    for detail in find_contact_details(text):
        if detail.start >= done:
            pieces += [text[done : detail.start], detail.outward or " "]
            done = detail.end
    return "".join([*pieces, text[done:]])


def _postcodes(text: str) -> Iterator[ContactDetail]:
    for match in POSTCODE.finditer(text):
        if not COUNTED.fullmatch(match[2]):
            yield _detail(ContactKind.POSTCODE, match, outward=match[1])


def _detail(kind: ContactKind, match: re.Match, outward: str = "") -> ContactDetail:
    written = match[0].rstrip("'’-.")
    end = match.start() + len(written)
    return ContactDetail(kind, " ".join(written.split()), match.start(), end, outward)


def _blot(match: re.Match) -> str:
    return "\n" * len(match[0])


def _plain(text: str) -> str:
    """Return the text with wide letters and digits of other scripts as ours, letter for letter."""
    if text.isascii():
        return text
    return "".join(mark if mark.isascii() else _plain_mark(mark) for mark in text)


def _plain_mark(mark: str) -> str:
    digit = unicodedata.decimal(mark, None)
    if digit is not None:
        return str(digit)
    same = unicodedata.normalize("NFKC", mark)
    return same if len(same) == 1 else mark
