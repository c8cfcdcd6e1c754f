"""The geography as plain values: what the database holds, what it is to hold, and how the two differ."""

from dataclasses import dataclass, field
from typing import Any

from places.models import Outcode, Place, PlaceAlias
from places.succession import replacements

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
COLUMNS = (*TEXTS, *NUMBERS, "figures_added_up")
SUCCESSORS = "replaced_by"
OUTCODE_COLUMNS = ("latitude", "longitude", "place", "share", "spread_km", "postcodes")
Values = dict[str, Any]


@dataclass
class Geography:
    """All places by code, other names by code and name, postcode districts by outcode.

    The values of a place are its columns, its parents as codes (empty for none), and the codes of who replaces it, in order.
    """

    places: dict[str, Values] = field(default_factory=dict)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    outcodes: dict[str, Values] = field(default_factory=dict)


@dataclass
class Changes:
    """Values to write, by what they belong to; only those that change, and None for what is to be no more."""

    places: dict[str, Values | None] = field(default_factory=dict)
    aliases: dict[tuple[str, str], str | None] = field(default_factory=dict)
    outcodes: dict[str, Values | None] = field(default_factory=dict)

    def __bool__(self):
        return bool(self.places or self.aliases or self.outcodes)


def read_geography() -> Geography:
    """Return what the database holds, in five queries."""
    codes = dict(Place.objects.values_list("pk", "code"))
    successors = replacements()
    places = {}
    for row in Place.objects.values("pk", *COLUMNS, *PARENTS):
        key = row.pop("pk")
        places[codes[key]] = {
            **row,
            **{name: codes.get(row[name], "") for name in PARENTS},
            SUCCESSORS: [codes[one] for one in successors.get(key, ())],
        }
    aliases = {(code, name): kind for code, name, kind in PlaceAlias.objects.values_list("place__code", "name", "kind")}
    also: dict[str, list[str]] = {}
    for outcode, key in Outcode.also.through.objects.order_by("pk").values_list("outcode", "place"):
        also.setdefault(outcode, []).append(codes[key])
    outcodes = {}
    for row in Outcode.objects.values("outcode", *OUTCODE_COLUMNS):
        outcode = row.pop("outcode")
        outcodes[outcode] = {**row, "place": codes[row["place"]], "also": also.get(outcode, [])}
    return Geography(places, aliases, outcodes)


def differences(old: Geography, new: Geography) -> Changes:
    """Return what must be written to make the old geography the new one."""
    return Changes(
        _of_rows(old.places, new.places),
        {
            key: new.aliases.get(key)
            for key in {**old.aliases, **new.aliases}
            if new.aliases.get(key) != old.aliases.get(key)
        },
        _of_rows(old.outcodes, new.outcodes),
    )


def _of_rows(old: dict[str, Values], new: dict[str, Values]) -> dict[str, Values | None]:
    found: dict[str, Values | None] = dict.fromkeys(old.keys() - new.keys())
    for key, values in new.items():
        before = old.get(key)
        changed = values if before is None else {name: value for name, value in values.items() if value != before[name]}
        if changed:
            found[key] = changed
    return found
