"""What each group of filters offers, with the words that visitors read."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import Theme, Tier
from places.gazetteer import gazetteer
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
TERMS_CACHE = ("connectors.terms", 30)  # key; seconds until every process knows a renamed term


@dataclass(frozen=True)
class Options:
    """The offered values of every group with their labels, in the order in which they are shown."""

    labels: dict[str, dict[str, str]]


def all_options() -> Options:
    """Return what every group offers."""
    terms = cache.get(TERMS_CACHE[0])
    if terms is None:
        terms = {
            "theme": dict(Theme.objects.values_list("slug", "name")),
            "tier": dict(Tier.objects.values_list("slug", "name")),
        }
        cache.set(TERMS_CACHE[0], terms, TERMS_CACHE[1])
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


def forget_terms() -> None:
    """Read themes and tiers anew at the next question."""
    cache.delete(TERMS_CACHE[0])


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
