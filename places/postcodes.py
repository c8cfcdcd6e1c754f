"""What somebody typed as a postcode, however it is spelt and spaced, and what to say of one that is none of ours."""

import re

from django.utils.translation import gettext as _

from places.gazetteer import KnownOutcode, gazetteer
from places.lookup import find_outcode

INWARD_HALF = re.compile(r"[0-9][A-Z]{2}")
# Letters and digits that are taken for each other.
TO_DIGIT, TO_LETTER = str.maketrans("OIL", "011"), str.maketrans("01", "OI")
LONGEST, INWARD = 7, 3
# Source: Royal Mail's postcode areas of the Crown dependencies, and BF1 of the British Forces Post Office.
ELSEWHERE = {"IM": "isle-of-man", "JE": "channel-islands", "GY": "channel-islands", "BF": "forces"}
FORCES = re.compile(r"BFPO ?[0-9]{0,4}")
# As other countries write theirs: digits alone (USA, France, Germany …), Ireland, Canada, the Netherlands.
FOREIGN = re.compile(
    r"[0-9]{4,6}|[0-9]{5}-[0-9]{4}|[A-Z][0-9][0-9W] ?[A-Z0-9]{4}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[0-9]{4} ?[A-Z]{2}"
)


def outcode_of(text: str) -> KnownOutcode | None:
    """Return the district of a postcode in any case, spacing and punctuation, with O for 0 and the like mended."""
    if found := find_outcode(text):
        return found
    bare = _bare(text)
    if len(bare) > LONGEST or not re.search("[0-9]", bare):
        return None
    return gazetteer().outcodes.get(bare) or _mended(bare)


def looks_like_postcode(text: str) -> bool:
    """Tell whether somebody probably meant a postcode: letters and digits in the order that postcodes have them."""
    bare = _bare(text)
    return bool(len(bare) <= LONGEST + 1 and re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]{0,5}", bare)) or is_elsewhere(text)


def is_elsewhere(text: str) -> bool:
    """Tell whether it is written as a postcode of a Crown dependency, of the forces or of another country."""
    return bool(_elsewhere(text))


def why_unknown(text: str) -> str:
    """Return a sentence for a postcode that leads to no council of ours."""
    typed = text.strip().upper()
    sentences = {
        "isle-of-man": _(
            "%(postcode)s is on the Isle of Man, which is not part of the United Kingdom. The directory covers the UK only."
        ),
        "channel-islands": _(
            "%(postcode)s is in the Channel Islands, which are not part of the United Kingdom. The directory covers the UK only."
        ),
        "forces": _(
            "%(postcode)s is a British Forces Post Office number. It says nothing about where it is, so it leads to no council."
        ),
        "foreign": _(
            "%(postcode)s looks like a postcode of another country. The directory covers the United Kingdom only."
        ),
        "": _(
            "We do not know the postcode %(postcode)s. Check it, or type its first half only, or the name of the council."
        ),
    }
    return sentences[_elsewhere(text)] % {"postcode": typed}


def _elsewhere(text: str) -> str:
    typed = " ".join(text.upper().split())
    bare = _bare(typed)
    if FORCES.fullmatch(typed) or FORCES.fullmatch(bare):
        return "forces"
    # "JE2 3AB", "IM1"; not "Jedburgh".
    if re.fullmatch(r"[A-Z]{2}[0-9]{1,2}([0-9][A-Z]{0,2})?", bare) and bare[:2] in ELSEWHERE:
        return ELSEWHERE[bare[:2]]
    return "foreign" if FOREIGN.fullmatch(typed) else ""


def _bare(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _mended(bare: str) -> KnownOutcode | None:
    """Return the district of a whole postcode, read with letters where letters belong and digits where digits do."""
    outward, inward = bare[:-INWARD], bare[-INWARD:]
    if not INWARD_HALF.fullmatch(inward[:1].translate(TO_DIGIT) + inward[1:].translate(TO_LETTER)):
        return None
    known = gazetteer().outcodes
    for letters in (2, 1):
        area, rest = outward[:letters].translate(TO_LETTER), outward[letters:]
        # EC1A ends with a letter.
        for district in (rest.translate(TO_DIGIT), rest[:1].translate(TO_DIGIT) + rest[1:]):
            if found := known.get(area + district):
                return found
    return None
