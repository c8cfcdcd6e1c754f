"""Filters and facets: counts are those that a count by hand gives, whatever the corpus and the question."""

import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import analysis
from search.engine import Index
from search.geography import haversine_km
from search.query import GROUPS, LAST_YEAR, SearchQuery
from search.records import Record
from tests.search.conftest import keys, record

WORDS = ["pub", "shop", "garden", "wage", "river", "Tŷ"]
CHOICES = {
    "kind": ["initiative", "connector", "case-study"],
    "theme": ["work", "food", "housing", "health", "x y"],
    "tier": ["parish", "council", "region"],
    "region": ["E12", "W92", "UK"],
    "stage": ["idea", "running"],
    "evidence": ["story", "trial"],
    "confirmed": [LAST_YEAR],
}
POINTS = [(54.68, -1.21), (54.7, -1.2), (54.57, -1.23), (51.5, -0.12), (53.3, -4.4)]
TODAY = localdate()


def some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def corpora(draw):
    texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
    number = draw(st.integers(0, 25))
    return [
        Record(
            key=key,
            kind=draw(st.sampled_from(CHOICES["kind"])),
            title=draw(texts),
            summary=draw(texts),
            themes=draw(some(CHOICES["theme"])),
            tiers=draw(some(CHOICES["tier"])),
            areas=draw(some(CHOICES["region"], 2)),
            place_codes=draw(some(["P1", "P2"])),
            stage=draw(st.sampled_from(["", *CHOICES["stage"]])),
            evidence=draw(st.sampled_from(["", *CHOICES["evidence"]])),
            published=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 3))),
            confirmed=draw(
                st.sampled_from([None, TODAY, TODAY - timedelta(365), TODAY - timedelta(366), date(2020, 1, 1)])
            ),
            points=draw(some(POINTS, 2)),
            wide=draw(st.sampled_from([False, False, True])),
        )
        for key in range(1, number + 1)
    ]


@st.composite
def queries(draw):
    words = draw(st.lists(st.sampled_from([*WORDS, "-pub", "-shop", '"pub shop"', "absent"]), max_size=3).map(" ".join))
    filters = {group: draw(some(values, 2)) for group, values in CHOICES.items() if draw(st.booleans())}
    near = draw(st.sampled_from([None, None, POINTS[0]]))
    return SearchQuery(
        words,
        filters={group: values for group, values in filters.items() if values},
        place=draw(st.sampled_from(["", "", "P1"])),
        near=near,
        within_km=draw(st.sampled_from([None, 5.0, 20.0])) if near else None,
        sort=draw(st.sampled_from(["relevance", "newest", "confirmed", "title", "distance"])),
        limit=1_000,
        literal=True,
    )


def values_of(one, group):
    several = {"theme": one.themes, "tier": one.tiers, "region": one.areas}
    if group in several:
        return set(several[group])
    if group == "confirmed":
        return {LAST_YEAR} if one.confirmed and one.confirmed >= TODAY - timedelta(365) else set()
    return {getattr(one, group)} - {""}


def holds_words(one, words):
    text = [*analysis.stems_of(one.title), "|", *analysis.stems_of(one.summary)]
    joined = " ".join(text)
    wanted = [word for word in words.replace('"pub shop"', "").split() if not word.startswith("-")]
    excluded = [word[1:] for word in words.split() if word.startswith("-")]
    if any(analysis.stem_of(word) in text for word in excluded):
        return False
    if '"pub shop"' in words:
        return "pub shop" in joined.replace("|", "")
    return not wanted or any(analysis.stem_of(word) in text for word in wanted)


def lies_there(one, query):
    if query.place and query.place not in one.place_codes:
        return False
    if query.near is None:
        return True
    if one.wide:
        return False
    return query.within_km is None or any(haversine_km(query.near, point) <= query.within_km for point in one.points)


def passes(one, query, without=""):
    chosen = (values_of(one, group) & set(values) for group, values in query.filters.items() if group != without)
    return holds_words(one, query.words) and lies_there(one, query) and all(chosen)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(corpus=corpora(), asked=st.lists(queries(), min_size=1, max_size=8))
def test_hits_and_counts_are_those_counted_by_hand(corpus, asked):
    with tempfile.TemporaryDirectory() as folder:
        index = Index(folder)
        index.write(corpus)
        index.commit({})
        index.reload()
        for query in asked:
            result = index.search(query)

            assert sorted(keys(result)) == [one.key for one in corpus if passes(one, query)], query
            assert result.total == len(result.hits)
            for group in GROUPS:
                left = [one for one in corpus if passes(one, query, without=group)]
                assert result.facets[group] == Counter(value for one in left for value in values_of(one, group)), group
            in_pages = [
                key
                for offset in range(0, result.total + 2, 3)
                for key in keys(index.search(SearchQuery(**{**as_dict(query), "offset": offset, "limit": 3})))
            ]
            assert in_pages == keys(result) == [key for key, _score in index.iterate(query)]
            assert index.count(query) == result.total


def as_dict(query):
    return {name: getattr(query, name) for name in query.__slots__}


def test_choices_of_a_group_widen_and_groups_narrow_each_other(make_index):
    index = make_index(
        record(1, themes=("food",), stage="idea"),
        record(2, themes=("work",), stage="idea"),
        record(3, themes=("work",), stage="running"),
        record(4, themes=("health",), stage="idea"),
    )

    result = index.search(SearchQuery(filters={"theme": ("food", "work"), "stage": ("idea",)}))

    assert keys(result) == [2, 1]
    assert result.facets["theme"] == {"food": 1, "work": 1, "health": 1}
    assert result.facets["stage"] == {"idea": 2, "running": 1}


def test_values_that_nobody_has_find_nothing(make_index):
    index = make_index(record(1, themes=("food",)))

    assert index.search(SearchQuery(filters={"theme": ("x\x1f",), "confirmed": ("never",)})).total == 0


def test_a_record_of_many_themes_is_counted_under_each(make_index):
    themes = tuple(f"theme-{number}" for number in range(40))
    index = make_index(record(1, themes=themes), record(2, themes=themes[:1]))

    assert index.search(SearchQuery()).facets["theme"] == {**dict.fromkeys(themes, 1), "theme-0": 2}
