"""Recognises a place in what somebody typed or is typing: a postcode in any spacing, or a name that is or was in use."""

import re
from dataclasses import dataclass

from places.gazetteer import KnownName, KnownOutcode, KnownPlace, folded_name, gazetteer

# Outward half, then nothing, the sector's digit, or the whole inward half: TS24, TS24 8, TS248QT.
# Source of the format: Royal Mail Programmers' Guide; which outward codes exist is looked up.
POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2}|[0-9])?(?![A-Z0-9])", re.IGNORECASE)
# The same while it is typed: the inward half may lack its last letter.
HALF_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{0,2})?", re.IGNORECASE)
LONGEST_NAME = 6  # words
SHORTEST_START = 2  # letters
# Short names that mean something else in a search box more often than not.
TOO_COMMON = {"abc", "uk"}


@dataclass(frozen=True)
class PlaceInWords:
    """A place found in words.

    Attributes:
        typed: the words that named it.
        rest: the other words.
        place: the council, county, region or nation; for a postcode the council most of its district lies in.
        outcode: the postcode district, empty when a name was typed.
        point: latitude and longitude in degrees of the district's or the place's centre, if known.
    """

    typed: str
    rest: str
    place: KnownPlace
    outcode: str = ""
    point: tuple[float, float] | None = None


def find_place(text: str) -> KnownPlace | None:
    """Return the current place with this official code or slug; for a former council the one that took it over, if it is one."""
    return gazetteer().by_address.get(text)


def find_outcode(text: str) -> KnownOutcode | None:
    """Return the postcode district of a full or outward postcode in any spacing and case, or nothing."""
    match = POSTCODE.fullmatch(text.strip())
    return gazetteer().outcodes.get(match[1].upper()) if match else None


def places_in_words(words: str, *, limit: int = 3) -> list[PlaceInWords]:
    """Return the places that words name, a postcode first, else the longest names; ambiguous names give several."""
    known = gazetteer()
    for match in POSTCODE.finditer(words):
        outcode = known.outcodes.get(match[1].upper())
        if outcode and outcode.place_key in known.places:
            rest = " ".join((words[: match.start()] + " " + words[match.end() :]).split())
            place = known.places[outcode.place_key]
            return [PlaceInWords(match[0].upper(), rest, place, outcode.outcode, outcode.point)]
    return _named(words)[:limit]


def _named(words: str) -> list[PlaceInWords]:
    typed, names = words.split(), gazetteer().by_name
    for length in range(min(LONGEST_NAME, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            name = " ".join(typed[start : start + length])
            folded = folded_name(name)
            if folded in names and folded not in TOO_COMMON:
                rest = " ".join(typed[:start] + typed[start + length :])
                return [PlaceInWords(name, rest, place, point=place.point) for place in names[folded]]
    return []


def names_beginning(text: str, *, limit: int) -> list[KnownName]:
    """Return names that begin as this text does, then places with a later word that does; each place once, short names first."""
    start = folded_name(text)
    if len(start) < SHORTEST_START:
        return []
    found = [
        known
        for known in gazetteer().names
        # Later words of official names are "council" and "authority".
        if known.folded.startswith(start) or (known.name == known.place.name and f" {start}" in known.folded)
    ]
    found.sort(key=lambda known: (not known.folded.startswith(start), len(known.folded), known.folded))
    best: dict[int, KnownName] = {}
    for known in found:
        best.setdefault(known.place.key, known)
    return list(best.values())[:limit]


def outcodes_beginning(text: str, *, limit: int) -> list[KnownOutcode]:
    """Return the district of a postcode that is being typed, and the districts that its outward half may become."""
    match = HALF_POSTCODE.fullmatch(text.strip())
    if not match:
        return []
    start, known = match[1].upper(), gazetteer().outcodes
    if match[2]:
        return [known[start]] if start in known else []
    return [known[code] for code in sorted(known, key=lambda code: (len(code), code)) if code.startswith(start)][:limit]
