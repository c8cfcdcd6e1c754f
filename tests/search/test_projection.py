"""The index follows the database: nothing is recorded that was rolled back, nothing is lost, nothing is stale."""

import contextlib
import itertools
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from core.locks import lock
from search import live, sources
from search.folders import Folders
from search.ledger import Ledger
from search.models import Change, SynonymSet
from search.projection import apply_pending, catch_up, prune, record_change, record_rebuild
from search.query import SearchQuery
from search.rebuilding import rebuild
from tests.search.source import groups_as_records

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("source")]


def titles(words: str = "") -> list[str]:
    return sorted(hit.card["title"] for hit in live.index().search(SearchQuery(words)).hits)


def publish(name: str) -> Group:
    with transaction.atomic():
        group = Group.objects.create(name=name)
        record_change([group.pk])
    return group


def rename(group: Group, name: str) -> None:
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(name=name)
        record_change([group.pk])


@pytest.fixture(autouse=True)
def _no_groups():
    Group.objects.all().delete()


@pytest.fixture
def folder(settings) -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def test_what_is_published_changed_hidden_and_deleted_is_followed():
    pub = publish("A pub")
    catch_up()
    assert titles() == ["A pub"]

    rename(pub, "A shop")
    catch_up()
    assert titles() == ["A shop"]

    rename(pub, "Private shop")
    catch_up()
    assert titles() == []

    rename(pub, "A shop again")
    with transaction.atomic():
        record_change([pub.pk])
        pub.delete()
    publish("A hall")
    catch_up()
    assert titles() == ["A hall"]


def test_what_is_rolled_back_records_nothing():
    with transaction.atomic():
        publish("A pub")
        transaction.set_rollback(True)

    assert not Change.objects.exists()


def test_changes_are_applied_at_once_where_the_settings_say_so(settings):
    settings.SEARCH_CATCH_UP = "at-once"

    publish("A pub")

    assert titles("pub") == ["A pub"]


def test_a_change_is_applied_only_after_the_commit(settings):
    settings.SEARCH_CATCH_UP = "at-once"
    rebuild()
    index = Folders(Path(settings.SEARCH_INDEX_DIR)).open_current()

    with transaction.atomic():
        record_change([Group.objects.create(name="A pub").pk])
        index.refresh()
        assert index.size == 0

    index.refresh()
    assert index.size == 1


def test_a_change_that_comes_while_another_is_applied_is_not_lost():
    publish("One")
    catch_up()
    answers = []

    def slow(wanted):
        if not answers:
            publish("Three")
            # Somebody else is at it, so this one goes on; the other looks again afterwards.
            answers.append(catch_up())
        yield from groups_as_records(wanted)

    sources.register(slow)
    publish("Two")

    assert catch_up() is True
    assert answers == [False]
    assert titles() == ["One", "Three", "Two"]


def test_an_error_while_records_are_made_leaves_the_change_pending():
    rebuild()
    publish("A pub")

    def broken(wanted):
        yield from groups_as_records(wanted)
        raise RuntimeError("broken")

    sources.register(broken)
    with pytest.raises(RuntimeError, match="broken"):
        catch_up()
    assert titles() == []

    sources.register(groups_as_records)
    catch_up()
    assert titles() == ["A pub"]


def test_a_rebuild_takes_over_what_changes_meanwhile(folder):
    pub = publish("A pub")
    publish("A hall")

    def changing(wanted):
        for number, record in enumerate(groups_as_records(wanted)):
            yield record
            if wanted is None and number == 0:
                rename(pub, "A changed pub")
                publish("A late hall")

    sources.register(changing)
    rebuild()

    assert titles() == ["A changed pub", "A hall", "A late hall"]
    assert [path.name for path in folder.glob("v*")] == [live.index().path.name]


def test_everything_is_built_again_when_everything_changed():
    publish("A pub")
    catch_up()
    before = live.index().path
    Group.objects.update(name="A renamed pub")
    record_rebuild()

    catch_up()

    assert titles() == ["A renamed pub"]
    assert live.index().path != before


def test_a_reader_follows_from_one_index_to_the_next():
    publish("A pub")
    rebuild()
    old = live.index()
    rebuild()
    rebuild()

    assert titles() == ["A pub"]
    assert old.search(SearchQuery("pub")).total == 1


def damage_pointer(folder: Path) -> None:
    next(folder.glob("current-*")).write_text("v00000000-9999")


def damage_pointer_with_rubbish(folder: Path) -> None:
    next(folder.glob("current-*")).write_bytes(b"\xff../../etc\0")


def damage_meta(folder: Path) -> None:
    next(folder.glob("v*/meta.json")).write_text("{")


def damage_segments(folder: Path) -> None:
    for path in folder.glob("v*/*.*"):
        if path.suffix in {".idx", ".store", ".term", ".fast", ".pos"}:
            # In a file of its own: this process still has the old one mapped, and a mapped file that shrinks ends a process.
            path.unlink()
            path.write_bytes(b"rubbish")


def lose_segments(folder: Path) -> None:
    for path in folder.glob("v*/*.idx"):
        path.unlink()


def lose_words(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("v*/words")))


def lose_index(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("v*")))


