"""Which heading of a file is which of our columns."""

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from exchange.columns import COLUMNS, IMPORTED, ONLY_EXPORTED
from exchange.importing.report import FileError

MAX_MAPPING = 100_000
REQUIRED = tuple(column.name for column in COLUMNS if column.required)


@dataclass(frozen=True)
class Mapping:
    """How to read a file whose headings are not ours.

    Attributes:
        name: what people choose it by.
        columns: for each of our columns the headings to look in, the best first. The first that is filled counts; of
            `place` the others are kept, for when the first is no place we know.
        kinds: words of the file for our kinds.
        kind: the kind of rows that have none, or one that nobody knows.
        constants: what holds for all rows whose own cell is empty.
        keep_unknown_themes: makes unknown themes keywords instead of reporting them.
        make_summary: makes the missing summary of a row from its body, or else from its title.
    """

    name: str
    columns: dict[str, tuple[str, ...]]
    kinds: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    constants: dict[str, str] = field(default_factory=dict)
    keep_unknown_themes: bool = False
    make_summary: bool = False


OWN = Mapping("own", {name: (name,) for name in IMPORTED})
GENERIC = Mapping(
    "generic",
    {
        "external_id": ("external_id", "id", "identifier", "reference", "ref", "grant_id", "project_id", "uid", "key"),
        "kind": ("kind", "type", "category_of_entry"),
        "title": ("title", "name", "project_title", "project_name", "project", "organisation_name"),
        "summary": ("summary", "short_description", "abstract", "description", "about"),
        "body": ("body", "full_description", "description", "long_description", "text", "details", "about"),
        "place": (
            "place",
            "local_authority",
            "local_authority_or_county",
            "council",
            "district",
            "town",
            "city",
            "location",
            "county",
            "region",
            "nation",
            "country",
        ),
        "postcode": ("postcode", "post_code", "postal_code", "zip"),
        "latitude": ("latitude", "lat", "y"),
        "longitude": ("longitude", "lng", "lon", "long", "x"),
        "point_precision": ("point_precision",),
        "themes": ("themes", "theme", "topics", "topic", "categories", "category", "sector", "subject"),
        "tiers": ("tiers", "tier", "level_of_government"),
        "keywords": ("keywords", "keyword", "tags"),
        "stage": ("stage", "status"),
        "started": ("started", "start_date", "start", "year", "award_date", "date", "founded", "established"),
        "ended": ("ended", "end_date", "end", "finished"),
        "website": ("website", "web", "homepage", "web_site", "url", "link"),
        "organisation": ("organisation", "organization", "recipient", "recipient_org_name", "run_by", "beneficiary"),
        "connector_kind": ("connector_kind",),
        "question": ("question",),
        "what_did_not_work": ("what_did_not_work",),
        "evidence_level": ("evidence_level",),
        "source_title": ("source_title", "source", "data_source"),
        "source_url": ("source_url", "source_link", "url", "link"),
        "last_confirmed": ("last_confirmed", "last_checked", "verified_on"),
        "licence": ("licence", "license"),
    },
    kinds={
        "case study": "case-study",
        "case_study": "case-study",
        "network": "connector",
        "charter": "connector",
        "fund": "connector",
    },
    kind="initiative",
    keep_unknown_themes=True,
    make_summary=True,
)
BUILT_IN = {mapping.name: mapping for mapping in (OWN, GENERIC)}


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: "Source title " and "source_title" are the same."""
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")


def load_mapping(name: str) -> Mapping:
    """Return a built-in mapping or that of a YAML file.

    Raises:
        FileError: when there is none such, or the file is no mapping.
    """
    if name in BUILT_IN:
        return BUILT_IN[name]
    path = Path(name)
    if not path.is_file():
        raise FileError(f"There is no mapping “{name}”. There are {', '.join(BUILT_IN)}, or name a YAML file.")
    try:
        text = path.read_text(encoding="utf-8-sig")[:MAX_MAPPING]
        return parse_mapping(yaml.safe_load(text), path.stem)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileError(f"The mapping “{name}” cannot be read as YAML: {error}") from error


def parse_mapping(data: Any, name: str) -> Mapping:
    """Return the mapping that a YAML file describes.

    Raises:
        FileError: when a part of it is not what it should be.
    """
    columns = data.get("columns") if isinstance(data, MappingType) else None
    if not isinstance(columns, MappingType):
        raise FileError("A mapping needs “columns:” with lines such as “title: Project name”.")
    if unknown := [str(column) for column in columns if column not in IMPORTED]:
        raise FileError(f"The mapping names columns that do not exist: {', '.join(unknown)}.")
    base = GENERIC.columns if data.get("guess") else OWN.columns
    return Mapping(
        name,
        {**base, **{column: _headings(headings) for column, headings in columns.items()}},
        kinds={str(word).casefold(): str(kind) for word, kind in (data.get("kinds") or {}).items()},
        kind=str(data.get("kind") or ""),
        constants={str(key): str(value) for key, value in (data.get("constants") or {}).items() if key in IMPORTED},
        keep_unknown_themes=bool(data.get("keep_unknown_themes")),
        make_summary=bool(data.get("make_summary")),
    )


def _headings(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(heading_key(str(item)) for item in values if item is not None)


def choose_mapping(headings: list[str], asked: str, kind: str) -> Mapping:
    """Return the mapping that was asked for; when none was, ours if it fits and else the one that guesses.

    Raises:
        FileError: when a required column is missing.
    """
    found = {heading_key(heading) for heading in headings}
    mapping = load_mapping(asked) if asked else _fitting(found, kind)
    if missing := _missing(mapping, found, kind):
        raise FileError(
            f"These columns are missing: {', '.join(missing)}. The file has: {', '.join(headings)[:500]}. "
            "See docs/import.md, or name a mapping."
        )
    return mapping


def _fitting(found: set[str], kind: str) -> Mapping:
    return GENERIC if _missing(OWN, found, kind) else OWN


def _missing(mapping: Mapping, found: set[str], kind: str) -> list[str]:
    needless = {"kind"} if kind or mapping.kind else set()
    needless |= {"summary"} if mapping.make_summary else set()
    needless |= set(mapping.constants)
    return [name for name in REQUIRED if name not in needless and not found & set(mapping.columns.get(name, ()))]


def unused_headings(mapping: Mapping, headings: list[str]) -> list[str]:
    used = {heading for names in mapping.columns.values() for heading in names} | set(ONLY_EXPORTED)
    return [heading for heading in headings if heading and heading_key(heading) not in used]


class RowReader:
    """Turns the cells of a row into our columns."""

    def __init__(self, mapping: Mapping, headings: list[str]):
        positions: dict[str, int] = {}
        for position, heading in enumerate(headings):
            positions.setdefault(heading_key(heading), position)
        self.width = len(headings)
        self.constants = mapping.constants
        self.sources = {
            column: [positions[name] for name in names if name in positions]
            for column, names in mapping.columns.items()
            if any(name in positions for name in names)
        }

    def read(self, cells: list[str]) -> dict[str, list[str]]:
        """Return for each column what its headings hold, without what is empty."""
        row = {}
        for column, positions in self.sources.items():
            filled = [cells[at] for at in positions if at < len(cells) and cells[at] and not cells[at].isspace()]
            if filled:
                row[column] = filled
        for column, value in self.constants.items():
            row.setdefault(column, [value])
        return row
