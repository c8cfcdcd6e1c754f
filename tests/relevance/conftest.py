"""The records that needs are judged on: the seed content, and made.csv through the real import."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from connectors.models import EntryPage
from connectors.models.parts import ExternalId
from connectors.records import build_records
from exchange.importing.run import Options, import_file
from home.seeding import seed_everything
from places.gazetteer import forget
from places.loading import load_places
from search.engine import Index
from search.projection import read_synonyms
from tests.relevance.rankers import fts5, ours, plain_tantivy

MADE = Path(__file__).parent / "made.csv"


@pytest.fixture(scope="package")
def records(django_db_setup, django_db_blocker):
    """All records, in a database that is rolled back after these tests."""
    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        load_places()
        seed_everything()
        forget()
        report = import_file(MADE, Options(publish=True))
        assert not report.rejected, report.rejected
        assert not report.drafts, report.notes
        call_command("load_synonyms", verbosity=0)
        yield list(build_records())
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)


@pytest.fixture(scope="package")
def names(records, django_db_blocker) -> dict[int, str]:
    """Key → the name that needs.yaml uses."""
    with django_db_blocker.unblock():
        slugs = dict(EntryPage.objects.values_list("pk", "slug"))
        return slugs | dict(ExternalId.objects.filter(scheme="import").values_list("entry_id", "value"))


@pytest.fixture(scope="package")
def rankers(records, tmp_path_factory, django_db_blocker) -> dict:
    """Name → ranker; ours first."""
    index = Index(tmp_path_factory.mktemp("relevance"))
    index.write(records)
    with django_db_blocker.unblock():
        index.commit({"synonyms": read_synonyms()})
        index.reload()
        return {"ours": ours(index), "FTS5, Porter": fts5(records), "tantivy BM25": plain_tantivy(records)}
