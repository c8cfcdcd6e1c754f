"""Why two places are alike and how they differ, in words: what a number between 0 and 100 does not tell."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma, ordinal
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.alike import ComparedPlace, rank_in_nation
from places.likeness import FEATURES, USUAL, Weights, gaps
from places.nations import NORTHERN_IRELAND, SOURCES

ALIKE = 0.5  # standard deviations; what is nearer is called alike
MOST_ALIKE, MOST_APART = 3, 2  # features named
NAMES = {
    "density": gettext_lazy("density"),
    "deprivation": gettext_lazy("deprivation"),
    "urban": gettext_lazy("urban share"),
    "remote": gettext_lazy("remote areas"),
    "size": gettext_lazy("size"),
}
# What the other place is, by feature: where it has less of it, where it has more.
APART = {
    "density": (gettext_lazy("less densely populated"), gettext_lazy("more densely populated")),
    "deprivation": (gettext_lazy("less deprived"), gettext_lazy("more deprived")),
    "urban": (gettext_lazy("less urban"), gettext_lazy("more urban")),
    "remote": (gettext_lazy("with fewer people in remote areas"), gettext_lazy("with more people in remote areas")),
    "size": (gettext_lazy("smaller"), gettext_lazy("larger")),
}


@dataclass(frozen=True, slots=True)
class Reasons:
    """What makes another place like this one.

    Attributes:
        alike: "Alike in density and deprivation; smaller".
        apart: the name of the feature furthest apart, and `figures`: both places' figures of it with their years, a sentence.
    """

    alike: str
    apart: str
    figures: str


def reasons(place: ComparedPlace, other: ComparedPlace, weights: Weights = USUAL) -> Reasons:
    """Return why the other place is like this one and how it differs. Features that do not count are no reasons."""
    gap = gaps(place.vector, other.vector)
    counted = [name for name in FEATURES if getattr(weights, name)] or list(FEATURES)
    nearest = sorted(counted, key=lambda name: abs(gap[name]))
    alike = [name for name in nearest if abs(gap[name]) <= ALIKE][:MOST_ALIKE]
    apart = [name for name in reversed(nearest) if abs(gap[name]) > ALIKE][:MOST_APART]
    said = (
        _("alike in %(features)s") % {"features": _and([str(NAMES[name]) for name in alike])}
        if alike
        else _("nearest in %(feature)s") % {"feature": NAMES[nearest[0]]}
    )
    words = [str(APART[name][gap[name] > 0]) for name in apart]
    return Reasons(
        alike=capfirst("; ".join([said, *([", ".join(words)] if words else [])])),
        apart=str(NAMES[nearest[-1]]),
        figures=_figures(nearest[-1], place, other),
    )


def _figures(feature: str, place: ComparedPlace, other: ComparedPlace) -> str:
    if feature == "deprivation":
        return _deprivation(place, other)
    here, there, year = _values(feature, place), _values(feature, other), _years(feature, place, other)
    names = {"there": other.name, "here": place.name, "theirs": there, "ours": here, **year}
    sentences = {
        "density": _("%(there)s has %(theirs)s people per km²%(their_year)s, %(here)s %(ours)s%(our_year)s."),
        "urban": _(
            "%(theirs)s of people in %(there)s live in urban areas%(their_year)s, in %(here)s %(ours)s%(our_year)s."
        ),
        "remote": _(
            "%(theirs)s of people in %(there)s live in remote areas%(their_year)s, in %(here)s %(ours)s%(our_year)s."
        ),
        "size": _("%(there)s has %(theirs)s people%(their_year)s, %(here)s %(ours)s%(our_year)s."),
    }
    return sentences[feature] % names


def _deprivation(place: ComparedPlace, other: ComparedPlace) -> str:
    apart = [one for one in (place, other) if one.nation == NORTHERN_IRELAND]
    if not apart:
        words = {"there": other.name, "here": place.name, "theirs": other.deprivation, "ours": place.deprivation}
        years = _years("deprivation", place, other)
        return _(
            "%(there)s scores %(theirs)s%(their_year)s, %(here)s %(ours)s%(our_year)s; a higher score is more deprived."
        ) % {**words, **years}
    ranks = " ".join(rank_within_nation(one) for one in apart)
    return ranks if len(apart) == 2 else f"{ranks} {_('Nations’ own scores are not set side by side.')}"  # noqa: PLR2004


def rank_within_nation(place: ComparedPlace) -> str:
    """Return a sentence: "Belfast is the 2nd most deprived of Northern Ireland's 11 councils (2017)."."""
    rank, peers = rank_in_nation(place)
    words = {
        "place": place.name,
        "rank": f"{ordinal(rank)} " if rank > 1 else "",
        "peers": peers,
        "year": SOURCES[NORTHERN_IRELAND].deprivation_year,
    }
    return _("%(place)s is the %(rank)smost deprived of Northern Ireland’s %(peers)s councils (%(year)s).") % words


def _values(feature: str, place: ComparedPlace) -> str:
    if feature in {"urban", "remote"}:
        return f"{getattr(place, feature):.0%}"
    return intcomma(place.population if feature == "size" else round(place.density))


def _years(feature: str, place: ComparedPlace, other: ComparedPlace) -> dict[str, str]:
    """Return what stands behind each figure: its year, once where both have the same."""
    ours, theirs = _year(feature, place), _year(feature, other)
    if ours == theirs:
        return {"their_year": "", "our_year": f" ({_('both %(year)s') % {'year': ours}})" if ours else ""}
    return {"their_year": f" ({theirs})" if theirs else "", "our_year": f" ({ours})" if ours else ""}


def _year(feature: str, place: ComparedPlace) -> int | None:
    if feature in {"density", "size"}:
        return place.population_year
    sources = SOURCES.get(place.nation)
    if not sources:
        return None
    return sources.deprivation_year if feature == "deprivation" else sources.rural_urban_year


def _and(words: list[str]) -> str:
    """Return "density, deprivation and size"."""
    if len(words) == 1:
        return words[0]
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}
