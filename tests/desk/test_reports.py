"""The reports on entries: what they count, whom they let in, and how they hold up."""

import csv
import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from accounts.roles import EDITORS, MODERATORS
from connectors.models import EntryPage, EntrySource
from core.waiting import since_days
from desk.vocabulary import KEYWORDS, alike, uses
from tests.factories import (
    CaseStudyFactory,
    InitiativeFactory,
    PlaceFactory,
    RegionFactory,
    StandardPageFactory,
    ThemeFactory,
    TierFactory,
)

pytestmark = pytest.mark.django_db
FOR_MODERATORS = ["ageing_report", "alt_text_report", "sources_report", "evidence_report", "vocabulary_report"]
FOR_MODERATORS.append("ended_places_report")
FOR_ALL = ["own_work", "editorial_calendar", "coverage_report"]


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def shown(desk, name, **parameters) -> list[str]:
    """The titles in a report, and what stands beside them in its export."""
    response = desk.get(reverse(name), {**parameters, "export": "csv"})
    return list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))[1:]


def titles(desk, name, **parameters) -> list[str]:
    return [row[0] for row in shown(desk, name, **parameters)]


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_moderators_read_the_reports_and_editors_what_is_theirs(sign_in, role):
    client = sign_in(role)
    refused = 302 if role == EDITORS else 200

    assert {name: client.get(reverse(name)).status_code for name in FOR_ALL} == dict.fromkeys(FOR_ALL, 200)
    assert {client.get(reverse(name)).status_code for name in FOR_MODERATORS} == {refused}
    menu = client.get(reverse("wagtailadmin_home")).text
    assert [f'"{reverse(name)}"' in menu for name in (*FOR_ALL, *FOR_MODERATORS)] == [
        *[True] * len(FOR_ALL),
        *[role != EDITORS] * len(FOR_MODERATORS),
    ]


@pytest.fixture
def covered(directory):
    """Entries of three themes in three areas, some twice, some not public."""
    themes, tiers = [ThemeFactory(name=f"Theme {n}", slug=f"t{n}") for n in range(3)], TierFactory(slug="parish")
    regions = [RegionFactory(name=f"Region {n}") for n in range(3)]
    leeds, selby = PlaceFactory(region=regions[0]), PlaceFactory(region=regions[0])
    make = itertools.count()

    def entry(themes, places, **fields):
        InitiativeFactory(parent=directory, title=f"E{next(make)}", themes=themes, places=places, **fields)

    entry(themes[:2], [leeds, selby, regions[1]], stage="running", tiers=[tiers])
    entry(themes[:1], [regions[0]], stage="pilot")
    entry(themes[:1], [leeds], live=False)
    entry(themes[:2], [selby], stage="running")
    return themes, regions


def by_hand(themes, regions) -> list[list[str]]:
    """The table as somebody would count it who reads every entry."""
    entries = EntryPage.objects.live()
    rows = []
    for theme in themes:
        of_theme = [entry for entry in entries if theme in entry.themes.all()]
        areas = [{link.place.region_id for link in entry.entry_places.all()} for entry in of_theme]
        rows.append([theme.name, *(sum(region.pk in of for of in areas) for region in regions), len(of_theme)])
    return [[str(cell) for cell in row] for row in rows]


def test_coverage_counts_as_somebody_who_reads_every_entry(desk, covered):
    themes, regions = covered

    assert shown(desk, "coverage_report") == by_hand(themes, regions)
    assert [row[:3] for row in shown(desk, "coverage_report", stage="running")] == [
        ["Theme 0", "2", "1"],
        ["Theme 1", "2", "1"],
        ["Theme 2", "0", "0"],
    ]
    assert [row[1:] for row in shown(desk, "coverage_report", rows="tier")] == [["1", "1", "0", "1"]]


def test_coverage_leads_to_the_entries_and_says_where_there_is_nothing(desk, covered):
    _themes, regions = covered

    page = desk.get(reverse("coverage_report"), {"stage": "running"}).text

    address = f"/directory/?stage=running&amp;theme=t0&amp;region={regions[0].code}"
    assert f'href="{address}" aria-label="2 entries: Theme 0, Region 0"' in page
    assert "<dt>Theme 2</dt><dd>Region 0, Region 1, Region 2</dd>" in page
    assert "<dt>Theme 0</dt><dd>Region 2</dd>" in page


def test_ageing_shows_the_longest_unconfirmed_first_and_no_contact(desk, directory):
    today = timezone.localdate()
    old, new = (today - datetime.timedelta(days=days) for days in (400, 10))
    InitiativeFactory(parent=directory, title="New", last_confirmed_at=new)
    InitiativeFactory(parent=directory, title="Old", last_confirmed_at=old, contact_email="jo@example.org")
    InitiativeFactory(parent=directory, title="Draft", live=False)

    rows = shown(desk, "ageing_report")

    assert [row[0] for row in rows] == ["Old", "New"]
    assert "400 days" in rows[0]
    assert titles(desk, "ageing_report", check="due") == ["Old"]
    assert titles(desk, "ageing_report", check="editors") == []
    assert titles(desk, "ageing_report", contact="no") == ["New"]
    assert "jo@example.org" not in desk.get(reverse("ageing_report")).text + str(rows)


