"""The engine against bare calls of the library it is built on, and against the CMS's own database search."""

from collections.abc import Callable
from datetime import date

from tantivy import Order

from bench.timing import Line, at_least, at_most, interleaved, median, percentile_95, spread
from search.asking import Asked
from search.engine import Index
from search.filters import CONFIRMED, MOST_VALUES, columns_of
from search.query import GROUPS, SearchQuery
from search.ranking import ORDERS

ROUNDS = 2
PAGE = 20
BARE_RATIO, CMS_RATIO, LIMITS_FROM = 2.0, 200.0, 100_000


def bare_calls(index: Index, query: SearchQuery) -> Callable[[], None]:
    """Return what remains of a question when all is prepared: one search, twenty stored cards, one count for each
    group with a choice and one for all others. No parsing, spelling, bonuses, ties, distances or snippets."""
    asked = Asked(index._view, query, index.synonyms, today=date.today())  # noqa: DTZ011 - no entry is confirmed today
    searcher, match, filters = index._view.searcher, asked.plan.match, asked.filters
    found = filters.combined(match)
    free = [group for group in GROUPS if group not in filters.clauses]
    counts = [(found, _columns(free, filters.since))] if free else []
    counts += [(filters.combined(match, without=group), _columns([group], filters.since)) for group in filters.clauses]
    order = {}
    if query.sort in ORDERS:
        field, direction = ORDERS[query.sort]
        order = {"order_by_field": field, "order": direction}
    elif asked.plan.rank is None:
        order = {"order_by_field": "newest_order", "order": Order.Desc}

    def ask() -> None:
        hits = searcher.search(found, PAGE, offset=min(query.offset, max(0, searcher.num_docs - PAGE)), **order).hits
        for _, address in hits:
            searcher.doc(address)
        for counted, columns in counts:
            searcher.aggregate(counted, columns)

    return ask


def _columns(groups: list[str], since: int) -> dict:
    columns = {
        column: {"terms": {"field": column, "size": MOST_VALUES}}
        for group in groups
        if group != CONFIRMED
        for column in columns_of(group)
    }
    if CONFIRMED in groups:
        columns[CONFIRMED] = {"range": {"field": CONFIRMED, "ranges": [{"from": float(since)}]}}
    return columns


def measure_engine(index: Index, queries: list[SearchQuery], progress: Callable[[str], None]) -> list[Line]:
    """Ask each question of the engine and of the bare library, in turn. Nothing is remembered from the round before."""
    times: dict[str, list[float]] = {"engine": [], "bare": []}
    for number in range(ROUNDS + 1):
        progress(f"engine: round {number} of {ROUNDS}")
        index.reload()
        tasks = [
            {"engine": lambda query=query: index.search(query), "bare": bare_calls(index, query)} for query in queries
        ]
        found = interleaved(tasks)
        if number:  # the first round warms up
            for name, measured in found.items():
                times[name] += measured
    return [
        Line(f"engine with counts, {len(queries)} questions", spread(times["engine"])),
        Line("(a) bare tantivy calls, same match and counts", spread(times["bare"])),
        _at_size(
            index, at_most("engine median ÷ (a)", median(times["engine"]) / median(times["bare"]), BARE_RATIO, " ×")
        ),
        Line("engine 95th percentile ÷ (a)", f"{percentile_95(times['engine']) / percentile_95(times['bare']):.2f} ×"),
        Line("index on disk", f"{_size(index) / 1e6:,.0f} MB"),
    ]


def compare_with_cms(index: Index, engine: list[float], cms: list[float], stopped: int) -> list[Line]:
    """Return the lines for the same few questions asked of both. A question that was stopped counts with its limit."""
    note = f", {stopped} of {len(cms)} stopped" if stopped else ""
    return [
        Line(f"(b) the CMS's database search, {len(cms)} questions{note}", spread(cms)),
        Line("the engine on the same questions", spread(engine)),
        _at_size(index, at_least("(b) median ÷ engine median", median(cms) / median(engine), CMS_RATIO, " ×")),
    ]


def _at_size(index: Index, line: Line) -> Line:
    """Return the line without its limit where that was set for a larger directory."""
    return line if index.size >= LIMITS_FROM else Line(line.name, line.value)


def _size(index: Index) -> int:
    return sum(path.stat().st_size for path in index.path.rglob("*") if path.is_file())
