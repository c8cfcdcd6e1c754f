"""Counts of searches: in memory first, in the database when written, bounded, and safe with others who write."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import log
from search.models import AskedWords, Change, OpenedEntry
from search.retention import months_before
from tests.search.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db


def asked() -> list[tuple]:
    return list(AskedWords.objects.order_by("day", "words").values_list("words", "times", "results", "opened"))


def opened() -> list[tuple]:
    return list(OpenedEntry.objects.order_by("words", "entry").values_list("words", "entry", "times"))


def test_the_same_words_are_one_row_a_day():
    log.count_asked("Community pub", results=3)
    log.count_asked("community  PUB?", results=4)
    log.flush()
    log.count_asked("community pub")
    log.flush()

    assert asked() == [("community pub", 3, 4, 0)]
    assert AskedWords.objects.get().day == localdate()


def test_counting_writes_nothing_until_it_is_flushed(django_assert_num_queries):
    with django_assert_num_queries(0):
        log.count_asked("pub", results=1)
        log.count_opened("pub", 7)

    assert asked() == []


def test_opened_entries_are_counted_for_words_and_entry():
    log.count_asked("pub", results=2)
    log.count_opened("Pub", 7)
    log.count_opened("pub", 7)
    log.flush()
    log.count_opened("pub", 8)
    log.flush()

    assert asked() == [("pub", 1, 2, 3)]
    assert opened() == [("pub", 7, 2), ("pub", 8, 1)]


def test_words_that_lost_something_personal_say_nothing_about_results():
    log.count_asked("pub jane@example.org", results=0)
    log.count_asked("TS24 8QT", results=0)
    log.count_asked("07700 900123", results=0)
    log.flush()

    assert asked() == [("pub", 1, None, 0), ("ts24", 1, None, 0)]


def test_a_flood_of_words_fills_neither_memory_nor_the_day(monkeypatch):
    monkeypatch.setattr(log, "MOST_IN_MEMORY", 50)
    monkeypatch.setattr(log, "MOST_WORDS_A_DAY", 70)
    log.count_asked("pub")
    for start in range(0, 400, 100):
        for number in range(start, start + 100):
            log.count_asked(f"nonsense {number}")
            log.count_opened(f"nonsense {number}", number)
        log.flush()
    log.count_asked("pub")
    log.count_asked("a new word")
    log.flush()

    assert AskedWords.objects.count() == 70
    assert OpenedEntry.objects.count() <= 70
    assert AskedWords.objects.get(words="pub").times == 2


def test_a_full_day_leaves_room_for_the_next(monkeypatch):
    monkeypatch.setattr(log, "MOST_WORDS_A_DAY", 1)
    AskedWords.objects.create(day=date(2026, 1, 1), words="pub", times=1)

    log.count_asked("shop")
    log.flush()

    assert [words for words, *_ in asked()] == ["pub", "shop"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=300) | st.sampled_from(HOSTILE), max_size=20))
def test_hostile_words_are_written_or_left_out(typed):
    for words in typed:
        log.count_asked(words, results=0)
        log.count_opened(words, 2**40)

    log.flush()

    assert log.tally.take() == ({}, {})


def test_months_before_a_day_ends_at_the_last_of_a_short_month():
    assert months_before(date(2026, 11, 22), 13) == date(2025, 10, 22)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 5), 100_000) == date.min


def pruned(**options) -> str:
    printed = StringIO()
    call_command("prune_search_log", stdout=printed, **options)
    return printed.getvalue()


def test_old_counts_are_pruned_and_the_command_says_how_many():
    first_kept = months_before(localdate(), 13)
    for day in (date(2020, 1, 1), first_kept, localdate()):
        AskedWords.objects.create(day=day, words="pub", times=1)
        OpenedEntry.objects.create(day=day, words="pub", entry=7, times=1)

    assert "Removed 2 counts of searches from before" in pruned()
    assert set(AskedWords.objects.values_list("day", flat=True)) == {first_kept, localdate()}
    assert "Removed 0 counts of searches" in pruned()
    assert "Removed 2 counts of searches" in pruned(months=12)


def test_pruning_also_forgets_old_changes_of_the_index():
    for _ in range(3):
        Change.objects.create(key=1)
    Change.objects.update(created_at="2020-01-01T00:00Z")
    # Other tests may leave some. The newest stays: it tells an index that it belongs to this database.
    old = Change.objects.count() - 1

    assert f"Removed {old} changes of the search index older than 30 days." in pruned()
    assert Change.objects.count() == 1


def test_pruning_keeps_at_least_a_month():
    with pytest.raises(CommandError, match="at least one month"):
        pruned(months=0)
