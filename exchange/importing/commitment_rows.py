"""Rows of a spreadsheet of commitments: each read into known values, or a sentence with its line that says why not."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from commitments.actions import Source
from commitments.choices import DeadlineBasis, Measurability, Status
from commitments.models import CommitmentPage
from connectors.models import Theme, Tier
from core.fields import display_partial_date
from exchange import cells
from exchange.importing.places import PlaceFinder
from exchange.importing.reading import Table
from exchange.importing.report import FileError

TEXTS = (
    *("title", "summary", "wording", "organisation", "office_holder", "promised_to", "promise_title", "measure"),
    *("measurability_why", "replaces_fund", "replaces_period", "money_note"),
)
DATES, AMOUNTS = ("promised_on", "deadline"), ("amount", "new_amount", "replaces_amount")
ADDRESSES = ("promise_url", "promise_archived_url")
CHOICES = {"deadline_basis": DeadlineBasis, "measurability": Measurability}
REQUIRED = ("title", "summary", "wording", "organisation", "promise_title", "promise_url")
NEEDED_OF_UPDATE = ("update_date", "status", "reason", "source_url")
OF_UPDATE = (*NEEDED_OF_UPDATE, "update_id", "source_title", "source_archived_url")
COLUMNS = ("external_id", *TEXTS, *DATES, *AMOUNTS, *ADDRESSES, *CHOICES, "place", "themes", "tiers", *OF_UPDATE)
UNLESS_SAID = "uk"  # the tier of a commitment whose row names none
LONGEST_TITLE = 120  # of what is wrong; what is right is shown whole
MOST_POUNDS = Decimal(10) ** 13


@dataclass(frozen=True)
class UpdateRow:
    """One update as a file has it."""

    line: int
    key: str
    status: Status
    date: str
    reason: str
    sources: tuple[Source, ...]

    @property
    def words(self) -> str:
        return f"{self.status.label}, {display_partial_date(self.date)}"


@dataclass
class CommitmentRow:
    """One commitment as a file has it, with the updates of all its rows."""

    line: int
    external_id: str
    values: dict[str, Any]
    places: tuple[int, ...]
    themes: tuple[int, ...]
    tiers: tuple[int, ...]
    updates: list[UpdateRow] = field(default_factory=list)


@dataclass
class Sheet:
    """What a file holds: commitments by their id, and what is wrong: the line, the title that stands there, and why."""

    commitments: dict[str, CommitmentRow] = field(default_factory=dict)
    errors: list[tuple[int, str, str]] = field(default_factory=list)


class _WrongError(Exception):
    """What is wrong in a cell."""


def read_sheet(table: Table, *, most: int) -> Sheet:
    """Read all rows. Rows with the same external_id are one commitment; each row with a status is an update of it.

    Args:
        most: how many rows a file may have.

    Raises:
        FileError: when a needed heading is missing, or there are too many rows.
    """
    names = [heading.strip().casefold().replace(" ", "_") for heading in table.headings]
    if missing := [name for name in ("external_id", *REQUIRED) if name not in names]:
        raise FileError(f"These headings are missing: {', '.join(missing)}. docs/import.md names all of them.")
    reader, sheet = _Reader(), Sheet()
    for number, (line, found) in enumerate(table.rows, start=1):
        if number > most:
            raise FileError(f"The file has more than {most:,} rows. Part it in several.")
        row = {name: cells.undefused(cell).strip() for name, cell in zip(names, found, strict=False) if name in COLUMNS}
        if not any(row.values()):
            continue
        try:
            reader.add(sheet, line, row)
        except _WrongError as error:
            sheet.errors.append((line, cells.one_line(row.get("title", ""))[:LONGEST_TITLE], str(error)))
    return sheet


class _Reader:
    def __init__(self):
        self.places = PlaceFinder()
        self.themes = dict(Theme.objects.values_list("slug", "pk"))
        self.tiers = dict(Tier.objects.values_list("slug", "pk"))

    def add(self, sheet: Sheet, line: int, row: dict[str, str]) -> None:
        for name, text in row.items():
            if text.startswith(("=", "@")):
                raise _WrongError(f"{name}: looks like a formula; write its result")
        key = cells.one_line(row.get("external_id", ""))
        if not key or len(key) > 120:  # noqa: PLR2004 - the field's own limit
            raise _WrongError("external_id: give each commitment an id of at most 120 characters")
        read = self._commitment(line, key, row)
        known = sheet.commitments.setdefault(key, read)
        if known is not read and (known.values, known.places) != (read.values, read.places):
            raise _WrongError(f"external_id: “{key}” stands in line {known.line} with other values")
        if update := self._update(line, row):
            if same := next((one for one in known.updates if one.key == update.key), None):
                raise _WrongError(f"update_id: the same update stands in line {same.line} already")
            known.updates.append(update)

    def _commitment(self, line: int, key: str, row: dict[str, str]) -> CommitmentRow:
        values = {name: _text(name, row.get(name, "")) for name in TEXTS}
        values |= {name: _date(name, row.get(name, "")) for name in DATES}
        values |= {name: _amount(name, row.get(name, "")) for name in AMOUNTS}
        values |= {name: _address(name, row.get(name, "")) for name in ADDRESSES}
        values |= {name: _choice(name, row.get(name, ""), kind.values) for name, kind in CHOICES.items()}
        if missing := [name for name in REQUIRED if not values[name]]:
            raise _WrongError(f"{missing[0]}: is needed")
        _refuse_contradictions(values)
        return CommitmentRow(
            line,
            key,
            values,
            tuple(dict.fromkeys(self._place(name) for name in _several(row.get("place", "")))),
            _terms("themes", row.get("themes", ""), self.themes),
            _terms("tiers", row.get("tiers", "") or UNLESS_SAID, self.tiers),
        )

    def _place(self, name: str) -> int:
        found = self.places.by_text(name)
        if found is None:
            raise _WrongError(f"place: “{name[:60]}” is no place that we know; use its name or official code")
        return found.place.pk

    def _update(self, line: int, row: dict[str, str]) -> UpdateRow | None:
        if not any(row.get(name) for name in OF_UPDATE):
            return None
        status, date = (
            _choice("status", row.get("status", ""), Status.values),
            _date("date", row.get("update_date", "")),
        )
        reason = _text("reason", row.get("reason", ""))
        urls = [_address("source_url", url) for url in _several(row.get("source_url", ""))]
        for name, value in (("status", status), ("update_date", date), ("reason", reason), ("source_url", urls)):
            if not value:
                raise _WrongError(f"{name}: an update needs a status, a date, a reason and a source")
        titles = [*_several(row.get("source_title", "")), *urls[len(_several(row.get("source_title", ""))) :]]
        archived = [_address("source_archived_url", url) for url in _several(row.get("source_archived_url", ""))]
        archived += [""] * (len(urls) - len(archived))
        sources = tuple(
            Source(title[:255], url, copy) for title, url, copy in zip(titles, urls, archived, strict=False) if url
        )
        key = cells.one_line(row.get("update_id", ""))[:120] or f"{date} {status}"
        return UpdateRow(line, key, Status(status), date, reason, sources)


def _refuse_contradictions(values: dict[str, Any]) -> None:
    """Refuse what the desk's form refuses, too."""
    whole, new = values["amount"], values["new_amount"]
    if whole is not None and new is not None and new > whole:
        raise _WrongError("new_amount: no more than the whole amount can be new")
    if values["deadline_basis"] and not values["deadline"]:
        raise _WrongError("deadline: give it, or leave deadline_basis empty")


