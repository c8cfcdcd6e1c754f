"""Writes of the geography: the product's data files into the database, as often as you like."""

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from places.comparing import compare_places
from places.kinds import PlaceKind, PlaceTier
from places.models import DataVersion, Outcode, Place, PlaceAlias
from places.signals import places_loaded

DATA = Path(__file__).parent / "data"
FILES = ("places.csv", "former_places.csv", "aliases.csv", "outcodes.csv")
PARENTS = ("nation", "region", "county", "strategic")
NUMBERS = (
    "latitude",
    "longitude",
    "population",
    "population_year",
    "area_km2",
    "density",
    "urban_share",
    "rural_share",
    "remote_share",
    "dep_score",
    "dep_decile",
    "dep_high_share",
    "dep_low_share",
    "imd25_score",
    "imd25_rank",
)
TEXTS = (
    "slug",
    "name",
    "official_name",
    "kind",
    "tier",
    "strategic_role",
    "since",
    "until",
    "status",
    "code_status",
    "rural_urban",
    "source",
)
# Places that no longer exist come without a tier; their kind tells it.
TIER_OF_KIND = {
    PlaceKind.DISTRICT: PlaceTier.LOWER,
    PlaceKind.COUNTY: PlaceTier.UPPER,
    PlaceKind.UNITARY: PlaceTier.SINGLE,
    PlaceKind.METROPOLITAN_BOROUGH: PlaceTier.SINGLE,
    PlaceKind.STRATEGIC_AUTHORITY: PlaceTier.STRATEGIC,
}


def data_version(folder: Path = DATA) -> str:
    """Return a hash of the data files: another one means that they must be loaded again."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def is_loaded(folder: Path = DATA) -> bool:
    """Tell whether the database holds just what the files say."""
    return DataVersion.objects.filter(name="places", version=data_version(folder)).exists()


@transaction.atomic
def load_places(folder: Path = DATA) -> dict[str, int]:
    """Bring the database up to the data files and return how many rows of each kind they hold.

    Rows are matched by official code. Aliases that editors added stay.
    """
    rows = [*_read(folder / "places.csv"), *_read(folder / "former_places.csv")]
    _save_places(rows)
    ids = dict(Place.objects.values_list("code", "pk"))
    _save_parents(rows, ids)
    _save_successors(rows, ids)
    aliases = _save_aliases(_read(folder / "aliases.csv"), ids)
    outcodes = _save_outcodes(list(_read(folder / "outcodes.csv")), ids)
    DataVersion.objects.update_or_create(name="places", defaults={"version": data_version(folder)})
    compare_places()
    places_loaded.send(load_places)
    return {"places": len(rows), "aliases": aliases, "outcodes": outcodes}


def _read(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _save_places(rows: list[dict[str, str]]) -> None:
    places = []
    for row in rows:
        values = {name: row.get(name) or "" for name in TEXTS}
        values["tier"] = values["tier"] or TIER_OF_KIND[PlaceKind(values["kind"])]
        numbers = {name: row.get(name) or None for name in NUMBERS}
        places.append(Place(code=row["code"], **values, **numbers))
    Place.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["code"], update_fields=[*TEXTS, *NUMBERS], batch_size=200
    )


def _save_parents(rows: list[dict[str, str]], ids: dict[str, int]) -> None:
    places = []
    for row in rows:
        parents = {f"{name}_id": ids[row[name]] if row.get(name) else None for name in PARENTS}
        if row["kind"] == PlaceKind.REGION:
            # A region lies in itself, so that one join groups entries by region.
            parents["region_id"] = ids[row["code"]]
        places.append(Place(pk=ids[row["code"]], **parents))
    Place.objects.bulk_update(places, PARENTS, batch_size=200)


def _save_successors(rows: list[dict[str, str]], ids: dict[str, int]) -> None:
    through = Place.replaced_by.through
    pairs = [
        through(from_place_id=ids[row["code"]], to_place_id=ids[code])
        for row in rows
        for code in filter(None, row.get("replaced_by", "").split(";"))
    ]
    through.objects.bulk_create(pairs, ignore_conflicts=True)


def _save_aliases(rows: Iterable[dict[str, str]], ids: dict[str, int]) -> int:
    aliases = [PlaceAlias(place_id=ids[row["code"]], name=row["name"], kind=row["kind"]) for row in rows]
    PlaceAlias.objects.bulk_create(
        aliases, update_conflicts=True, unique_fields=["place", "name"], update_fields=["kind"]
    )
    return len(aliases)


def _save_outcodes(rows: list[dict[str, str]], ids: dict[str, int]) -> int:
    outcodes = [
        Outcode(
            outcode=row["outcode"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            place_id=ids[row["place"]],
            share=row["share"],
            spread_km=row["spread_km"] or None,
            postcodes=row["postcodes"] or None,
        )
        for row in rows
    ]
    Outcode.objects.bulk_create(
        outcodes,
        update_conflicts=True,
        unique_fields=["outcode"],
        update_fields=["latitude", "longitude", "place", "share", "spread_km", "postcodes"],
        batch_size=500,
    )
    through = Outcode.also.through
    through.objects.all().delete()
    through.objects.bulk_create(
        [
            through(outcode_id=row["outcode"], place_id=ids[code])
            for row in rows
            for code in filter(None, row["also"].split(";"))
        ],
        batch_size=500,
    )
    return len(outcodes)
