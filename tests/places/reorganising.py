"""A made reorganisation of Surrey on 1 April 2027, as files of test data; and travelling in time."""

import csv
import datetime
from pathlib import Path

from django.utils import timezone

from core.kept import forget_everything
from places.models import Place

EAST, WEST = "TEST00001", "TEST00002"
IN_EAST = ("elmbridge", "epsom-and-ewell", "mole-valley", "reigate-and-banstead", "tandridge")
BEFORE, AFTER = datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)
SOURCE = "Made for a test"
FORMER_COLUMNS = ("code", "slug", "name", "kind", "until", "replaced_by", "source")
NEW_COLUMNS = ("code", "slug", "name", "kind", "tier", "nation", "region", "since", "source", "population", "area_km2")


def new_councils(**changed) -> list[dict[str, str]]:
    common = {"kind": "unitary", "tier": "single", "nation": "E92000001", "region": "TLJ", "since": "2027-04-01"}
    rows = [
        {"code": EAST, "slug": "east-surrey", "name": "East Surrey"},
        {"code": WEST, "slug": "west-surrey", "name": "West Surrey"},
    ]
    return [{**common, "source": SOURCE, **row, **changed} for row in rows]


def ending() -> list[dict[str, str]]:
    """The county, split between both, and its eleven districts, each of which goes to one."""
    county = Place.objects.get(code="E10000030")
    rows = [
        {
            **{name: getattr(place, name) for name in ("code", "slug", "name", "kind")},
            "until": "2027-03-31",
            "replaced_by": EAST if place.slug in IN_EAST else WEST,
            "source": SOURCE,
        }
        for place in Place.objects.filter(county=county).order_by("name")
    ]
    both = {"code": county.code, "slug": "surrey", "name": "Surrey", "kind": "county", "replaced_by": f"{EAST};{WEST}"}
    return [{**rows[0], **both}, *rows]


def write_rows(folder: Path, name: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def write_surrey(folder: Path) -> Path:
    write_rows(folder, "places.csv", NEW_COLUMNS, new_councils())
    return write_rows(folder, "former_places.csv", FORMER_COLUMNS, ending())


def travel(monkeypatch, day: datetime.date) -> None:
    """Let it be a day. The time stays, so nobody is signed out."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: real(value, zone) if value else day)
    forget_everything()
