"""Places of a draft: what was typed in the box becomes places of the geography, or a question which one is meant."""

import difflib
import re
from dataclasses import dataclass
from enum import Enum

from django.http import QueryDict

from places.gazetteer import KnownPlace, folded_name, gazetteer
from places.lookup import POSTCODE, TOO_COMMON, find_outcode, find_place, names_beginning
from places.models import UNITED_KINGDOM
from submissions.forms.base import Raw

# Between several names in one box: "Leeds, Bradford and York".
COMMA, AND = re.compile(r"[,;\n]"), re.compile(r"\band\b|&", re.IGNORECASE)
MOST_MEANINGS = 6
LONGEST = 200  # letters of the box; looking up what is like a longer text would take minutes
SAME_COUNTRY = {"uk", "united kingdom", "nationwide", "everywhere", "online", "online only", "great britain"}


class Trouble(Enum):
    SEVERAL = "several"
    UNKNOWN = "unknown"
    POSTCODE = "postcode"


@dataclass(frozen=True)
class Meaning:
    """What was typed, and the places it may mean: one when it is clear, none when nobody knows it.

    Attributes:
        is_guess: no place has this name; these have one like it.
        outcode: the postcode district, when it was a postcode.
    """

    typed: str
    places: tuple[KnownPlace, ...]
    is_guess: bool = False
    outcode: str = ""

    @property
    def is_clear(self) -> bool:
        return len(self.places) == 1 and not self.is_guess

    @property
    def trouble(self) -> Trouble:
        """Why it is not clear."""
        if POSTCODE.fullmatch(self.typed):
            return Trouble.POSTCODE
        return Trouble.UNKNOWN if self.is_guess or not self.places else Trouble.SEVERAL


def without_inward_halves(text: str) -> str:
    """Return text with postcodes cut to their first half: a whole one can be a single house."""
    return POSTCODE.sub(lambda match: match[1].upper() if match[2] else match[0], text)


def meanings_of(text: str) -> list[Meaning]:
    """Return what each name or postcode in a text may mean; one entry where the whole text is a name, like "Tyne and Wear".

    Of a text that is too long nothing: the form says so.
    """
    if len(text) > LONGEST:
        return []
    whole = _meaning(text)
    if whole.is_clear or (whole.places and not whole.is_guess):
        return [whole]
    for between in (COMMA, AND):
        parts = [part.strip() for part in between.split(text) if part.strip()]
        if len(parts) > 1:
            return [meaning for part in parts for meaning in meanings_of(part)]
    return [whole]


def _meaning(typed: str) -> Meaning:
    outcode = find_outcode(typed)
    if outcode:
        place = gazetteer().places.get(outcode.place_key)
        return Meaning(typed, (place,) if place else (), outcode=outcode.outcode)
    folded = folded_name(typed)
    if folded in SAME_COUNTRY:
        country = find_place(UNITED_KINGDOM)
        return Meaning(typed, (country,) if country else ())
    if folded in TOO_COMMON:
        return Meaning(typed, ())
    found = gazetteer().by_name.get(folded, ())
    return Meaning(typed, found) if found else Meaning(typed, _like(folded), is_guess=True)


def _like(folded: str) -> tuple[KnownPlace, ...]:
    """Return places whose names begin so, else those whose names are spelt almost so."""
    beginning = [known.place for known in names_beginning(folded, limit=MOST_MEANINGS)]
    if beginning:
        return tuple(beginning)
    by_name = gazetteer().by_name
    close = difflib.get_close_matches(folded, by_name, n=3, cutoff=0.8)
    return tuple(dict.fromkeys(place for name in close for place in by_name[name]))[:MOST_MEANINGS]


def settle(raw: Raw, posted: QueryDict) -> Raw:
    """Return the answers of the page "where" after the button that was pressed: places added, taken away, put first.

    What stands in the box is added when it is clear; else it stays there, and the form asks.
    """
    meant = posted.getlist("meant")
    codes = [*raw.get("places", []), *meant]
    typed = raw.get("find", [""])[0].strip()
    meanings = meanings_of(typed) if typed else []
    unclear, settled = [] if meanings else [typed], dict(raw)
    for meaning in meanings:
        if meaning.is_clear:
            codes += [place.code for place in meaning.places]
            settled["postcode"] = [meaning.outcode] if meaning.outcode else raw.get("postcode", [""])
        elif not any(place.code in meant for place in meaning.places):
            unclear.append(meaning.typed)
    settled["find"] = [", ".join(unclear)]
    if UNITED_KINGDOM in codes:
        settled["everywhere"] = ["on"]
    first, gone = posted.get("first"), posted.get("remove")
    codes = dict.fromkeys(code for code in codes if code not in {gone, UNITED_KINGDOM} and find_place(code))
    settled["places"] = sorted(codes, key=lambda code: code != first)
    return _with_fitting_postcode(settled)


def _with_fitting_postcode(raw: Raw) -> Raw:
    """Forget the postcode together with the place it stood for."""
    outcode = find_outcode(raw.get("postcode", [""])[0])
    place = gazetteer().places.get(outcode.place_key) if outcode else None
    return raw if place and place.code in raw["places"] else {**raw, "postcode": [""]}