def _several(text: str) -> list[str]:
    return [part for part in cells.split_values(text) if part]


def _text(name: str, text: str) -> str:
    text = cells.one_line(text)
    longest = CommitmentPage._meta.get_field(name).max_length if name != "reason" else 1_000
    if longest and len(text) > longest:
        raise _WrongError(f"{name}: has {len(text):,} characters, at most {longest} fit")
    return text


def _date(name: str, text: str) -> str:
    try:
        return cells.partial_date(text) if text else ""
    except ValidationError as error:
        raise _WrongError(f"{name}: “{text[:40]}” is no date, such as 2023, 2023-05 or 24/11/2023") from error


def _amount(name: str, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text.replace("£", "").replace(",", "").strip()[:40])
    except InvalidOperation as error:
        raise _WrongError(f"{name}: “{text[:40]}” is no amount in pounds, such as 2500000") from error
    if not number.is_finite() or not 0 <= number < MOST_POUNDS:
        raise _WrongError(f"{name}: “{text[:40]}” is no amount from nought to ten trillion pounds")
    return number.quantize(Decimal("0.01"))


def _address(name: str, text: str) -> str:
    try:
        return cells.address(text) if text else ""
    except ValidationError as error:
        raise _WrongError(f"{name}: “{text[:60]}” is no web address of at most 500 characters") from error


def _terms(name: str, text: str, known: dict[str, int]) -> tuple[int, ...]:
    slugs = dict.fromkeys(_choice(name, slug, known) for slug in _several(text))
    return tuple(known[slug] for slug in slugs)


def _choice(name: str, text: str, known) -> str:
    value = text.casefold().strip()
    if value and value not in known:
        raise _WrongError(f"{name}: “{text[:40]}” is none of {', '.join(sorted(known))}")
    return value
