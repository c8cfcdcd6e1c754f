"""The words of the index as people write them: for spelling and for words half typed.

A small index of its own beside the records', one document a word, because there a fuzzy term query answers *which words*
lie near (0.1 to 1.5 ms among 60,000), where among the records it would only answer which records hold one. Words are
only ever added, before the records that hold them are committed: it may know too many, never too few, and whoever uses
a word first asks whether a record has it.
"""

from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Document, IndexWriter, Order, Query, SchemaBuilder

from search.writing import begin_writing

MEMORY = 15_000_000  # bytes
LONGEST = 30
MOST_FOUND = 2_000


class Words:
    def __init__(self, path: Path):
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        builder = SchemaBuilder()
        builder.add_text_field("word", fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._index = self._opened()
        self._index.config_reader("manual")
        self._new: set[str] = set()
        self._writer: IndexWriter | None = None
        self.reload()

    def _opened(self) -> tantivy.Index:
        return tantivy.Index(self._schema, str(self._path))

    def reload(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def add(self, words: Iterable[str]) -> None:
        """Keep the words that are not known yet: those of letters only and no longer than words are."""
        for word in words:
            if word not in self._new and word.isalpha() and len(word) <= LONGEST:
                self._new.add(word)
                if not self._searcher.doc_freq("word", word):
                    self._writer = self._writer or begin_writing(self._opened(), MEMORY)
                    self._writer.add_document(Document.from_dict({"word": word}, self._schema))

    def commit(self) -> None:
        writer, self._writer = self._writer, None
        self._new = set()
        if writer:
            writer.commit()
            writer.wait_merging_threads()
            self.reload()

    def discard(self) -> None:
        writer, self._writer = self._writer, None
        self._new = set()
        if writer:
            writer.rollback()
            writer.wait_merging_threads()

    def near(self, word: str, errors: int) -> list[str]:
        """Return the words within so many errors; a swap of neighbours is one error."""
        query = Query.fuzzy_term_query(self._schema, "word", word, errors, transposition_cost_one=True)
        found = self._searcher.search(query, MOST_FOUND, count=False, order_by_field="word", order=Order.Asc)
        return [term for term, _ in found.hits]

    def beginning_with(self, start: str) -> list[str]:
        return [term for term, _ in self._searcher.terms_with_prefix("word", start)]