def test_pictures_without_words_are_found_in_entries_and_in_texts(desk, directory, home):
    picture = get_image_model().objects.create(title="Leeks", file=get_test_image_file())
    told = get_image_model().objects.create(title="Beans", file=get_test_image_file(), description="Beans in a row")
    InitiativeFactory(parent=directory, title="Silent", image=picture)
    InitiativeFactory(parent=directory, title="Told here", image=picture, image_alt="Leeks in a row")
    InitiativeFactory(parent=directory, title="Told there", image=told)

    def block(**image):
        return {"type": "picture", "value": {"image": {"image": picture.pk, "alt_text": "", **image}, "caption": ""}}

    StandardPageFactory(parent=home, title="About", body=[block(decorative=False), block(decorative=True)])

    assert [row[:2] for row in shown(desk, "alt_text_report")] == [
        ["About", "1 picture in the text"],
        ["Silent", "the picture of the entry"],
    ]
    assert titles(desk, "alt_text_report", status="live") == ["Silent"]
    assert desk.get(reverse("alt_text_report")).status_code == 200


def test_missing_sources_are_found_in_entries_outcomes_and_blocks(desk, directory, shelf):
    fact = {"number": "42", "unit": "", "label": "homes", "as_of": "", "source_title": "", "source_url": ""}
    story = [{"type": "key_fact", "value": fact}, {"type": "key_fact", "value": {**fact, "source_title": "Report"}}]
    study = CaseStudyFactory(parent=shelf, title="Baths", story=story)
    study.sources = [EntrySource(title="Report")]
    study.outcomes.create(indicator="Visits", result="10")
    study.save()
    InitiativeFactory(parent=directory, title="Bare")
    sourced = InitiativeFactory(parent=directory, title="Sourced")
    sourced.sources = [EntrySource(title="Report")]
    sourced.save()

    assert [row[:2] for row in shown(desk, "sources_report")] == [
        ["Bare", "no source at all"],
        ["Baths", "1 outcome without a source, 1 key fact without a source"],
    ]
    assert "Bare" in desk.get(reverse("sources_report")).text


def test_evidence_counts_each_level_and_lists_one(desk, shelf):
    for level in ("story", "story", "evaluated"):
        CaseStudyFactory(parent=shelf, evidence_level=level)

    page = desk.get(reverse("evidence_report"), {"level": "story"}).text

    assert "All (3)" in page
    assert ">Story (2)<" in page
    assert len(shown(desk, "evidence_report", level="story")) == 2


def test_vocabulary_report_finds_unused_words_and_those_that_are_one_twice(desk, directory):
    used, _unused = ThemeFactory(name="Food"), ThemeFactory(name="Trains")
    pub = InitiativeFactory(parent=directory, themes=[used])
    InitiativeFactory(parent=directory, themes=[used], live=False)
    pub.keywords.add("allotment", "Allotments", "2019", "2020", "river banks", "bank rivers", "cat")
    pub.save()
    Tag.objects.create(name="cats", slug="cats-2")

    assert [row[:4] for row in shown(desk, "vocabulary_report")] == [["Trains", "0", "0", "0"], ["Food", "1", "1", "2"]]
    assert titles(desk, "vocabulary_report", show="unused") == ["Trains"]
    pairs = {name: rest for name, *_numbers, rest in shown(desk, "vocabulary_report", words="keywords", show="alike")}
    assert pairs == {
        "allotment": "Allotments (1)",
        "Allotments": "allotment (1)",
        "river banks": "bank rivers (1)",
        "bank rivers": "river banks (1)",
    }
    listed = desk.get(f"{reverse('entries:index')}?keyword=ALLOTMENT").context["object_list"]
    assert [entry.pk for entry in listed] == [pub.pk]


def test_alike_keywords_are_found_among_thousands_at_once():
    Tag.objects.bulk_create(Tag(name=f"word {n:05}x", slug=f"word-{n}") for n in range(1_000))

    assert alike(uses(KEYWORDS)) == {}


def test_reports_make_as_many_queries_for_three_rows_as_for_one(desk, directory, shelf):
    theme, region = ThemeFactory(), RegionFactory()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            CaseStudyFactory(parent=shelf, themes=[theme], places=[region])
        now = {}
        for name in (*FOR_ALL, *FOR_MODERATORS):
            desk.get(reverse(name))
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(reverse(name)).status_code == 200
            now[name] = len(queries)
        counts.append(now)

    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 25  # of these fifteen are the frame of every page of the desk


@pytest.mark.parametrize("nasty", ['"', "%00", "\u202e", "a" * 10_000, "[]", "³"])
def test_reports_survive_hostile_parameters(desk, directory, nasty):
    InitiativeFactory(parent=directory)
    names = (
        "q",
        "ordering",
        "p",
        "kind",
        "theme",
        "place",
        "rows",
        "week",
        "weeks",
        "what",
        "person",
        "level",
        "show",
        "words",
    )

    for name in (*FOR_ALL, *FOR_MODERATORS):
        assert desk.get(reverse(f"{name}_results"), dict.fromkeys(names, nasty)).status_code in {200, 404}
        assert desk.get(reverse(name), {"export": nasty}).status_code == 200


def test_what_waits_since_the_future_waits_since_today():
    assert since_days(timezone.localdate() + datetime.timedelta(days=2)) == "since today"
