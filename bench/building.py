"""Fills an empty database with entries, in bulk: a hundred thousand take minutes, not hours."""

import datetime
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models, transaction
from taggit.models import Tag
from wagtail.models import Locale, Page

from bench.corpus import Author
from bench.records import made_records
from casestudies.evidence import EvidenceLevel
from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from connectors.choices import ConnectorKind, Stage
from connectors.models import (
    ConnectorPage,
    DirectoryPage,
    EntryKeyword,
    EntryPage,
    EntryPlace,
    EntrySource,
    EntryTheme,
    EntryTier,
    InitiativePage,
    Theme,
    Tier,
)
from home.seeding.files import read_seed
from home.seeding.frame import seed_frame, seed_standard_pages
from places.kinds import PlaceKind
from places.models import Place
from search import conf
from search.engine import Index
from search.folders import REBUILD_MEMORY, Folders
from search.rebuilding import rebuild

AT_ONCE = 500  # SQLite takes 32,766 values in a statement, and a page has thirty
KEYWORDS = 2_000
FIRST_DAY = datetime.datetime(2016, 1, 1, tzinfo=datetime.UTC)
DAYS = 3_900
SECONDS_BETWEEN_REPORTS = 5.0
Progress = Callable[[int, int], None]


def build_site_and_index(size: int, folder: Path, say: Callable[[str], None]) -> dict:
    """Make a site with so many entries and its index, and return the lines about it and where the index is."""
    began = time.monotonic()
    build_site(size, _told(say, "entries in the database"))
    lines = [("making the entries in bulk", f"{time.monotonic() - began:,.0f} s")]
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    rebuild(_told(say, "entries in the index"))
    lines.append(("building the index from the database", _pace(size, time.monotonic() - began)))
    return {"lines": lines, "index": str(Folders(conf.index_dir()).current())}


def build_engine_only(size: int, folder: Path, say: Callable[[str], None]) -> dict:
    """Make an index of so many records without a database behind it."""
    call_command("migrate", verbosity=0)
    call_command("load_places", verbosity=0)
    _make_vocabularies()
    index, began = Index(folder / "records", memory=REBUILD_MEMORY), time.monotonic()
    index.write(_reported(made_records(size), size, _told(say, "records in the index")))
    index.commit({"synonyms": []})
    line = ("making the records and the index", _pace(size, time.monotonic() - began))
    return {"lines": [line], "index": str(index.path)}


def build_site(size: int, progress: Progress) -> None:
    """Make the tables, the places, the vocabularies, the trunk of the page tree and so many entries.

    Args:
        progress: called with how many entries are made and how many there will be.
    """
    call_command("migrate", verbosity=0)
    call_command("load_places", verbosity=0)
    with transaction.atomic():
        _make_vocabularies()
        home, _made = seed_frame()
        seed_standard_pages(home)
        build_entries(size, progress)


def _make_vocabularies() -> None:
    # Without the pictures of themes, which take longer to draw than ten thousand entries to write.
    for model, name in ((Theme, "themes"), (Tier, "tiers")):
        rows = enumerate(read_seed(name))
        model.objects.bulk_create(model(name=row["name"], slug=row["slug"], sort_order=order) for order, row in rows)


def _told(say: Callable[[str], None], what: str) -> Progress:
    """Return a progress that speaks up every five seconds."""
    spoken = [time.monotonic()]

    def progress(done: int, total: int) -> None:
        if time.monotonic() - spoken[0] > SECONDS_BETWEEN_REPORTS:
            spoken[0] = time.monotonic()
            say(f"{done:,} of {total:,} {what}")

    return progress


def _reported(records: Iterator, size: int, progress: Progress) -> Iterator:
    for number, record in enumerate(records, 1):
        yield record
        progress(number, size)


def _pace(size: int, seconds: float) -> str:
    return f"{seconds:,.0f} s, {size / seconds:,.0f} a second"


def build_entries(size: int, progress: Progress) -> None:
    """Make so many entries below the directory and the shelf, with places, terms, keywords and sources."""
    maker = _Maker(size)
    numbers = iter(range(1, size + 1))
    while some := list(islice(numbers, AT_ONCE)):
        maker.make(some)
        progress(some[-1], size)
    maker.count_children()


