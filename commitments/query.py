"""Questions to the tracker: from a query string to known values, and from there to sets of commitments."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commitments.choices import Measurability, Status
from commitments.table import OVERDUE, UNKNOWN, Bits, Table
from connectors.options import all_options
from core.kept import Kept
from core.text import tidy_query
from places.gazetteer import KnownPlace
from places.lookup import find_place, places_in_words

GROUP_LABELS = {
    "status": gettext_lazy("Status"),
    "by": gettext_lazy("Who promised"),
    "region": gettext_lazy("Region or nation"),
    "theme": gettext_lazy("Theme"),
    "year": gettext_lazy("Year of the promise"),
    "measurability": gettext_lazy("Can it be measured?"),
    "check": gettext_lazy("Checks"),
}
MAX_CHOICES = 50  # per group; more is no person


@dataclass(frozen=True)
class TrackerQuery:
    """What somebody asked for, with known values only."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    place: KnownPlace | None = None
    unknown: tuple[str, ...] = ()

    @classmethod
    def parse(cls, parameters: QueryDict, table: Table) -> "TrackerQuery":
        """Read a query string. Values that no commitment has are kept apart in `unknown`, to be said and ignored."""
        chosen, unknown = [], []
        for group in GROUP_LABELS:
            offered = labels_of(group, table)
            values = list(dict.fromkeys(value for value in parameters.getlist(group)[:MAX_CHOICES] if value))
            chosen.append((group, tuple(value for value in values if value in offered)))
            unknown += [tidy_query(value, max_length=60) for value in values if value not in offered]
        asked = tidy_query(parameters.get("place", ""), max_length=120)
        place = _place(asked)
        if asked and not place:
            unknown.append(asked)
        return cls(tuple(chosen), place, tuple(filter(None, unknown)))

    def values(self, group: str) -> tuple[str, ...]:
        return dict(self.chosen).get(group, ())

    def without(self, group: str, value: str = "") -> "TrackerQuery":
        """Return the same question without the place, or one value of a group."""
        if group == "place":
            return replace(self, place=None)
        kept = tuple(one for one in self.values(group) if one != value)
        return replace(self, chosen=tuple((name, kept if name == group else values) for name, values in self.chosen))

    @property
    def is_filtered(self) -> bool:
        return bool(self.place or any(values for _group, values in self.chosen))

    def parameters(self) -> QueryDict:
        """The shortest query string that asks the same."""
        parameters = QueryDict(mutable=True)
        if self.place:
            parameters["place"] = self.place.slug
        for group, values in self.chosen:
            if values:
                parameters.setlist(group, list(values))
        return parameters

    def found(self, table: Table, *, but: str = "") -> Bits:
        """Return the commitments that answer: choices within a group widen, groups narrow each other.

        Args:
            but: a group to leave out, for its own counts.
        """
        bits = table.promised_to(self.place.code) if self.place else table.everything
        for group, values in self.chosen:
            if values and group != but:
                having = table.groups.get(group, {})
                widened = 0
                for value in values:
                    widened |= having.get(value, 0)
                bits &= widened
        return bits

    def counts(self, table: Table, group: str) -> dict[str, int]:
        """Return how many commitments each value of a group would leave, under all other groups."""
        others, having = self.found(table, but=group), table.groups.get(group, {})
        return {value: (having.get(value, 0) & others).bit_count() for value in labels_of(group, table)}


def _place(asked: str) -> KnownPlace | None:
    """Return the place with this code, slug, name or postcode. Words that no place is called by are no place."""
    named = [found.place for found in places_in_words(asked) if not found.rest]
    return find_place(asked) or next(iter(named), None) if asked else None


def labels_of(group: str, table: Table) -> dict[str, str]:
    """Return what a group offers, in the order in which it is shown."""
    return _kept_labels(group, table, get_language())


def _labels(group: str, table: Table, _language: str) -> dict[str, str]:
    match group:
        case "status":
            return {status.value: str(status.label) for status in Status}
        case "region" | "theme":
            return {v: label for v, label in all_options().labels[group].items() if v in table.groups.get(group, {})}
        case "measurability":
            return {**{m.value: str(m.label) for m in Measurability}, UNKNOWN: _("Not yet judged")}
        case "check":
            return {OVERDUE: _("Check overdue")}
    values = sorted(table.groups.get(group, {}), key=str.casefold, reverse=group == "year")
    known = {value: value for value in values if value != UNKNOWN}
    return known | ({UNKNOWN: _("Not known")} if UNKNOWN in values else {})


_kept_labels = Kept(_labels)
