"""Entries as rows, in chunks: ten queries for each five hundred, and never more in memory than that.

Plain tuples instead of page objects: making those would take most of the time. The private contact is not fetched.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from casestudies.models import CaseStudyPage
from commitments.models import CommitmentPage
from connectors.directory import listed_entries
from connectors.kinds import entry_kinds
from connectors.models import (
    ConnectorPage,
    EntryKeyword,
    EntryPlace,
    EntrySource,
    EntryTheme,
    EntryTier,
    ExternalId,
    InitiativePage,
)
from connectors.whereabouts import rounded_point
from core.rich_text import without_keys
from exchange.columns import EXPORTED, IMPORT_SCHEME, URN

CHUNK = 500
PLAIN = ("title", "summary", "stage", "started", "ended", "website", "organisation", "licence", "point_precision")
FIELDS = ("pk", *PLAIN, "latitude", "longitude", "last_confirmed_at", "content_type_id", "translation_key", "url_path")
MARKED_UP = {"body", "what_did_not_work"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Addresses:
    """How the address of an entry is made from its place in the page tree."""

    base: str
    root: str

    def of(self, url_path: str) -> str:
        return f"{self.base}/{url_path.removeprefix(self.root)}" if url_path.startswith(self.root) else ""


def rows_of(pairs: Iterable[tuple[int, float | None]], addresses: Addresses, today: datetime.date) -> Iterator[Row]:
    """Yield a row for each entry, in the order given. What was taken off the site meanwhile is left out."""
    kinds = {kind.content_type_id: kind.slug for kind in entry_kinds().values()}
    exported_on = today.isoformat()
    remaining = iter(pairs)
    while chunk := list(islice(remaining, CHUNK)):
        rows = _fetched(_among([key for key, _score in chunk]), kinds, addresses)
        for key, score in chunk:
            if row := rows.get(key):
                row["score"] = "" if score is None else score
                row["exported_on"] = exported_on
                yield {name: row.get(name, "") for name in EXPORTED}


def _among(keys: list[int]) -> RawSQL:
    """Return the keys as one parameter to use with `in`: five hundred of them take the ORM longer than the query."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [keys])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])


def _fetched(keys: RawSQL, kinds: dict[int, str], addresses: Addresses) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    for values in listed_entries().filter(pk__in=keys).order_by().values_list(*FIELDS):
        entry = dict(zip(FIELDS, values, strict=True))
        row = rows[entry["pk"]] = {name: entry[name] for name in PLAIN}
        row["kind"] = kinds[entry["content_type_id"]]
        row["url"] = addresses.of(entry["url_path"])
        row["external_id"] = f"{URN}{entry['translation_key']}"
        row["last_confirmed"] = entry["last_confirmed_at"].isoformat() if entry["last_confirmed_at"] else ""
        if entry["latitude"] is not None and entry["longitude"] is not None:
            latitude, longitude, row["point_precision"] = rounded_point(
                entry["latitude"], entry["longitude"], entry["point_precision"]
            )
            row["latitude"], row["longitude"] = _number(latitude), _number(longitude)
    _add_ids(rows, keys)
    _add_places(rows, keys)
    _add_terms(rows, keys)
    _add_sources(rows, keys)
    _add_texts(rows, keys)
    _add_wordings(rows)
    return rows


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _add_ids(rows: dict[int, Row], keys: RawSQL) -> None:
    ids = ExternalId.objects.filter(entry__in=keys, scheme=IMPORT_SCHEME).order_by("-sort_order", "-pk")
    for key, value in ids.values_list("entry_id", "value"):
        if key in rows:
            rows[key]["external_id"] = value


def _add_places(rows: dict[int, Row], keys: RawSQL) -> None:
    places = EntryPlace.objects.filter(entry__in=keys).order_by("-is_lead", "sort_order", "pk")
    found = defaultdict(dict)
    for key, code, name in places.values_list("entry_id", "place__code", "place__name"):
        found[key][code] = name
    for key, row in rows.items():
        row["place"] = list(found[key])
        row["place_name"] = next(iter(found[key].values()), "")


def _add_terms(rows: dict[int, Row], keys: RawSQL) -> None:
    for column, through, value in (
        ("themes", EntryTheme, "tag__slug"),
        ("tiers", EntryTier, "tag__slug"),
        ("keywords", EntryKeyword, "tag__name"),
    ):
        found = defaultdict(list)
        for key, term in (
            through.objects.filter(content_object__in=keys).order_by("pk").values_list("content_object_id", value)
        ):
            found[key].append(term)
        for key, row in rows.items():
            row[column] = found[key]


def _add_sources(rows: dict[int, Row], keys: RawSQL) -> None:
    found = defaultdict(list)
    sources = EntrySource.objects.filter(entry__in=keys).order_by("sort_order", "pk")
    for key, *source in sources.values_list("entry_id", "title", "url", "archived_url"):
        found[key].append(source)
    for key, row in rows.items():
        for column, name in enumerate(("source_title", "source_url", "source_archived_url")):
            row[name] = [source[column] for source in found[key]]


def _add_texts(rows: dict[int, Row], keys: RawSQL) -> None:
    for model, fields in (
        (InitiativePage, {"body": "what_it_does", "what_did_not_work": "what_did_not_work"}),
        (ConnectorPage, {"body": "what_it_does", "connector_kind": "kind"}),
        (
            CaseStudyPage,
            {
                "body": "story",
                "question": "question",
                "evidence_level": "evidence_level",
                "what_did_not_work": "what_did_not_work",
            },
        ),
    ):
        for key, *values in model.objects.filter(pk__in=keys).order_by().values_list("pk", *fields.values()):
            if key in rows:
                rows[key].update(zip(fields, values, strict=True))
                if model is CaseStudyPage:
                    rows[key]["body"] = story_as_html(rows[key]["body"])
                for name in MARKED_UP & set(fields):
                    rows[key][name] = without_keys(rows[key][name])


def _add_wordings(rows: dict[int, Row]) -> None:
    keys = [key for key, row in rows.items() if row["kind"] == CommitmentPage.entry_kind]
    if keys:
        for key, wording in CommitmentPage.objects.filter(pk__in=keys).order_by().values_list("pk", "wording"):
            rows[key]["body"] = wording


def story_as_html(story) -> str:
    """Return the texts of a story one after the other; pictures, tables and the like have no place in a cell."""
    return "".join(block["value"] for block in story.raw_data if block["type"] == "text")
