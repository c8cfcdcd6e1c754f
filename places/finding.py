"""Finds the place that somebody looks for: by a postcode, by any name it has or had, also misspelt."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils.translation import gettext as _

from places.gazetteer import KnownName, KnownOutcode, KnownPlace, folded_name, gazetteer
from places.lookup import names_beginning, places_in_words
from places.models import Outcode, PlaceAlias
from places.postcodes import looks_like_postcode, outcode_of, why_unknown

MOST_CHOICES = 8
LIKENESS = 0.75  # of two words, as difflib measures it; below it is guessing
SHORTEST_MISSPELT = 4  # letters


@dataclass(frozen=True)
class PlaceChoice:
    """A place to choose, and why it is offered: "most of TS22 lies here", "Craven"."""

    place: KnownPlace
    why: str = ""


@dataclass(frozen=True)
class Finding:
    """What looking for a place gave.

    Attributes:
        place: the one that was surely meant.
        choices: those that may be meant, when it is not sure.
        said: a sentence about the choices, or why there are none.
    """

    place: KnownPlace | None = None
    choices: list[PlaceChoice] = field(default_factory=list)
    said: str = ""


def find(text: str) -> Finding:
    """Return what somebody's words or postcode stand for. Any text is answered."""
    if found := outcode_of(text):
        return _of_outcode(found)
    known = gazetteer()
    exact = [name for name in known.names if name.folded == folded_name(text)]
    if exact:
        return _of_names(exact, text)
    if looks_like_postcode(text):
        return Finding(said=why_unknown(text))
    if choices := _named(text):
        return Finding(choices=choices, said=_("Which of these do you mean?"))
    if choices := _misspelt(text):
        return Finding(choices=choices, said=_("Nothing is called “%(typed)s”. Did you mean:") % {"typed": text})
    return Finding(
        said=_("We know no place called “%(typed)s”. Try the name of the council, or a postcode.") % {"typed": text}
    )


def _of_outcode(found: KnownOutcode) -> Finding:
    places, heirs = gazetteer().places, gazetteer().heirs
    also = Outcode.objects.filter(pk=found.outcode).values_list("also", flat=True)
    today = dict.fromkeys(one for key in also for one in heirs.get(key, [key]))
    others = [places[key] for key in today if key in places and key != found.place_key]
    place = places.get(found.place_key)
    if not place:
        return Finding(said=why_unknown(found.outcode))
    if not others:
        return Finding(place=place)
    words = {"outcode": found.outcode}
    choices = [PlaceChoice(place, _("most of %(outcode)s lies here") % words)]
    choices += [PlaceChoice(other, _("a part of %(outcode)s lies here") % words) for other in others]
    return Finding(choices=choices, said=_("%(outcode)s lies in more than one council.") % words)


def _of_names(exact: list[KnownName], text: str) -> Finding:
    """One place that is called so is what was meant. A short form such as Newcastle may mean others: it is offered."""
    only = exact[0] if len(exact) == 1 else None
    if only and (folded_name(only.place.name) == only.folded or not _is_vague(only)):
        return Finding(place=only.place)
    choices = [PlaceChoice(name.place, _why(name)) for name in exact[:MOST_CHOICES]]
    if only:
        # "Richmond" is short for one council and the beginning of another's name.
        begun = [name for name in names_beginning(text, limit=MOST_CHOICES) if name.place != only.place]
        choices += [PlaceChoice(name.place, _why(name)) for name in begun]
    return Finding(choices=choices[:MOST_CHOICES], said=_("Which of these do you mean?"))


def _is_vague(name: KnownName) -> bool:
    """A short form, or the name of a former council, which is none of the place's own."""
    own = PlaceAlias.objects.filter(place=name.place.key, name=name.name).exclude(kind="short")
    is_official = folded_name(name.place.name) in name.folded
    return not is_official and not own.exists()


def _named(text: str) -> list[PlaceChoice]:
    """Return places that the words begin to name, else those named among them: "Hartlepool town hall"."""
    begun = names_beginning(text, limit=MOST_CHOICES)
    if begun:
        return [PlaceChoice(name.place, _why(name)) for name in begun]
    return [PlaceChoice(found.place) for found in places_in_words(text, limit=MOST_CHOICES)]


def _misspelt(text: str) -> list[PlaceChoice]:
    folded = folded_name(text)
    if len(folded) < SHORTEST_MISSPELT:
        return []
    by_name = gazetteer().by_name
    close = get_close_matches(folded, by_name, n=MOST_CHOICES, cutoff=LIKENESS)
    places = {place.key: place for name in close for place in by_name[name]}
    return [PlaceChoice(place) for place in list(places.values())[:MOST_CHOICES]]


def _why(name: KnownName) -> str:
    return "" if folded_name(name.place.name) in name.folded else name.name
