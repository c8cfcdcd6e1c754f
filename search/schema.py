"""The fields of the index and how a record becomes a document."""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from zlib import crc32

from tantivy import Document, Schema, SchemaBuilder

from search import analysis, geography
from search.records import Record

STEMS, WORDS, RAW = "stems", "words", "raw"
KEY_BITS = 31
SINGLE_GROUPS = ("kind", "stage", "evidence")
MULTIPLE_GROUPS = ("theme", "tier", "region")
# Counting a column costs the same for each record found, whatever the column holds, and five to ten times more when a record may
# have several values. So the columns are few and each holds one text a record: those groups in which a record has one value
# share a column, and a record's themes are put together. Too many combinations would make the answer long, so
# themes go to two columns by a hash of their slug. At 100,000 records: 13 ms with a column a group, 4 ms so.
FACTS = "facts"
SLOTS_OF_GROUP = {"theme": 2, "tier": 1, "region": 1}
SLOTS = tuple(f"{group}_{slot}" for group, slots in SLOTS_OF_GROUP.items() for slot in range(slots))
MAP_COLUMNS = ("at", "spot", "square")
TOGETHER = "\x1f"
STATE_KEY = 0  # the one document that is no record: what the projection has applied
BODY_LENGTH = 20_000
CONFIRMED_SPAN = (date(2015, 1, 1).toordinal(), date(2035, 1, 1).toordinal())
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def build_schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    # What ranking reads: everything said of a record in one field. On judged needs one concatenated stemmed field (nDCG@10
    # 0.68) beats separately boosted fields (0.44 to 0.53); the fields after the next one only add a bonus.
    builder.add_text_field("text", tokenizer_name=STEMS)
    # The words of its themes and tiers: they find it, far behind those that speak of it. In the same field, all
    # records of the theme "climate" would be about wind turbines (nDCG@10 of the made corpus 0.85 against 0.89).
    builder.add_text_field("theme_words", tokenizer_name=STEMS)
    for name in ("title_words", "label_words"):
        builder.add_text_field(name, tokenizer_name=STEMS, index_option="freq")
    builder.add_text_field("title_typed", tokenizer_name=WORDS, index_option="basic")
    for name in (*SINGLE_GROUPS, *MULTIPLE_GROUPS):
        builder.add_text_field(name, tokenizer_name=RAW, index_option="basic")
    for column in (FACTS, *SLOTS):
        builder.add_text_field(column, fast=True, tokenizer_name=RAW, index_option="basic")
    builder.add_text_field("within", tokenizer_name=RAW, index_option="basic")
    builder.add_text_field("point", tokenizer_name=RAW, index_option="basic")
    builder.add_unsigned_field("wide", indexed=True)
    builder.add_unsigned_field("points", indexed=True, fast=True)
    builder.add_float_field("lat", fast=True)
    builder.add_float_field("lng", fast=True)
    # For the map, counted once a question: the places by code, the points, and the squares that stand for too many points.
    for column in MAP_COLUMNS:
        builder.add_text_field(column, fast=True, tokenizer_name=RAW, index_option="basic")
    builder.add_unsigned_field("confirmed", indexed=True, fast=True)
    builder.add_unsigned_field("newest_order", fast=True)
    builder.add_unsigned_field("confirmed_order", fast=True)
    builder.add_text_field("title_order", fast=True, tokenizer_name=RAW, index_option="basic")
    builder.add_float_field("prior", fast=True)
    builder.add_bytes_field("stored", stored=True)
    builder.add_bytes_field("body", stored=True)
    return builder.build()


def schema_hash() -> str:
    """Return what an index folder is named after: it changes with anything that decides what the index holds."""
    digest = hashlib.sha256()
    # The ledger too: an index whose changes were counted by other rules is not trusted, and built again.
    for module in ("schema.py", "analysis.py", "geography.py", "ledger.py"):
        digest.update((Path(__file__).parent / module).read_bytes())
    return digest.hexdigest()[:8]


def slot_of(group: str, value: str) -> str:
    """Return the column that holds this value of the group."""
    return f"{group}_{crc32(value.encode()) % SLOTS_OF_GROUP[group]}"


