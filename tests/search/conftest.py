"""What the tests of the search share: records, indexes in folders of their own, and a source of records."""

import pytest
from django.contrib.auth.models import Group

from search import sources
from search.engine import Index
from search.records import Record
from tests.search.source import groups_as_records


def record(key: int, title: str = "A title", **values) -> Record:
    return Record(key=key, kind=values.pop("kind", "initiative"), title=title, card={"title": title}, **values)


def keys(result) -> list[int]:
    return [hit.key for hit in result.hits]


@pytest.fixture
def make_index(tmp_path):
    """Return a function that makes an index of records."""
    made = []

    def make(*records, synonyms=()):
        index = Index(tmp_path / f"index-{len(made)}")
        made.append(index)
        index.write(records)
        index.commit({"synonyms": [list(some) for some in synonyms]})
        index.reload()
        return index

    return make


@pytest.fixture
def source(settings, tmp_path):
    """An empty folder for this host's index, and groups as the source of its records. Changes are applied when told."""
    settings.SEARCH_INDEX_DIR = tmp_path / "host"
    settings.SEARCH_CATCH_UP = "never"
    before = dict(sources._registered)
    sources.register(groups_as_records, Group.objects.count)
    yield
    sources._registered.clear()
    sources._registered.update(before)