class _Maker:
    def __init__(self, size: int):
        self.author = Author()
        self.directory, self.shelf = DirectoryPage.objects.get(), CaseStudyIndexPage.objects.get()
        self.children = {self.directory: 0, self.shelf: 0}
        self.first_key = (Page.objects.aggregate(models.Max("pk"))["pk__max"] or 0) + 1
        self.locale = Locale.get_active()
        self.themes, self.tiers = list(Theme.objects.all()), list(Tier.objects.all())
        places = list(Place.objects.current())
        self.wide = [place for place in places if place.kind in {PlaceKind.REGION, PlaceKind.NATION}]
        self.councils = [place for place in places if place.latitude is not None and place not in self.wide]
        self.keywords = self._keywords()
        self.types = {model: ContentType.objects.get_for_model(model) for model in _FIELDS}

    def make(self, numbers: list[int]) -> None:
        entries = [self._entry(number) for number in numbers]
        for table in (Page, EntryPage):
            _insert(table, entries)
        for model in _FIELDS:
            _insert(model, [entry for entry in entries if isinstance(entry, model)])
        parts: dict[type[models.Model], list] = {}
        for entry in entries:
            for part in self._parts(entry):
                parts.setdefault(type(part), []).append(part)
        for model, rows in parts.items():
            model.objects.bulk_create(rows, batch_size=AT_ONCE)

    def count_children(self) -> None:
        for parent, number in self.children.items():
            Page.objects.filter(pk=parent.pk).update(numchild=number)

    def _keywords(self) -> list[Tag]:
        names = dict.fromkeys(self.author.made_name().lower() for _ in range(KEYWORDS))
        known = set(Tag.objects.values_list("slug", flat=True))
        Tag.objects.bulk_create([Tag(name=name, slug=name) for name in names if name not in known])
        return list(Tag.objects.order_by("pk"))

    def _entry(self, number: int) -> EntryPage:
        author, chance = self.author, self.author.random
        model = chance.choices(list(_FIELDS), weights=[7, 2, 1])[0]
        place = author.pick(self.wide if chance.random() < 0.03 else self.councils)
        parent = self.shelf if model is CaseStudyPage else self.directory
        self.children[parent] += 1
        key, slug = self.first_key + number - 1, f"entry-{number}"
        published = FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS), seconds=number)
        confirmed = published.date() + datetime.timedelta(days=chance.randrange(900))
        title = author.title(place.name)
        entry = model(
            id=key,
            page_ptr_id=key,
            entrypage_ptr_id=key,
            path=Page._get_path(parent.path, parent.depth + 1, self.children[parent]),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{slug}/",
            slug=slug,
            title=title,
            draft_title=title,
            content_type=self.types[model],
            locale=self.locale,
            translation_key=uuid.UUID(int=chance.getrandbits(128), version=4),
            live=True,
            first_published_at=published,
            last_published_at=published,
            summary=author.summary(place.name),
            organisation=author.organisation(),
            stage=author.skewed([stage.value for stage in (Stage.RUNNING, *Stage)]),
            website=f"https://example.org/{slug}",
            last_confirmed_at=confirmed if chance.random() < 0.8 else None,
            **_FIELDS[model](author),
        )
        entry.bench_place = place
        return entry

    def _parts(self, entry: EntryPage):
        author, chance, place = self.author, self.author.random, entry.bench_place
        locality = author.made_name() if chance.random() < 0.3 else ""
        yield EntryPlace(entry_id=entry.pk, place=place, is_lead=True, locality=locality)
        if chance.random() < 0.15:
            other = author.pick(self.councils)
            if other != place:
                yield EntryPlace(entry_id=entry.pk, place=other)
        yield from (EntryTheme(content_object_id=entry.pk, tag=theme) for theme in author.several(self.themes, 3))
        yield from (EntryTier(content_object_id=entry.pk, tag=tier) for tier in author.several(self.tiers, 2))
        yield from (EntryKeyword(content_object_id=entry.pk, tag=tag) for tag in author.several(self.keywords, 4))
        for number in range(chance.randint(1, 2)):
            url = f"https://example.org/{entry.slug}/{number}"
            yield EntrySource(entry_id=entry.pk, title=author.title(place.name), url=url, says=author.sentence())


def _initiative(author: Author) -> dict:
    return {"what_it_does": author.body(), "partners": author.organisation()}


def _connector(author: Author) -> dict:
    return {"what_it_does": author.body(), "kind": author.pick(ConnectorKind.values)}


def _case_study(author: Author) -> dict:
    story = [{"type": "text", "value": author.body(), "id": str(uuid.UUID(int=author.random.getrandbits(128)))}]
    return {
        "question": "How can it be done?",
        "story": story,
        "evidence_level": author.pick(EvidenceLevel.values),
        "what_did_not_work": f"<p>{author.sentence()}</p>",
    }


_FIELDS = {InitiativePage: _initiative, ConnectorPage: _connector, CaseStudyPage: _case_study}


def _insert(table: type[models.Model], entries: list[EntryPage]) -> None:
    """Write one table's part of the entries. Django's bulk_create refuses models that have parents."""
    table._base_manager._insert(entries, fields=table._meta.local_concrete_fields, using="default", raw=True)
