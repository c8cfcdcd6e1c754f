"""Three ways to rank the same records: ours, and two that anybody gets for nothing."""

import re
import sqlite3
from collections.abc import Callable, Sequence

import tantivy
from django.http import QueryDict

from connectors.directory import DirectoryQuery
from connectors.options import all_options
from places.lookup import places_in_words
from search.engine import Index
from search.records import Record
from tests.relevance.measures import DEPTH
from tests.relevance.needs import Need

Ranker = Callable[[Need], list[int]]  # keys of records, the best first
PIECE = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def ours(index: Index) -> Ranker:
    """Return the directory's own search, asked as its page asks it."""
    options = all_options()

    def rank(need: Need) -> list[int]:
        parameters = QueryDict(mutable=True)
        parameters["q"] = need.query
        if need.near:
            found = places_in_words(need.query)[0]
            parameters["q"], parameters["near"] = found.rest, found.typed
        query = DirectoryQuery.parse(parameters, options).for_index(limit=DEPTH)
        return [hit.key for hit in index.search(query).hits]

    return rank


def fts5(records: Sequence[Record]) -> Ranker:
    """Return SQLite's full-text search with Porter stemming: any word, ranked by BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE record USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany(
        "INSERT INTO record (rowid, text) VALUES (?, ?)", [(record.key, text_of(record)) for record in records]
    )

    def rank(need: Need) -> list[int]:
        wanted: list[str] = []
        excluded: list[str] = []
        for no, phrase, word in PIECE.findall(need.query):
            words = re.findall(r"\w+", phrase or word)
            quoted = [" ".join(words)] if phrase else words
            (excluded if no else wanted).extend(f'"{some}"' for some in quoted if some)
        match = f"({' OR '.join(wanted)})" + "".join(f" NOT {some}" for some in excluded)
        rows = database.execute("SELECT rowid FROM record WHERE text MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
        return [key for (key,) in rows]

    return rank


def plain_tantivy(records: Sequence[Record]) -> Ranker:
    """Return tantivy as it comes: one field with English stems, its own query parser, BM25."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(15_000_000, 1)
    for record in records:
        writer.add_document(tantivy.Document.from_dict({"key": record.key, "text": text_of(record)}, schema))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(need: Need) -> list[int]:
        query, _ = index.parse_query_lenient(need.query, ["text"])
        return [searcher.doc(address).get_first("key") for _, address in searcher.search(query, DEPTH).hits]

    return rank


def text_of(record: Record) -> str:
    """Return all that our own index searches."""
    parts = [record.title, record.summary, record.organisation, record.body]
    return "\n".join([*parts, *record.keywords, *record.places, *record.theme_words, *record.tier_words])
