"""A place in figures: each with its year and, where it needs one, a note. Whoever shows a figure shows these with it."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma, ordinal
from django.utils.translation import gettext as _

from places.alike import compared_places
from places.models import Place
from places.nations import ENGLAND, NORTHERN_IRELAND, SOURCES, Sources
from places.reasons import rank_within_nation

MOST_DEPRIVED, LEAST_DEPRIVED = 1, 10  # deciles
ENGLISH_INDEX, ENGLISH_COUNCILS = 2025, 296  # the year of the English index, and how many councils it ranks


@dataclass(frozen=True)
class Figure:
    """A line of a profile: its name, the figure in words with its year, and what must be known with it."""

    label: str
    value: str
    note: str = ""


def profile_of(place: Place, nation: str) -> list[Figure]:
    """Return the figures of a place in the order in which they are shown; figures that are not known are left out.

    The United Kingdom has none: the nations' figures are of different years and not added up.

    Args:
        nation: the code of the nation it lies in or is.
    """
    found = [_population(place), _density(place), _town_and_country(place, SOURCES.get(nation))]
    found.append(_northern_irish(place) if nation == NORTHERN_IRELAND else _deprivation(place, nation))
    if nation == ENGLAND:
        found.append(_english_rank(place))
    return [figure for figure in found if figure]


def _population(place: Place) -> Figure | None:
    if not place.population:
        return None
    note = _("Added up from the councils it replaces; so are the other figures.") if place.figures_added_up else ""
    return Figure(_("People"), _dated(intcomma(place.population), place.population_year), note)


def _density(place: Place) -> Figure | None:
    if not place.density:
        return None
    density = round(place.density) or _("under 1")
    return Figure(
        _("Density"), _dated(_("%(number)s people per km²") % {"number": intcomma(density)}, place.population_year)
    )


def _town_and_country(place: Place, sources: Sources | None) -> Figure | None:
    if not place.rural_urban or place.urban_share is None:
        return None
    shares = _("%(urban)s of people live in urban, %(remote)s in remote areas.") % {
        "urban": f"{place.urban_share:.0%}",
        "remote": f"{place.remote_share or 0:.0%}",
    }
    year = sources.rural_urban_year if sources else None
    return Figure(_("Town and country"), _dated(place.rural_urban, year), shares)


def _deprivation(place: Place, nation: str) -> Figure | None:
    sources = SOURCES.get(nation)
    if place.dep_decile is None or not sources:
        return None
    value = {
        MOST_DEPRIVED: _("In the most deprived tenth of the UK"),
        LEAST_DEPRIVED: _("In the least deprived tenth of the UK"),
    }.get(place.dep_decile)
    value = value or _("Decile %(decile)s of 10, 1 the most deprived") % {"decile": place.dep_decile}
    note = _("Score %(score)s in mySociety’s UK-wide composite of the nations’ indices.") % {"score": place.dep_score}
    return Figure(_("Deprivation"), _dated(value, sources.deprivation_year), note)


def _northern_irish(place: Place) -> Figure | None:
    """The UK-wide decile would say of nearly all the same; so what is shown is the order among the eleven."""
    note = _(
        "We show no UK-wide decile: it puts 10 of Northern Ireland’s 11 councils in the most deprived tenth, so it tells "
        "them apart from others but not from each other."
    )
    compared = compared_places().get(place.code)
    return Figure(_("Deprivation"), rank_within_nation(compared) if compared else _("Not comparable"), note)


def _english_rank(place: Place) -> Figure | None:
    if not place.imd25_rank:
        return None
    rank = _("the most") if place.imd25_rank == 1 else _("%(nth)s most") % {"nth": ordinal(place.imd25_rank)}
    words = {"rank": rank, "councils": ENGLISH_COUNCILS}
    value = _("%(rank)s deprived of England’s %(councils)s councils") % words
    return Figure(_("English index"), _dated(value, ENGLISH_INDEX))


def _dated(value: str, year: int | None) -> str:
    return f"{value} ({year})" if year else value