def lose_everything(folder: Path) -> None:
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "damage",
    [
        damage_pointer,
        damage_pointer_with_rubbish,
        damage_meta,
        damage_segments,
        lose_segments,
        lose_words,
        lose_index,
        lose_everything,
    ],
)
def test_a_damaged_index_says_so_and_is_built_again(folder, damage):
    publish("A pub")
    catch_up()
    assert live.is_ready()

    damage(folder)
    Folders(folder).forget()  # as a process would that starts now

    assert live.state().name == "building"
    with pytest.raises(live.NotReadyError):
        live.search(SearchQuery("pub"))
    catch_up()
    assert live.is_ready()
    assert titles("pub") == ["A pub"]


def test_an_index_put_out_of_use_is_built_again(folder):
    publish("A pub")
    catch_up()

    Folders(folder).condemn(live.index())

    assert not live.is_ready()
    catch_up()
    assert titles() == ["A pub"]


def test_the_command_builds_and_says_how_much():
    publish("A pub")
    output = StringIO()

    call_command("reindex", stdout=output)

    assert output.getvalue().startswith("Indexed 1 entries in ")
    assert titles() == ["A pub"]


def test_only_one_process_builds(folder):
    publish("A pub")

    with lock(Folders(folder).build_lock):
        assert rebuild() is False
        assert catch_up() is False

    assert rebuild() is True


def test_without_a_source_nothing_can_be_built():
    sources._registered.clear()

    with pytest.raises(LookupError, match=r"sources.register"):
        rebuild()


def test_the_first_question_to_an_empty_host_is_answered_with_building():
    publish("A pub")

    assert live.state() == live.State("building", 0, 0)
    assert not live.is_ready()


@pytest.mark.parametrize("forget_changes", [True, False])
def test_another_database_under_the_same_index_is_noticed(forget_changes):
    publish("A pub")
    catch_up()
    # As after a restore from a backup: rows of another time, with numbers that were given out before.
    Group.objects.all().delete()
    Group.objects.create(name="A restored hall")
    if forget_changes:
        Change.objects.all().delete()
    else:
        Change.objects.update(created_at=timezone.now() - timedelta(hours=1))

    catch_up()

    assert titles() == ["A restored hall"]


def test_old_changes_are_pruned_and_a_host_that_slept_builds_again(settings, tmp_path):
    for name in ("One", "Two", "Three"):
        publish(name)
    catch_up()
    here = settings.SEARCH_INDEX_DIR
    settings.SEARCH_INDEX_DIR = tmp_path / "other-host"
    catch_up()
    publish("Four")
    settings.SEARCH_INDEX_DIR = here
    catch_up()
    publish("Five")
    catch_up()

    settings.SEARCH_KEEP_CHANGES_DAYS = 0
    assert prune() > 0
    assert Change.objects.count() == 1
    assert titles() == ["Five", "Four", "One", "Three", "Two"]
    settings.SEARCH_INDEX_DIR = tmp_path / "other-host"
    catch_up()
    assert titles() == ["Five", "Four", "One", "Three", "Two"]


def test_synonyms_of_editors_reach_the_index():
    publish("Employment")
    catch_up()
    assert titles("jobs") == []

    synonyms = SynonymSet.objects.create(words="jobs\nemployment")
    catch_up()
    assert titles("jobs") == ["Employment"]

    synonyms.delete()
    catch_up()
    assert titles("jobs") == []


def test_two_hosts_each_keep_up_by_themselves(settings, tmp_path):
    publish("A pub")
    for host in ("one", "two"):
        settings.SEARCH_INDEX_DIR = tmp_path / host
        catch_up()
    publish("A hall")

    for host in ("one", "two"):
        settings.SEARCH_INDEX_DIR = tmp_path / host
        catch_up()
        assert titles() == ["A hall", "A pub"]


def test_a_ledger_joins_neighbouring_numbers():
    ledger = Ledger(horizon=10, applied=[[12, 14]]).with_applied([15, 11, 20])

    assert ledger.applied == [[11, 15], [20, 20]]


@contextlib.contextmanager
def publishing_slowly(name: str) -> Iterator[None]:
    """Publish in a transaction of another connection, which has its number inside this block and ends with it."""
    begun, may_end = threading.Event(), threading.Event()

    def slow_transaction():
        with transaction.atomic():
            record_change([Group.objects.create(name=name).pk])
            begun.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=slow_transaction)
    thread.start()
    assert begun.wait(20)
    try:
        yield
    finally:
        may_end.set()
        thread.join()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite numbers become visible in order")
@pytest.mark.parametrize("unapplied", [0, 1, 2])
def test_a_lower_number_that_is_committed_later_is_applied(unapplied):
    catch_up()
    for number in range(unapplied):
        publish(f"Before {number}")
    with publishing_slowly("Low"):
        # The first look is while "Low" is the newest transaction of all, and has not ended.
        catch_up()
        for number in range(5):
            publish(f"High {number}")
            catch_up()
        assert "Low" not in titles()

    catch_up()

    assert "Low" in titles()
    assert len(titles()) == unapplied + 6


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite numbers become visible in order")
def test_the_horizon_moves_once_nothing_older_runs():
    # Another database of the same server may have an old transaction running; it holds the horizon until it ends.
    ends = time.monotonic() + 120
    for number in itertools.count():
        publish(f"One {number}")
        catch_up()
        ledger = Ledger.from_state(live.index().state)
        if ledger.horizon or time.monotonic() > ends:
            break
        time.sleep(0.2)

    assert ledger.horizon > 0
    assert len(ledger.applied) <= 1


def test_nothing_pending_applies_nothing():
    publish("A pub")
    catch_up()
    index = live.index()

    assert apply_pending(index) == 0
