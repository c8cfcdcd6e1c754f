"""Reads for a place's page: which themes its entries are about, and which are missing that places like it have."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.options import all_options
from search import live
from search.engine import Hit
from search.query import SearchQuery

MOST_MISSING, MOST_EXAMPLES = 4, 2
EXAMPLES_LOOKED_AT = 12


@dataclass(frozen=True)
class ThemeHere:
    """A theme and how many entries the place has about it."""

    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class MissingTheme:
    """A theme that the place has nothing about: how many entries places like it have, and the first of them."""

    slug: str
    label: str
    count: int
    examples: list[Hit]


@dataclass(frozen=True)
class Themes:
    present: list[ThemeHere]
    missing: list[MissingTheme]


def themes_for(code: str, alike: Sequence[str]) -> Themes | None:
    """Return the themes of a place's entries, and those that it has none about; None while the index is built.

    Args:
        code: of the place, as the directory finds it (`index_code`).
        alike: codes of the places like it; without any, nothing is missing.
    """
    try:
        here = live.search(SearchQuery(place=code, limit=0)).facets["theme"]
        present = [ThemeHere(slug, label, here[slug]) for slug, label in _labels() if here.get(slug)]
        return Themes(present, _missing(here, tuple(alike)) if alike else [])
    except live.NotReadyError:
        return None


def _missing(here: dict[str, int], alike: tuple[str, ...]) -> list[MissingTheme]:
    there = live.search(SearchQuery(places=alike, limit=0)).facets["theme"]
    lacking = [(slug, label) for slug, label in _labels() if there.get(slug) and not here.get(slug)]
    lacking = sorted(lacking, key=lambda theme: -there[theme[0]])[:MOST_MISSING]
    if not lacking:
        return []
    asked = {"theme": tuple(slug for slug, _label in lacking)}
    hits = live.search(SearchQuery(places=alike, filters=asked, sort="newest", limit=EXAMPLES_LOOKED_AT)).hits
    missing, shown = [], set()
    for slug, label in lacking:
        # An entry about several of them is an example of one.
        examples = [hit for hit in hits if label in hit.card["themes"] and hit.key not in shown][:MOST_EXAMPLES]
        shown |= {hit.key for hit in examples}
        missing.append(MissingTheme(slug, label, there[slug], examples))
    return missing


def _labels() -> list[tuple[str, str]]:
    return list(all_options().labels["theme"].items())
