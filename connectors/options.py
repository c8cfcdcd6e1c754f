"""What each group of filters offers, with the words that visitors read."""

from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from connectors.choices import Stage
from connectors.kinds import entry_kinds
from connectors.models import FormerSlug, Theme, Tier
from core.kept import Kept
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


@dataclass(frozen=True)
class KnownTheme:
    """A theme and the words people type for it, each with its folded form."""

    slug: str
    name: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Options:
    """The offered values of every group with their labels, in the order in which they are shown.

    Attributes:
        meanings: what a value stands for in one sentence, for groups whose labels do not tell.
        former: group → what a value was called before → what it is called today.
    """

    labels: dict[str, dict[str, str]]
    meanings: dict[str, dict[str, str]]
    former: dict[str, dict[str, str]] = field(default_factory=dict)


def all_options() -> Options:
    """Return what every group offers, as the database had it within the last seconds."""
    return kept_options(get_language())


def known_themes() -> list[KnownTheme]:
    """Return every theme with its name and synonyms, as the database had them within the last seconds."""
    return kept_themes()


def options_changed() -> None:
    """Read vocabularies and places anew at the next question."""
    kept_options.changed()
    kept_themes.changed()


def _read_options(language: str) -> Options:
    evidence = _evidence_choices()
    return Options(
        labels={
            "kind": {kind.slug: str(kind.plural) for kind in entry_kinds().values()},
            "theme": dict(Theme.objects.values_list("slug", "name")),
            "tier": dict(Tier.objects.values_list("slug", "name")),
            "region": _areas(),
            "stage": {value: str(label) for value, label in Stage.choices},
            "evidence": {value: str(label) for value, label, _meaning in evidence},
            "confirmed": {LAST_YEAR: _("Confirmed in the last year")},
        },
        meanings={"evidence": {value: str(meaning) for value, _label, meaning in evidence}},
        former=_former_slugs(),
    )


def _former_slugs() -> dict[str, dict[str, str]]:
    former: dict[str, dict[str, str]] = {}
    for group, slug, current in FormerSlug.objects.values_list("group", "slug", "current"):
        former.setdefault(group, {})[slug] = current
    return former


def _read_themes() -> list[KnownTheme]:
    return [
        KnownTheme(
            theme.slug, theme.name, tuple((folded_name(word), word) for word in (theme.name, *theme.synonym_list))
        )
        for theme in Theme.objects.all()
    ]


kept_options, kept_themes = Kept(_read_options), Kept(_read_themes)


def _evidence_choices() -> list[tuple[str, str, str]]:
    """Return the levels of evidence, as the kinds of entries that have them declare it."""
    return [choice for kind in entry_kinds().values() for choice in kind.model.evidence_choices()]


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
