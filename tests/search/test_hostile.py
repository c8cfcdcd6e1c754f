"""Whatever is typed, nothing raises."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import SearchQuery
from tests.search.conftest import record

NASTY = [
    '"', "'", "\\", "/", "(", ")", "[", "]", "{", "}", "*", "?", "~", "^", ":", "+", "-", "!", "&&", "||", "%", "_", ";",
    "\0", "\x1f", "\x7f", "\ud800", "\udfff", "\u202e", "\u200b", "\ufeff", "\n", "\t", "😀", "👩‍👩‍👧", "ﷺ", "ß", "İ", "ı",
    "Ŷ", "e\u0301", "日本", "عربى", "AND", "OR", "NOT", "NEAR", "TO", "key:0", "text:a", "title_words:*", "<script>", "{{7*7}}",
    "${x}", "../../etc/passwd", "1e309", "NaN", "null", "-1", "0x0", "%00", "' OR 1=1 --", 'a" OR "b',
]  # fmt: skip
HOSTILE = [
    *NASTY,
    *(f"{one}{two}" for one, two in itertools.combinations(NASTY[:24], 2)),
    *(f"pub {mark}" for mark in NASTY),
    *(f'"{mark}"' for mark in NASTY),
    *(f"-{mark}" for mark in NASTY),
    *(f"{mark * 50}" for mark in NASTY),
    "a" * 10_000, "a " * 10_000, '"' * 10_000, "-" * 10_000, '"a" ' * 1_000, "-a " * 1_000, "😀" * 10_000, "e\u0301" * 5_000,
    " ".join(f"word{number}" for number in range(1_000)), "a-" * 5_000, "-" + "a-b" * 3_000, "\ud800" * 10_000,
]  # fmt: skip


def test_hostile_words_find_something_or_nothing(make_index):
    index = make_index(record(1, "A pub"), record(2, "A shop"))

    assert len(HOSTILE) >= 568
    for words in HOSTILE:
        for prefix in (False, True):
            assert 0 <= index.search(SearchQuery(words, prefix=prefix)).total <= 2, repr(words[:40])
        index.suggest(words)


def test_hostile_filters_find_nothing(make_index):
    index = make_index(record(1, themes=("food",)))

    for value in HOSTILE:
        query = SearchQuery(filters={"theme": (value,), "kind": (value,)}, place=value)
        assert index.search(query).total == 0, repr(value[:40])


def test_hostile_records_can_be_kept_and_found(make_index):
    records = [
        record(
            key,
            f"{text} keep",
            summary=text,
            body=text,
            themes=(text,),
            places=(text,),
            keywords=(text,),
            kind=text or "x",
        )
        for key, text in enumerate(HOSTILE, 1)
    ]

    assert make_index(*records).search(SearchQuery("keep", limit=1_000)).total == len(HOSTILE)


def test_no_words_at_all_make_it_raise(tmp_path_factory):
    from search.engine import Index

    index = Index(tmp_path_factory.mktemp("index"))
    index.write([record(1, "A pub"), record(2, "A shop")])
    index.commit()
    index.reload()

    @settings(max_examples=300, deadline=None)
    @given(words=st.text(max_size=60), prefix=st.booleans())
    def ask(words, prefix):
        assert index.search(SearchQuery(words, prefix=prefix)).total <= 2

    ask()
