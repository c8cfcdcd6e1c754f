"""Writes of the comparison: what "places like mine" needs to know of each place, computed once for a version of the data."""

import hashlib

from django.db import transaction
from django.db.models import Q

from places import dates
from places.alike import GROUPS, vectors_changed
from places.likeness import VERSION, Measured, standardise
from places.models import DataVersion, Place, PlaceFeatures
from places.nations import NORTHERN_IRELAND

NAME = "likeness"


def likeness_version() -> str:
    """Return a hash of the version of the places in the database, of which began or ended last, and of the measure.

    Empty before places are loaded.
    """
    loaded = DataVersion.objects.filter(name="places").values_list("version", flat=True).first()
    return hashlib.sha256(f"{loaded} {VERSION} {_still_to_come()}".encode()).hexdigest() if loaded else ""


def is_compared() -> bool:
    """Tell whether the stored features are those of the places as they were loaded last."""
    return DataVersion.objects.filter(name=NAME, version=likeness_version()).exists()


@transaction.atomic
def compare_places() -> int:
    """Compute and store the features of every current council, county and strategic authority; return how many there are.

    Each group is standardised within itself. A place that lacks a figure has no features until it has one.
    """
    made = []
    for tiers in GROUPS.values():
        places = {place.code: place for place in _with_figures(tiers)}
        vectors = standardise(map(_measured, places.values()))
        made += [PlaceFeatures(place=places[code], **vector._asdict()) for code, vector in vectors.items()]
    PlaceFeatures.objects.all().delete()
    PlaceFeatures.objects.bulk_create(made, batch_size=200)
    DataVersion.objects.update_or_create(name=NAME, defaults={"version": likeness_version()})
    vectors_changed()
    return len(made)


def _still_to_come() -> list[tuple[str, str, str]]:
    """Return the places that begin or end later: fewer after each day on which some did."""
    day = dates.today()
    later = Place.objects.filter(dates.to_come_after(day) | (Q(until__gt="") & ~dates.ended_by(day)))
    return sorted(later.values_list("code", "since", "until"))


def _with_figures(tiers: tuple[str, ...]):
    known = Place.objects.current().filter(tier__in=tiers, density__gt=0, population__gt=0)
    return known.exclude(dep_score=None).exclude(urban_share=None).exclude(remote_share=None).select_related("nation")


def _measured(place: Place) -> Measured:
    return Measured(
        code=place.code,
        density=place.density,
        deprivation=place.dep_score,
        urban=place.urban_share,
        remote=place.remote_share,
        population=place.population,
        apart=bool(place.nation and place.nation.code == NORTHERN_IRELAND),
    )
