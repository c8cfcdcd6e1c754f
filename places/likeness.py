"""How alike two places are: the measure behind "places like mine". Pure arithmetic on figures, no database.

Each of five features is standardised over all places of a group (z = (value − mean) / standard deviation, of the whole
group, not of a sample) and clipped at ±3:

* density: log10 of people per km²
* deprivation: the UK-comparable score; Northern Ireland's councils are standardised within themselves
* urban: share of people who live in urban areas
* remote: share of people who live in remote areas
* size: log10 of the population

    d = √((ΔD² + ΔP² + ½ΔU² + ½ΔR² + ½ΔS²) / 3.5)        match = 100 · max(0, 1 − d/2) %

The measure is this product's own (issue 6), a weighted Euclidean distance of standard scores; the page "How we compare"
explains it. The weights stand in `USUAL` with twice their value, which comes to the same: the sum of squares is divided by
what they add up to.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import NamedTuple

VERSION = 1  # of the formula: another one means that everything must be compared anew
CLIPPED_AT = 3.0  # standard deviations
FARTHEST = 2.0  # the distance at which nothing is alike any more


class Vector(NamedTuple):
    """The five features of a place, in standard deviations from the mean of its group."""

    density: float
    deprivation: float
    urban: float
    remote: float
    size: float


class Weights(NamedTuple):
    """How much each feature counts, as whole points; only their proportions matter."""

    density: int = 2
    deprivation: int = 2
    urban: int = 1
    remote: int = 1
    size: int = 1


USUAL = Weights()
FEATURES = Vector._fields


@dataclass(frozen=True, slots=True)
class Measured:
    """What the measure needs to know of a place.

    Attributes:
        code: its official code.
        density: people per km², above 0.
        deprivation: the score that is comparable across the UK; higher is more deprived.
        urban, remote: shares of people, 0 to 1.
        population: people, above 0.
        apart: its deprivation is standardised only among the others that are apart too (Northern Ireland).
    """

    code: str
    density: float
    deprivation: float
    urban: float
    remote: float
    population: int
    apart: bool = False


def standardise(places: Iterable[Measured]) -> dict[str, Vector]:
    """Return the vector of each place of one group by its code. What is the same for all tells nothing: 0 for all."""
    group = list(places)
    density = _scores([math.log10(place.density) for place in group])
    urban, remote = _scores([place.urban for place in group]), _scores([place.remote for place in group])
    size = _scores([math.log10(place.population) for place in group])
    # Over all, those apart included; then those apart once more, among themselves.
    deprivation = _scores([place.deprivation for place in group])
    apart = [number for number, place in enumerate(group) if place.apart]
    for number, score in zip(apart, _scores([group[number].deprivation for number in apart]), strict=True):
        deprivation[number] = score
    columns = zip(density, deprivation, urban, remote, size, strict=True)
    return {place.code: Vector(*row) for place, row in zip(group, columns, strict=True)}


def match(one: Vector, other: Vector, weights: Weights = USUAL) -> float:
    """Return how alike two places of one group are, in per cent: 100 is alike in everything, 0 in nothing.

    Weights that are all nought count as the usual ones.
    """
    total = sum(weights)
    if not total:
        return match(one, other)
    squares = sum(point * (mine - theirs) ** 2 for point, mine, theirs in zip(weights, one, other, strict=True))
    return 100 * max(0.0, 1 - math.sqrt(squares / total) / FARTHEST)


def gaps(one: Vector, other: Vector) -> Mapping[str, float]:
    """Return by feature how far the other place lies above the one, in standard deviations."""
    return {name: theirs - mine for name, mine, theirs in zip(FEATURES, one, other, strict=True)}


def _scores(values: list[float]) -> list[float]:
    if not values:
        return []
    mean, deviation = fmean(values), pstdev(values)
    if not deviation:
        return [0.0] * len(values)
    return [max(-CLIPPED_AT, min(CLIPPED_AT, (value - mean) / deviation)) for value in values]
