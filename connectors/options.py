"""What each group of filters offers, with the words that visitors read."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import Theme, Tier
from places.gazetteer import folded_name, gazetteer
from places.kinds import PlaceKind
from search.query import LAST_YEAR

GROUP_LABELS = {
    "kind": gettext_lazy("Kind"),
    "theme": gettext_lazy("Theme"),
    "tier": gettext_lazy("Tier of government"),
    "region": gettext_lazy("Region or nation"),
    "stage": gettext_lazy("Stage"),
    "evidence": gettext_lazy("Evidence"),
    "confirmed": gettext_lazy("Freshness"),
}
FRESH_FOR = 30  # seconds until every process knows a renamed term
TERMS_CACHE, THEMES_CACHE = "connectors.terms", "connectors.themes"


@dataclass(frozen=True)
class KnownTheme:
    """A theme and the words people type for it, each with its folded form."""

    slug: str
    name: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Options:
    """The offered values of every group with their labels, in the order in which they are shown."""

    labels: dict[str, dict[str, str]]


def all_options() -> Options:
    """Return what every group offers."""
    terms = cache.get(TERMS_CACHE)
    if terms is None:
        terms = {
            "theme": dict(Theme.objects.values_list("slug", "name")),
            "tier": dict(Tier.objects.values_list("slug", "name")),
        }
        cache.set(TERMS_CACHE, terms, FRESH_FOR)
    return Options(
        {
            "kind": {kind.slug: str(kind.plural) for kind in entry_kinds().values()},
            **terms,
            "region": _areas(),
            "stage": {value: str(label) for value, label in Stage.choices},
            "evidence": evidence_labels(),
            "confirmed": {LAST_YEAR: _("Confirmed in the last year")},
        }
    )


def known_themes() -> list[KnownTheme]:
    """Return every theme with its name and synonyms."""
    themes = cache.get(THEMES_CACHE)
    if themes is None:
        themes = [
            KnownTheme(
                theme.slug, theme.name, tuple((folded_name(word), word) for word in (theme.name, *theme.synonym_list))
            )
            for theme in Theme.objects.all()
        ]
        cache.set(THEMES_CACHE, themes, FRESH_FOR)
    return themes


def forget_terms() -> None:
    """Read themes and tiers anew at the next question."""
    cache.delete_many([TERMS_CACHE, THEMES_CACHE])


def evidence_labels() -> dict[str, str]:
    """Return the levels of evidence, as the kinds of entries that have them declare it."""
    choices = [pair for kind in entry_kinds().values() for pair in kind.model.evidence_choices()]
    return {value: str(label) for value, label in choices}


def _areas() -> dict[str, str]:
    places = gazetteer().places.values()
    regions = sorted((place for place in places if place.kind == PlaceKind.REGION), key=lambda place: place.name)
    names = {region.name for region in regions}
    # Scotland the nation is Scotland the region; England holds several, and the country holds all.
    nations = [place for place in places if place.kind == PlaceKind.NATION and place.name not in names]
    country = [place for place in places if place.kind == PlaceKind.COUNTRY]
    return {
        **{region.code: region.name for region in regions},
        **{nation.code: _("All of %(area)s") % {"area": nation.name} for nation in nations},
        **{place.code: _("The whole United Kingdom") for place in country},
    }
