"""Figures of a council that nobody has published yet, from those of the councils it takes over. Pure arithmetic.

People and areas are added up; density is people by area; shares, the deprivation score and the point are means of the
councils', each weighted by its people. It is done only where each of these councils goes to one successor as a whole and has
the figures: else the figures stay unknown, and the place is not compared until it has some.
"""

from collections.abc import Mapping

from places.kinds import PlaceTier
from places.state import SUCCESSORS, Values

COUNCILS = {PlaceTier.LOWER, PlaceTier.SINGLE}
SHARES = {
    "urban_share": 3,
    "rural_share": 3,
    "remote_share": 3,
    "dep_score": 2,
}  # and to how many decimals they are given
POINT = {"latitude": 3, "longitude": 3}
ADDED_UP = ("population", "population_year", "area_km2", "density", *SHARES, *POINT)
MARK = "figures_added_up"


def add_up(code: str, places: Mapping[str, Values]) -> Values:
    """Return the figures of a place that has none, or nothing where it has some or they cannot be known."""
    place = places[code]
    if place["tier"] not in COUNCILS or place["until"] or place["population"] is not None:
        return {}
    # A county lies over its districts: its people are counted with theirs.
    before = [one for one in places.values() if code in one[SUCCESSORS] and one["tier"] in COUNCILS]
    if not before or any(len(one[SUCCESSORS]) > 1 or not one["population"] or not one["area_km2"] for one in before):
        return {}
    people, area = sum(one["population"] for one in before), sum(one["area_km2"] for one in before)
    years = {one["population_year"] for one in before}
    figures = {
        "population": people,
        "population_year": years.pop() if len(years) == 1 else None,
        "area_km2": round(area, 1),
        "density": round(people / area, 1),
    }
    for name, decimals in {**SHARES, **POINT}.items():
        if place[name] is None and all(one[name] is not None for one in before):
            mean = sum(float(one[name]) * one["population"] for one in before) / people
            # As the column keeps it, so that loading the same files again finds nothing to change.
            figures[name] = type(before[0][name])(str(round(mean, decimals)))
    return {**figures, MARK: True}
