"""What the search box offers while somebody types: places, themes and entries, each with the address it leads to."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from connectors.kinds import entry_kinds
from connectors.options import known_themes
from core.text import tidy_query
from places.gazetteer import KnownName, folded_name, gazetteer
from places.lookup import HALF_POSTCODE, LONGEST_NAME, names_beginning, outcodes_beginning
from search import live

SHORTEST = 2  # letters
# Of a place after other words: "food ba" says nothing about Barnsley yet.
SHORTEST_PLACE_AFTER_WORDS = 4
MOST_PLACES, MOST_THEMES, MOST_ENTRIES = 3, 2, 5
# Between what is looked for and where: "befriending in Leeds".
JOINING_WORDS = {"in", "near", "around", "at"}


@dataclass(frozen=True)
class Suggestion:
    """One thing to choose: what it is called, what else tells it apart, and where it leads."""

    label: str
    detail: str
    url: str


@dataclass(frozen=True)
class SuggestionGroup:
    """Suggestions of one sort under a label that says what choosing one does."""

    label: str
    items: list[Suggestion]


def suggestion_groups(typed: str) -> list[SuggestionGroup]:
    """Return what to offer for text from a search box, whatever it holds; groups without anything are left out.

    Raises:
        NotReadyError: the index is being built.
    """
    words = tidy_query(typed)
    if len(words) < SHORTEST:
        return []
    # First, because without an index there is no list either that a place or theme could lead to.
    entries = _entries(words)
    groups = [
        SuggestionGroup(_("Places: show what happens there"), _postcodes(words) or _places(words)),
        SuggestionGroup(_("Themes: show their entries"), _themes(words)),
        SuggestionGroup(_("Entries: open the page"), entries),
    ]
    return [group for group in groups if group.items]


def _postcodes(words: str) -> list[Suggestion]:
    found = outcodes_beginning(words, limit=MOST_PLACES)
    inward = HALF_POSTCODE.fullmatch(words)[2] if found else None
    suggestions = []
    for known in found:
        # A sector or a whole postcode is kept as typed; one letter of two says no more than none.
        half = f" {inward.upper() if len(inward) != 2 else inward[0]}" if inward else ""  # noqa: PLR2004
        council = gazetteer().places.get(known.place_key)
        label = _("Near %(postcode)s") % {"postcode": f"{known.outcode}{half}"}
        detail = _("within 10 miles, %(council)s") % {"council": council.name} if council else _("within 10 miles")
        suggestions.append(Suggestion(label, detail, _address(near=f"{known.outcode}{half}")))
    return suggestions


def _places(words: str) -> list[Suggestion]:
    """Return places that all words begin to name, else those that the last words do: the others stay what is looked for."""
    typed = words.split()
    if found := names_beginning(words, limit=MOST_PLACES):
        return [_place(known) for known in found]
    for start in range(max(1, len(typed) - LONGEST_NAME), len(typed)):
        name = folded_name(" ".join(typed[start:]))
        if len(name) < SHORTEST_PLACE_AFTER_WORDS:
            break
        found = [known for known in names_beginning(name, limit=MOST_PLACES) if known.folded.startswith(name)]
        if found:
            end = start - (typed[start - 1].casefold() in JOINING_WORDS)
            return [_place(known, " ".join(typed[:end])) for known in found]
    return []


def _place(known: KnownName, rest: str = "") -> Suggestion:
    place = known.place
    label = _("“%(words)s” in %(place)s") % {"words": rest, "place": place.name} if rest else place.name
    other_name = "" if folded_name(place.name) in known.folded else f"{known.name} · "
    return Suggestion(label, f"{other_name}{place.kind_label}", _address(q=rest, place=place.code))


def _themes(words: str) -> list[Suggestion]:
    start, found = folded_name(words), []
    if len(start) < SHORTEST:
        return []
    for theme in known_themes():
        word = next((word for folded, word in theme.words if f" {start}" in f" {folded}"), None)
        if word:
            detail = "" if word == theme.name else _("also “%(word)s”") % {"word": word}
            found.append(Suggestion(theme.name, detail, _address(theme=theme.slug)))
    # Those named so before those that only know the word.
    return sorted(found, key=lambda suggestion: suggestion.detail != "")[:MOST_THEMES]


def _entries(words: str) -> list[Suggestion]:
    kinds = entry_kinds()
    suggestions = []
    for found in live.suggest(words, MOST_ENTRIES):
        card = found.card
        kind = kinds.get(card["kind"])
        detail = " · ".join(filter(None, (str(kind.label) if kind else "", card["place"])))
        suggestions.append(Suggestion(card["title"], detail, card["url"]))
    return suggestions


def _address(**parameters: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in parameters.items() if value})
    return f"/directory/?{query.urlencode()}"
