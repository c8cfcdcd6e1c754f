"""Which ideas fit a place: the formula behind "ideas that fit". Pure arithmetic on facts, no database.

Each factor gives 0 to 1, is multiplied by its weight in `WEIGHTS`, and all are added up: 100 is the best that can be. The score
of a candidate depends on nothing but its own facts, so no other candidate changes it. Equal scores go by nearness, then by key.
The measure is this product's own (issue 6); the page "How we compare" prints the table below.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from casestudies.evidence import EvidenceLevel
from connectors.choices import CostBand

# Points out of 100, and why.
WEIGHTS = {
    "likeness": (40, _("How alike the most similar place is where it was tried: what the rest rests on.")),
    "tier": (15, _("It works at the tier of government that your place is: who must decide there can decide here.")),
    "theme": (15, _("It is about the theme you asked for, or one that your place has nothing about yet.")),
    "evidence": (
        12,
        _("How strong the evidence is that it, or a case study about it, states. Where none is stated, nothing."),
    ),
    "cost": (6, _("What it costs to set up: less is easier to try. Where we do not know, half.")),
    "freshness": (
        6,
        _(
            "How lately it was confirmed, or published where nobody has confirmed it: half after a year, a quarter after two."
        ),
    ),
    "adapted": (6, _("In how many other places it was adapted, as their entries say. Three or more count in full.")),
}
FACTORS = {
    "likeness": _("Likeness of the places"),
    "tier": _("Same tier of government"),
    "theme": _("Theme"),
    "evidence": _("Evidence"),
    "cost": _("Cost to set up"),
    "freshness": _("Freshness"),
    "adapted": _("Adapted elsewhere"),
}
LEVELS, BANDS = EvidenceLevel.values, CostBand.values  # from weak to strong, from cheap to dear
NEUTRAL = 0.5  # for what is not known of cost and tier: neither better nor worse
DAYS_TO_HALF = 365
MANY_ADAPTED = 3
MOST_FROM_ONE_PLACE = 2


@dataclass(frozen=True)
class Candidate:
    """What the formula needs to know of an entry.

    Attributes:
        lead: code of the place it is led from, or ""; only `varied` asks.
        percent: how alike the most similar of its places is, 0 to 100.
        same_tier: whether it works at the tier of the place; None when its tiers are not known.
        theme: it is about a theme that is asked for or missing.
        evidence, cost: a level of evidence and a band of cost to set up, or "".
        age: days since it was confirmed or published; None when not known.
        adapted: in how many places it was adapted.
        km: how far the most similar place lies; None when not known.
    """

    key: int
    lead: str
    percent: float
    same_tier: bool | None = None
    theme: bool = False
    evidence: str = ""
    cost: str = ""
    age: int | None = None
    adapted: int = 0
    km: float | None = None


@dataclass(frozen=True)
class Scored:
    """A candidate with its points, 0 to 100."""

    candidate: Candidate
    score: float


def rank(candidates: Iterable[Candidate]) -> list[Scored]:
    """Return the candidates, the best first, at most two of a place before all other places had their turn."""
    scored = [Scored(one, score(one)) for one in candidates]
    return varied(sorted(scored, key=_order))


def score(one: Candidate) -> float:
    """Return the points of a candidate, to a tenth: finer differences are no reason to prefer what lies farther away."""
    return round(sum(WEIGHTS[name][0] * share for name, share in factors(one).items()), 1)


def factors(one: Candidate) -> dict[str, float]:
    """Return what each factor gives, 0 to 1."""
    return {
        "likeness": min(100.0, max(0.0, one.percent)) / 100,
        "tier": NEUTRAL if one.same_tier is None else float(one.same_tier),
        "theme": float(one.theme),
        "evidence": _strength(one.evidence),
        "cost": _cheapness(one.cost),
        "freshness": 0.0 if one.age is None else 0.5 ** (max(0, one.age) / DAYS_TO_HALF),
        "adapted": min(one.adapted, MANY_ADAPTED) / MANY_ADAPTED,
    }


def varied(ranked: Iterable[Scored]) -> list[Scored]:
    """Put from the third of one place on behind all others, and leave the order as it is otherwise.

    Whether one is put back depends on better ones of its own place only: a lower one never moves it.
    """
    first, later = [], []
    seen: Counter[str] = Counter()
    for one in ranked:
        lead = one.candidate.lead
        seen[lead] += 1
        (later if lead and seen[lead] > MOST_FROM_ONE_PLACE else first).append(one)
    return [*first, *later]


def _order(one: Scored) -> tuple[float, float, int]:
    km = one.candidate.km
    return (-one.score, math.inf if km is None else km, one.candidate.key)


def _strength(evidence: str) -> float:
    return (LEVELS.index(evidence) + 1) / len(LEVELS) if evidence in LEVELS else 0.0


def _cheapness(cost: str) -> float:
    return 1 - BANDS.index(cost) / (len(BANDS) - 1) if cost in BANDS else NEUTRAL
