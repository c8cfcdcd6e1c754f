"""A small site with its geography and vocabularies, and files to import."""

import csv
import io
from types import SimpleNamespace

import pytest

from accounts.roles import MODERATORS
from exchange.importing.run import Options, import_file
from places.models import Outcode, Place, PlaceAlias
from tests.commitments.test_history import somebody
from tests.factories import PlaceFactory, RegionFactory, ThemeFactory, TierFactory


def place(code, name, slug, **fields):
    return PlaceFactory(code=code, name=name, slug=slug, **fields)


@pytest.fixture
def site(home):
    region = RegionFactory(code="TLC", name="North East", slug="north-east")
    hartlepool = place("E06000001", "Hartlepool", "hartlepool", region=region)
    newcastle = place("E08000021", "Newcastle upon Tyne", "newcastle-upon-tyne", region=region)
    lyme = place("E07000195", "Newcastle-under-Lyme", "newcastle-under-lyme", tier="lower")
    cardiff = place("W06000015", "Cardiff", "cardiff")
    PlaceAlias.objects.create(place=cardiff, name="Caerdydd", kind="welsh")
    old = place("E07000159", "Langbaurgh", "langbaurgh", until="1996-03-31")
    old.replaced_by.add(hartlepool)
    place("E47000014", "North East", "north-east-strategic", kind="strategic_authority", tier="strategic")
    place("K02000001", "United Kingdom", "united-kingdom", kind="country", tier="uk")
    for outcode, latitude, longitude, council in (
        ("TS24", "54.695", "-1.211", hartlepool),
        ("NE1", "54.972", "-1.613", newcastle),
        ("ST5", "53.012", "-2.234", lyme),
    ):
        Outcode.objects.create(outcode=outcode, latitude=latitude, longitude=longitude, place=council, share=1)
    return SimpleNamespace(
        home=home,
        hartlepool=hartlepool,
        food=ThemeFactory(name="Food", slug="food", synonyms="allotments\ngrowing"),
        work=ThemeFactory(name="Good work", slug="good-work"),
        council=TierFactory(name="District or unitary council", slug="district", synonyms="council"),
    )


@pytest.fixture
def write(tmp_path):
    """Write rows as a CSV file and return its path."""

    def write(rows, *, name="rows.csv", encoding="utf-8", delimiter=","):
        text = io.StringIO()
        writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def bring_in(site, write):
    """Import rows and return the report."""

    def bring_in(rows, **options):
        path = rows if hasattr(rows, "open") else write(rows)
        return import_file(path, Options(**options))

    return bring_in


def row(number=1, **cells):
    return {
        "external_id": f"row-{number}",
        "kind": "initiative",
        "title": f"Entry {number}",
        "summary": "What it is and where.",
        "place": "Hartlepool",
        **cells,
    }


def place_names(entry):
    return [link.place.name for link in entry.entry_places.all()]


def codes(entry):
    return list(Place.objects.filter(entry_places__entry=entry).values_list("code", flat=True))


@pytest.fixture
def author(tracker):
    """Somebody who may propose statuses, with the place and the terms that the rows of commitments name."""
    PlaceFactory(name="Leeds")
    ThemeFactory(slug="rail")
    TierFactory(slug="uk")
    return somebody(MODERATORS)


@pytest.fixture
def sheet(tmp_path):
    """Writes rows of commitments to a file, with the columns of the first one."""

    def write(*rows, encoding="utf-8"):
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / "commitments.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write
