"""The promises tracker with five thousand commitments of ten updates each, against the bare view in the same process."""

import datetime
import random
import time
import uuid
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from bench.building import AT_ONCE, _insert
from bench.pages import BARE
from bench.timing import Line, at_most, interleaved, median, spread
from commitments.choices import Status
from commitments.models import CommitmentIndexPage, CommitmentPage, CurrentStatus, StatusUpdate, UpdateSource
from connectors.models import EntryPage, EntryPlace, EntryTheme, Theme
from places.models import Place

COMMITMENTS, UPDATES, MAKERS = 5_000, 10, 40
FIRST_YEAR, LAST_YEAR = 2010, 2025
QUESTIONS, WARM_UP = 60, 5
TRACKER = "/commitments/"
RATIO, MOST_QUERIES = 20.0, 20
MADE_AT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def measure_tracker(size: int, progress: Callable[[str], None]) -> list[Line]:
    """Make the commitments where there are none yet, and ask different questions and for the bare page, in turn.

    Args:
        size: entries of the directory; a small one gets half as many commitments.
    """
    many = min(COMMITMENTS, size // 2)
    if not CommitmentPage.objects.exists():
        progress(f"tracker: {many:,} commitments")
        _make_commitments(many, random.Random(11))
    client, chance = Client(headers={"host": "localhost"}), random.Random(12)
    asked = {_question(chance): None for _ in range(QUESTIONS * 3)}  # in the order of asking, each once
    addresses = [TRACKER, *(f"{TRACKER}?{question}" for question in list(asked)[:QUESTIONS])]
    for address in (*addresses[:WARM_UP], BARE):
        client.get(address)
    progress(f"tracker: {len(addresses)} questions")
    works = (
        {"page": lambda a=address: client.get(a), "bare": lambda: client.get(BARE)} for address in addresses[WARM_UP:]
    )
    times = interleaved(works, clock=time.process_time)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{TRACKER}?year={FIRST_YEAR}")
    return [
        Line(f"tracker, {many:,} commitments × {UPDATES} updates, in process, processor time", spread(times["page"])),
        at_most("tracker median ÷ (c) in process", median(times["page"]) / median(times["bare"]), RATIO, " ×"),
        at_most("tracker: queries", len(captured), MOST_QUERIES, ""),
    ]


def _question(chance: random.Random) -> str:
    year, maker = chance.randint(FIRST_YEAR, LAST_YEAR), chance.randrange(MAKERS)
    return chance.choice([f"year={year}", f"by=Department+{maker}", f"by=Department+{maker}&year={year}"])


@transaction.atomic
def _make_commitments(many: int, chance: random.Random) -> None:
    index, first = CommitmentIndexPage.objects.get(), Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    fixed = {"content_type": ContentType.objects.get_for_model(CommitmentPage), "locale": Locale.get_active()}
    pages = [_page(number, first + number - 1, index, fixed, chance) for number in range(1, many + 1)]
    for start in range(0, many, AT_ONCE):
        for table in (Page, EntryPage, CommitmentPage):
            _insert(table, pages[start : start + AT_ONCE])
    Page.objects.filter(pk=index.pk).update(numchild=many)
    places, themes = list(Place.objects.current()), list(Theme.objects.all())
    links = [EntryPlace(entry_id=page.pk, place=chance.choice(places), is_lead=True) for page in pages]
    EntryPlace.objects.bulk_create(links, batch_size=AT_ONCE)
    tagged = [EntryTheme(content_object_id=page.pk, tag=chance.choice(themes)) for page in pages]
    EntryTheme.objects.bulk_create(tagged, batch_size=AT_ONCE)
    _make_updates(pages, chance)


def _page(number: int, key: int, index: CommitmentIndexPage, fixed: dict, chance: random.Random) -> CommitmentPage:
    return CommitmentPage(
        id=key,
        page_ptr_id=key,
        entrypage_ptr_id=key,
        path=Page._get_path(index.path, index.depth + 1, number),
        depth=index.depth + 1,
        url_path=f"{index.url_path}c-{number}/",
        slug=f"c-{number}",
        title=f"Commitment {number}",
        draft_title=f"Commitment {number}",
        translation_key=uuid.UUID(int=chance.getrandbits(128), version=4),
        live=True,
        first_published_at=MADE_AT,
        last_published_at=MADE_AT,
        summary="What was promised and where.",
        organisation=f"Department {chance.randrange(MAKERS)}",
        wording="Something is to be built.",
        promised_on=str(chance.randint(FIRST_YEAR, LAST_YEAR)),
        promise_title="Budget",
        promise_url="https://example.org/budget",
        **fixed,
    )


def _make_updates(pages: list[CommitmentPage], chance: random.Random) -> None:
    updates, fixed = [], {"reason": "It opens a year later.", "provenance": "seed", "approved_at": MADE_AT}
    for page in pages:
        years = sorted(chance.randint(int(page.promised_on), LAST_YEAR) for _ in range(UPDATES))
        updates += [
            StatusUpdate(commitment_id=page.pk, date=str(year), status=chance.choice(Status.values), **fixed)
            for year in years
        ]
    updates = StatusUpdate.objects.bulk_create(updates, batch_size=AT_ONCE)
    sources = [UpdateSource(update_id=one.pk, title="A report", url="https://example.org/report") for one in updates]
    UpdateSource.objects.bulk_create(sources, batch_size=AT_ONCE)
    last = {one.commitment_id: one for one in updates}
    CurrentStatus.objects.bulk_create(
        [CurrentStatus(commitment_id=k, update_id=one.pk, status=one.status, date=one.date) for k, one in last.items()],
        batch_size=AT_ONCE,
    )
