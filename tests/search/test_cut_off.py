"""A process is killed in the middle of writing: what it left half-way costs the next one nothing."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from search.engine import Index
from search.folders import Folders
from search.projection import catch_up, record_change
from search.query import SearchQuery
from tests.search.conftest import record


def titles(index: Index) -> list[str]:
    index.reload()
    return sorted(hit.card["title"] for hit in index.search(SearchQuery(limit=1_000)).hits)


def commit(index: Index, keys: Iterable[int]) -> None:
    index.write([record(key, f"Entry {key}") for key in keys])
    index.commit()


def as_if_killed(before: Path, folder: Path) -> None:
    """Leave an index as who is killed before the last step of a commit: all new files are there, none is deleted, none counts."""
    shutil.copytree(before, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".managed.json", "words"))


def as_if_killed_while_putting_together(index: Index, other: Index) -> None:
    """Leave two indexes as one whose segments, eight at least, were about to be put together when the process was killed."""
    lists = [json.loads((one.path / "meta.json").read_text()) for one in (index, other)]
    for path in other.path.iterdir():
        if path.is_file() and not (index.path / path.name).exists():
            shutil.copy(path, index.path)
    lists[0]["segments"] += lists[1]["segments"]
    (index.path / "meta.json").write_text(json.dumps(lists[0]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("is_new_process", [True, False])
def test_applying_that_was_cut_off_at_its_last_step_is_done_again(settings, tmp_path, is_new_process):
    folders = Folders(settings.SEARCH_INDEX_DIR)
    Group.objects.all().delete()
    pub, _hall = (Group.objects.create(name=name) for name in ("A pub", "A hall"))
    catch_up()
    Group.objects.filter(pk=pub.pk).update(name="A shop")
    record_change([pub.pk])
    before = shutil.copytree(folders.current(), tmp_path / "before")
    catch_up()
    as_if_killed(before, folders.current())
    if is_new_process:
        folders.forget()
    assert titles(folders.open_current()) == ["A hall", "A pub"]

    assert catch_up() is True

    assert titles(folders.open_current()) == ["A hall", "A shop"]


def test_a_deletion_is_not_lost_when_segments_were_not_put_together_any_more(make_index):
    index, other = make_index(), make_index()
    commit(index, range(10, 20))
    for key in (20, 21, 22, 10):  # the last one deletes in the first segment
        commit(index, [key])
    commit(other, range(100, 150))
    for key in (200, 201, 202):
        commit(other, [key])
    as_if_killed_while_putting_together(index, other)
    before = titles(index)

    index.write([record(99, "New")], deletes=[11, 12])
    index.commit()

    assert titles(index) == sorted({*before, "New"} - {"Entry 11", "Entry 12"})
    assert len(list(index.path.glob("*.store"))) < 8  # they have been put together now


def test_what_was_cut_off_leaves_no_files(make_index, tmp_path):
    index = make_index(record(1, "A pub"))
    before = shutil.copytree(index.path, tmp_path / "before")
    killed = Index(index.path)
    killed.write([record(1, "A shop")])
    killed.commit({})
    as_if_killed(before, index.path)
    left = {path.name for path in index.path.iterdir()} - {path.name for path in before.iterdir()}

    index.write([record(1, "A hall"), record(2, "A forge")])
    index.commit({})

    assert left
    assert not left & {path.name for path in index.path.iterdir()}
    assert titles(index) == ["A forge", "A hall"]


def test_who_could_not_commit_keeps_nobody_else_from_writing(make_index):
    index = make_index(record(1, "A pub"))
    index.write([record(1, "A shop")])
    # Names that are taken: a full disk is hard to come by.
    segments = [path.stem for path in index.path.glob("*.store")]
    taken = [index.path / f"{segment}.{number}.del" for segment in segments for number in range(100)]
    for path in taken:
        path.touch(exist_ok=False)
    with pytest.raises(ValueError, match="FileAlreadyExists"):
        index.commit({})
    for path in taken:
        path.unlink()

    other = Index(index.path)
    other.write([record(2, "A hall")])
    other.commit({})
    index.write([record(3, "A forge")])
    index.commit({})

    assert titles(index) == ["A forge", "A hall", "A pub"]
