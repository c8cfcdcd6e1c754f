"""Where an entry may be shown to stand: never more exactly than its editors said.

Everything public takes its points from here: the index with the map and "near", the files to download.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from connectors.choices import PointPrecision
from places.kinds import PlaceKind
from places.models import Place

ROUGH = Decimal("0.01")  # degrees, about a kilometre
WIDE_KINDS = {PlaceKind.COUNTRY, PlaceKind.NATION, PlaceKind.REGION}
Degrees = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A place that exists today. `centre` is None where it says nothing about where something happens, as in a region."""

    code: str
    centre: Degrees | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the places of an entry, and the point that may be shown for it: latitude and longitude in degrees.

    Attributes:
        code: of the place, "" when the entry has a point and no place.
        precision: of the point, one of PointPrecision; "" without a point.
    """

    code: str
    point: Degrees | None = None
    precision: str = ""


def rounded_point(latitude: Decimal, longitude: Decimal, precision: str) -> tuple:
    """Return a point as it may be shown: nobody said that it is an address the public may visit, so roughly."""
    if precision == PointPrecision.EXACT:
        return latitude, longitude, str(precision)
    rough = precision or PointPrecision.POSTCODE_DISTRICT
    return Decimal(latitude).quantize(ROUGH), Decimal(longitude).quantize(ROUGH), str(rough)


def spots_of(own: tuple | None, areas: Sequence[Area]) -> list[Spot]:
    """Return where an entry stands: its own point in its lead place, and the centres of its other places.

    Args:
        own: latitude, longitude and precision as the editors keep them; None without a point.
        areas: its places, the lead place first.
    """
    spots = [_at_centre(area) for area in areas]
    if own is None or (own[2] == PointPrecision.AREA_CENTRE and spots and spots[0].point):
        return spots
    latitude, longitude, precision = rounded_point(*own)
    code = areas[0].code if areas else ""
    return [Spot(code, (float(latitude), float(longitude)), precision), *spots[1:]]


def _at_centre(area: Area) -> Spot:
    return Spot(area.code, area.centre, PointPrecision.AREA_CENTRE.value) if area.centre else Spot(area.code)


def areas_today(place: Place) -> list[Area]:
    """Return the place, or when it has ended those that serve its area now, as far as anybody recorded them."""
    current = (list(place.replaced_by.all()) or [place]) if place.has_ended else [place]
    return [Area(one.code, _centre(one.kind, one.latitude, one.longitude)) for one in current]


def all_areas() -> dict[str, list[Area]]:
    """Return by the code of every place, former ones too, what stands for it today; two queries."""
    places = Place.objects.prefetch_related("replaced_by")
    return {place.code: areas_today(place) for place in places.only("code", "kind", "latitude", "longitude", "until")}


def _centre(kind: str, latitude: Decimal | None, longitude: Decimal | None) -> Degrees | None:
    if kind in WIDE_KINDS or latitude is None or longitude is None:
        return None
    return float(latitude), float(longitude)
