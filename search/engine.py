"""The engine: one index folder, what can be asked of it and how it is written."""

import json
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import tantivy
from django.utils.timezone import get_default_timezone
from tantivy import DocAddress, Query

from search import schema as fields
from search import suggestions
from search.analysis import stems_analyzer, words_analyzer
from search.asking import Asked, View
from search.beside import beside
from search.query import SearchQuery
from search.records import Record
from search.snippets import explain
from search.spread import Spread
from search.synonyms import synonyms_from
from search.words import Words
from search.writing import begin_writing

MOST_WIDE = 20
FIRST_EXPORTED = 500
RECORDS_AT_ONCE = 500
WRITER_MEMORY = 60_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found.

    Attributes:
        score: how well it matches; 0 in other orders than relevance.
        title, snippet: safe HTML; its only markup is <mark>. Empty where nobody looks at them, as in an export.
        distance_km: to its nearest point, when the query is near somewhere.
        why: what matched, such as ("title", "summary", "place: Ynys Môn").
    """

    key: int
    score: float
    card: dict
    title: str = ""
    snippet: str = ""
    distance_km: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a search found.

    Attributes:
        facets: group → value → how many records there would be with this choice, given all other groups' filters.
        corrected: the words as searched, when spelling was corrected.
        wide: the first of those that serve the whole area around `near` or `place`; they are not among the hits and not
            counted in `total`, but in `wide_total`.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    corrected: str | None = None
    wide: list[Hit] = field(default_factory=list)
    wide_total: int = 0


class Index:
    """One folder on this host. Reading is safe from several threads; writing is for one at a time (`locks.py`)."""

    def __init__(self, path: Path | str, *, memory: int = WRITER_MEMORY):
        """Open the folder, or begin an index in it when it is empty.

        Args:
            memory: bytes the writer may take before it writes a segment; more makes fewer segments.

        Raises:
            ValueError, OSError, the engine's PanicException: what is there cannot be read.
        """
        self.path = Path(path)
        self.path.mkdir(parents=True, exist_ok=True)
        self.memory = memory
        self._schema = fields.build_schema()
        self._index = self._opened()
        self._words = Words(self.path / "words")
        self._writer: tantivy.IndexWriter | None = None
        self._reloading = threading.Lock()
        self._stamp: tuple[int, ...] = ()
        self.reload()

    def _opened(self) -> tantivy.Index:
        # Sorted by key, so that equal scores within a segment come in the order of keys.
        index = tantivy.Index(self._schema, str(self.path), sort_by_field="key")
        index.register_tokenizer(fields.STEMS, stems_analyzer())
        index.register_tokenizer(fields.WORDS, words_analyzer())
        index.config_reader("manual")
        return index

    def reload(self) -> None:
        """Let later questions see the last commit."""
        with self._reloading:
            self._stamp = self._stamp_now()
            self._index.reload()
            self._words.reload()
            self._view = View(self._index.searcher(), self._schema, self._words)
            self.synonyms = synonyms_from((self._view.state or {}).get("synonyms", []))

    def refresh(self) -> None:
        """Reload if anybody committed since: one look at a file's time."""
        if self._stamp != self._stamp_now():
            self.reload()

    def _stamp_now(self) -> tuple[int, ...]:
        # Each commit replaces this file, so that even commits of one instant differ.
        stat = (self.path / "meta.json").stat()
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def check(self) -> None:
        """Read a little of everything; raises when files are damaged."""
        result = self.search(SearchQuery(words="community", limit=1))
        for hit in self.search(SearchQuery(limit=1)).hits + result.hits:
            self.neighbours(SearchQuery(), hit.key)

    @property
    def stamp(self) -> tuple[int, ...]:
        """What differs after every commit, for those who keep what they made of answers."""
        return self._stamp

    @property
    def size(self) -> int:
        """How many records it holds."""
        return self._view.size

    @property
    def state(self) -> dict | None:
        """What was given to the last commit; None before the first."""
        return self._view.state

    def search(self, query: SearchQuery) -> Result:
        view = self._view
        asked = Asked(view, query, self.synonyms, today=_today())
        facets = beside(lambda: asked.facets)
        total, ranked = asked.ranking().page(max(0, query.offset), max(0, query.limit))
        wide_total, wide = asked.wide_ranking().page(0, MOST_WIDE) if asked.has_wide else (0, [])
        return Result(
            total=total,
            hits=[self._hit(asked, score, address) for score, address in ranked],
            facets=facets.result(),
            corrected=asked.plan.corrected,
            wide=[self._hit(asked, score, address, explained=False) for score, address in wide],
            wide_total=wide_total,
        )

    def count(self, query: SearchQuery) -> int:
        """Return how many records there are, and nothing else: for "what would come back without this filter"."""
        return Asked(self._view, query, self.synonyms, today=_today()).ranking().page(0, 0)[0]

    def spread(self, query: SearchQuery) -> Spread:
        """Return where all that is found lies, for a map; order, offset and limit do not count."""
        return Asked(self._view, query, self.synonyms, today=_today()).spread

    def cards(self, keys: Collection[int]) -> dict[int, dict]:
        """Return the cards of some records by key; keys that are not there are left out."""
        view = self._view
        if not keys:
            return {}
        asked = Query.term_set_query(self._schema, "key", list(keys))
        found = view.searcher.search(asked, len(keys), count=False).hits
        documents = (view.searcher.doc(address) for _, address in found)
        return {one.get_first("key"): json.loads(one.get_first("stored").decode())["card"] for one in documents}

    def iterate(self, query: SearchQuery) -> Iterator[tuple[int, float]]:
        """Yield key and score of all hits in rank order, as the index was at the first; offset and limit do not count."""
        view = self._view
        ranking = Asked(view, query, self.synonyms, today=_today()).ranking()
        total, ranked = ranking.page(0, FIRST_EXPORTED)
        yield from _keys_and_scores(view, ranked)
        if total > FIRST_EXPORTED:
            yield from _keys_and_scores(view, ranking.page(FIRST_EXPORTED, total - FIRST_EXPORTED)[1])

    def neighbours(self, query: SearchQuery, key: int) -> tuple[int | None, int | None]:
        """Return the keys before and after this one in the result; None at its ends, twice None when it is not in it."""
        asked = Asked(self._view, query, self.synonyms, today=_today())
        ranking = asked.ranking()
        for limit in (100, 2_000, self._view.size):
            total, ranked = ranking.page(0, limit)
            keys = self._view.searcher.fast_field_values("key", [address for _, address in ranked])
            if key in keys[:-1] or (key in keys and len(keys) == total):
                position = keys.index(key)
                before = keys[position - 1] if position else None
                return before, keys[position + 1] if position + 1 < len(keys) else None
            if len(keys) == total:
                break
        return None, None

    def suggest(self, words: str, limit: int = 8) -> list["suggestions.Suggestion"]:
        """Return titles that hold all words, the last of which may be half typed."""
        return suggestions.suggest(self._view, words, limit)

    def titles_like(self, title: str, limit: int = 8) -> list["suggestions.Suggestion"]:
        """Return titles that share words with this one, the rarest words first."""
        return suggestions.titles_like(self._view, title, limit)

    def write(self, records: Iterable[Record], deletes: Iterable[int] = ()) -> int:
        """Put records in place of those with the same key and take others out, from the next commit on.

        Returns:
            How many records were put in.
        """
        self._delete(deletes)
        number = 0
        remaining = iter(records)
        while some := {record.key: record for record in islice(remaining, RECORDS_AT_ONCE)}:
            self._delete(some)
            for record in some.values():
                document, words = fields.document_of(record, self._schema)
                self._words.add(words)
                self._writing().add_document(document)
            number += len(some)
        return number

    def _writing(self) -> tantivy.IndexWriter:
        self._writer = self._writer or begin_writing(self._opened(), self.memory)
        return self._writer

    def _delete(self, keys: Iterable[int]) -> None:
        # By a query: the binding's delete_documents_by_term() takes a key for a signed number and finds none.
        if keys := list(keys):
            self._writing().delete_documents_by_query(Query.term_set_query(self._schema, "key", keys))

    def commit(self, state: dict | None = None) -> None:
        """Make what was written last, together with the state: either both are there after a crash or neither.

        Args:
            state: JSON; `synonyms` in it are those that later searches expand: words of each set, and whether it is one-way.
        """
        writer = self._writing()
        try:
            if state is not None:
                self._delete([fields.STATE_KEY])
                writer.add_document(fields.state_document(state, self._schema))
            self._words.commit()
            writer.commit()
        except BaseException:
            # Who keeps its writer keeps all others from having one.
            self.discard()
            raise
        self._writer = None
        writer.wait_merging_threads()

    def discard(self) -> None:
        """Forget what was written since the last commit."""
        self._words.discard()
        writer, self._writer = self._writer, None
        if writer:
            writer.rollback()
            writer.wait_merging_threads()

    def _hit(self, asked: Asked, score: float, address: DocAddress, *, explained: bool = True) -> Hit:
        document = asked.view.searcher.doc(address)
        parts = json.loads(document.get_first("stored").decode())
        distance = asked.nearness.distance_km(parts["points"]) if asked.nearness else None
        key, card = document.get_first("key"), parts["card"]
        if not explained:
            return Hit(key, score, card, distance_km=distance)
        found = explain(parts, lambda: document.get_first("body").decode(), asked.plan.groups)
        return Hit(key, score, card, title=found.title, snippet=found.excerpt, distance_km=distance, why=found.why)


def _today() -> date:
    # As Django's localdate(), which looks for a visitor's own zone first: a tenth of a millisecond for what nobody has here.
    return datetime.now(get_default_timezone()).date()


def _keys_and_scores(view: View, ranked: list[tuple[float, DocAddress]]) -> Iterator[tuple[int, float]]:
    keys = view.searcher.fast_field_values("key", [address for _, address in ranked])
    return zip(keys, (score for score, _ in ranked), strict=True)
