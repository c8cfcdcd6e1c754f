"""A process of its own that changes entries or rebuilds the index until it is killed. Started by the tests of crashes.

Usage: process.py DATABASE_URL INDEX_DIR FUNCTION, one of the functions below that take nothing.
"""

import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[2]))

from config.settings.storage import database_from_url


def set_up(url: str, folder: str) -> None:
    database = database_from_url(url, Path(folder))
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "search"],
        DATABASES={"default": {**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SEARCH_INDEX_DIR=folder,
        SEARCH_CATCH_UP="at-once",
        USE_TZ=True,
    )
    django.setup()
    from search import sources
    from tests.search.source import groups_as_records

    sources.register(groups_as_records)


def init() -> None:
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from search.models import AskedWords, Change, OpenedEntry, SynonymSet

    with connection.schema_editor() as editor:
        for model in (ContentType, Permission, Group, Change, SynonymSet, AskedWords, OpenedEntry):
            editor.create_model(model)


def write() -> None:
    print("ready", flush=True)
    while True:
        write_once()


def write_once() -> None:
    from django.contrib.auth.models import Group
    from django.db import transaction

    from search.projection import record_change

    with transaction.atomic():
        group = Group.objects.filter(name__endswith="!").order_by("?").first() if random.random() < 0.6 else None
        name = f"{random.choice(['Private', 'Village', 'Town'])} {os.getpid()} {random.random()}!"
        if group is None:
            record_change([Group.objects.create(name=name).pk])
        else:
            record_change([group.pk])
            if random.random() < 0.3:
                # Without the cascade to the tables of users, which are not the same in all these databases.
                Group.objects.filter(pk=group.pk)._raw_delete("default")
            else:
                Group.objects.filter(pk=group.pk).update(name=name)


def publish() -> None:
    """Be a command that changes something and ends at once."""
    settings.SEARCH_CATCH_UP = "background"
    write_once()


def rebuild() -> None:
    from search.rebuilding import rebuild

    print("ready", flush=True)
    while True:
        rebuild(wait=True)


def serve() -> None:
    """Be a web process: answer each line of input with all titles that these words find, keeping up in the background."""
    from search import live
    from search.query import SearchQuery

    settings.SEARCH_CATCH_UP = "background"
    print("ready", flush=True)
    for words in sys.stdin:
        try:
            hits = live.search(SearchQuery(words.strip(), limit=100_000, literal=True)).hits
        except live.NotReadyError:
            print("building", flush=True)
        else:
            print("|".join(sorted(hit.card["title"] for hit in hits)), flush=True)


def verify() -> None:
    """Print how many records there should be, and those that only the index or only the database has."""
    from search import live
    from search.query import SearchQuery
    from tests.search.source import groups_as_records

    index = live.index()
    there = Counter((hit.key, hit.card["title"]) for hit in index.search(SearchQuery(limit=1_000_000)).hits)
    wanted = Counter((record.key, record.title) for record in groups_as_records(None))
    sides = {"only in the index": there - wanted, "only in the database": wanted - there}
    differing = [(side, *found) for side, records in sides.items() for found in sorted(records.elements())]
    print(wanted.total(), differing[:10], flush=True)
    if differing:
        explain(index, {key for _, key, _ in differing})


def explain(index, keys: set[int]) -> None:
    """Say beside the output what was recorded of these records, and what the index holds to have applied."""
    from search.models import Change

    print(f"{index.path} has applied {index.state['ledger']}", file=sys.stderr)
    for change in Change.objects.filter(key__in=keys):
        print(f"Change {change}, recorded at {change.created_at}", file=sys.stderr)


def publish_village() -> None:
    """Be a command that makes an entry with a known title and leaves it to others to apply that."""
    from django.contrib.auth.models import Group
    from django.db import transaction

    from search.projection import record_change

    settings.SEARCH_CATCH_UP = "never"
    with transaction.atomic():
        record_change([Group.objects.create(name="Village hall!").pk])


def synonyms() -> None:
    """Be a command that saves a set of synonyms and leaves it to others to apply that."""
    from search.models import SynonymSet

    settings.SEARCH_CATCH_UP = "never"
    SynonymSet.objects.create(words="zeppelin\nvillage")


def count() -> None:
    """Be a web process that counts searches in several threads, some of which write at once, and ends."""
    from concurrent.futures import ThreadPoolExecutor

    from search import log

    settings.SEARCH_LOG_SECONDS = 0.01

    def search(number: int) -> None:
        log.count_asked(f"words {number % 7}", results=number)
        log.count_opened(f"words {number % 7}", number % 3)
        if number % 10 == 0:
            log.flush()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(search, range(200)))


def ask() -> None:
    """Be a web process that counts one search and goes on serving."""
    from search import log

    settings.SEARCH_LOG_SECONDS = 0.2
    log.count_asked("a pub", results=1)
    time.sleep(60)


def counts() -> None:
    """Print how often was asked and opened, and the same from the entries."""
    from django.db.models import Sum

    from search.models import AskedWords, OpenedEntry

    asked = AskedWords.objects.aggregate(times=Sum("times"), opened=Sum("opened"))
    print(asked["times"], asked["opened"], OpenedEntry.objects.aggregate(times=Sum("times"))["times"], flush=True)


if __name__ == "__main__":
    set_up(sys.argv[1], sys.argv[2])
    globals()[sys.argv[3]]()