def document_of(record: Record, schema: Schema) -> tuple[Document, set[str]]:
    """Return the document that stands for the record, and all its words."""
    title, summary, organisation, body = (
        _clean(text) for text in (record.title, record.summary, record.organisation, record.body)
    )
    places, themes, tiers, keywords = (
        [_clean(text) for text in texts]
        for texts in (record.places, record.theme_words, record.tier_words, record.keywords)
    )
    points = [
        point for point in ((float(lat), float(lng)) for lat, lng in record.points) if geography.is_on_earth(point)
    ]
    texts = _with_compounds([title, summary, organisation, body, *keywords, *places])
    labels = _with_compounds([*themes, *tiers])
    parts = {"title": title, "summary": summary, "organisation": organisation, "place": places, "theme": themes}
    parts |= {"tier": tiers, "keyword": keywords, "points": points, "wide": record.wide, "card": record.card}
    values = {
        "key": record.key,
        # A list, because the engine leaves a gap between its texts: no phrase goes from one field into the next.
        "text": texts,
        "theme_words": labels,
        "title_words": title,
        "title_typed": title,
        "label_words": [organisation, *keywords, *places],
        "within": [analysis.valid_text(code) for code in record.place_codes],
        "point": [geography.point_term(lat, lng) for lat, lng in points],
        "wide": int(record.wide),
        "points": len(points),
        "stored": json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        "body": body[:BODY_LENGTH].encode(),
        **_map_values(record),
        **_group_values(record),
        **_order_values(record, title),
    }
    if points:
        values["lat"], values["lng"] = points[0]
    return Document.from_dict(values, schema), set(analysis.words_of("\n".join([*texts, *labels])))


def _map_values(record: Record) -> dict[str, list[str]]:
    codes, spots, squares = [], [], []
    for code, point, precision in record.spots:
        clean = analysis.valid_text(code).replace(TOGETHER, " ")
        codes.append(clean)
        if point and geography.is_on_earth(point):
            lat, lng = (float(degrees) for degrees in point)
            spots.append(TOGETHER.join((clean, repr(lat), repr(lng), precision)))
            squares.append(TOGETHER.join(map(repr, geography.square_of((lat, lng)))))
    return {name: sorted(set(values)) for name, values in zip(MAP_COLUMNS, (codes, spots, squares), strict=True)}


def state_document(state: dict, schema: Schema) -> Document:
    return Document.from_dict({"key": STATE_KEY, "stored": json.dumps(state).encode()}, schema)


def _with_compounds(texts: list[str]) -> list[str]:
    return texts + analysis.joined_compounds("\n".join(texts))


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", analysis.valid_text(text))


def _group_values(record: Record) -> dict:
    values = {"kind": record.kind, "stage": record.stage, "evidence": record.evidence}
    values = {group: analysis.valid_text(value) for group, value in values.items()}
    values[FACTS] = TOGETHER.join(values[group].replace(TOGETHER, " ") for group in SINGLE_GROUPS)
    values = {group: value for group, value in values.items() if value}
    several: dict[str, Iterable[str]] = {"theme": record.themes, "tier": record.tiers, "region": record.areas}
    for group, found in several.items():
        distinct = sorted({analysis.valid_text(value).replace(TOGETHER, " ") for value in found if value})
        values[group] = distinct
        for column in {slot_of(group, value) for value in distinct}:
            values[column] = TOGETHER.join(value for value in distinct if slot_of(group, value) == column)
    return values


def _order_values(record: Record, title: str) -> dict:
    published = record.published if record.published.tzinfo else NEVER
    confirmed = record.confirmed.toordinal() if record.confirmed else 0
    # The key in the low bits makes every order total: equal dates cannot change places between two pages.
    return {
        "confirmed": confirmed,
        "confirmed_order": (confirmed << KEY_BITS) | record.key,
        "newest_order": (max(0, int(published.timestamp())) << KEY_BITS) | record.key,
        "title_order": f"{analysis.collation_key(title)[:200]}\x00{record.key:010}",
        "prior": _prior(record, confirmed),
    }


def _prior(record: Record, confirmed: int) -> float:
    """Return what decides between records that match equally well: evidence first, then how recently it was confirmed."""
    first, last = CONFIRMED_SPAN
    recency = min(1.0, max(0.0, (confirmed - first) / (last - first)))
    return (1.0 if record.evidence else 0.0) + recency
