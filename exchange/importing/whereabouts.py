"""Where a row's entry is: its places, lead place first, and its point on the map."""

from typing import Any

from django.core.exceptions import ValidationError

from connectors.choices import PointPrecision
from connectors.whereabouts import rounded_point
from exchange import cells
from exchange.importing.places import PlaceFinder, place_key
from exchange.importing.report import Note
from places.models import UNITED_KINGDOM, Place

LATITUDES, LONGITUDES = (49, 61), (-9, 2)
MAX_PLACES = 20

NO_PLACE = "No place: kept as a draft until an editor gives it one"


class Whereabouts:
    """Reads place, postcode and position of a row against each other.

    The place that is named leads. When its name is none we know, the next heading of the mapping is tried, then the
    postcode, then the position.
    """

    def __init__(self, finder: PlaceFinder, row: dict[str, list[str]]):
        self.finder, self.row, self.notes = finder, row, []
        self.point = self._point()
        self.outcode = self._outcode()
        self.near: Place | None = finder.council_of(self.outcode) if self.outcode else None
        self.places = self._named()
        if not self.places and self.near:
            self.places = [self.near]
            how = "postcode" if self.by_postcode else "position"
            self.notes.append(Note(f"Place taken from the {how}"))
        if not self.places:
            self.notes.append(Note(NO_PLACE, "; ".join(row.get("place", []))[:80]))

    @property
    def name(self) -> str:
        return self.places[0].name if self.places else ""

    @property
    def values(self) -> dict[str, Any]:
        point = self.point
        if not point and self.by_postcode:
            point = rounded_point(self.outcode.latitude, self.outcode.longitude, PointPrecision.POSTCODE_DISTRICT)
        return {"places": tuple(place.pk for place in self.places), "point": point}

    def _point(self) -> tuple:
        latitude, longitude = (self.row.get(name, [""])[0] for name in ("latitude", "longitude"))
        if not latitude and not longitude:
            return ()
        try:
            lat = cells.degrees(latitude, lowest=LATITUDES[0], highest=LATITUDES[1])
            lng = cells.degrees(longitude, lowest=LONGITUDES[0], highest=LONGITUDES[1])
        except ValidationError:
            said = cells.one_line(f"{latitude[:30]} {longitude[:30]}")
            self.notes.append(Note("Position is no point of the United Kingdom: left out", said))
            return ()
        said = place_key(self.row.get("point_precision", [""])[0][:60])
        known = {place_key(value): value for value in PointPrecision.values}
        return rounded_point(lat, lng, known.get(said, ""))

    def _outcode(self):
        postcode = self.row.get("postcode", [""])[0]
        outcode = self.finder.by_postcode(postcode) if postcode else None
        self.by_postcode = outcode is not None
        if postcode and not outcode:
            self.notes.append(Note("Unknown postcode", cells.one_line(postcode)[:20]))
        if not outcode and self.point:
            outcode = self.finder.by_position(*self.point[:2])
        return outcode

    def _named(self) -> list[Place]:
        unknown = []
        for position, cell in enumerate(self.row.get("place", [])):
            # The first heading is the lead place, with others after it; the further headings only stand in for it.
            found = []
            for text in filter(None, cells.split_values(cell)[:MAX_PLACES]):
                place = self.finder.by_text(text, self.near)
                if place is None:
                    unknown.append(text[:60])
                    continue
                found.append(place.place)
                if place.how:
                    self.notes.append(Note(place.how, f"{text[:60]} → {place.place.name}"))
            if found and position and self._wider_than_near(found[0]):
                break
            if found:
                self._say_unknown(unknown)
                return list(dict.fromkeys(found))
        self._say_unknown(unknown)
        return []

    def _wider_than_near(self, place: Place) -> bool:
        """The postcode's council says more than a region or nation that merely stands in for an unknown name."""
        if not self.near or self.near.pk == place.pk:
            return False
        return place.code == UNITED_KINGDOM or place.pk in (self.near.region_id, self.near.nation_id)

    def _say_unknown(self, names: list[str]) -> None:
        self.notes += [Note("Unknown place", name) for name in names]
