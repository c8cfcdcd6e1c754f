"""Which licence a free text means."""

from core.licences import Licence
from exchange.cells import one_line
from exchange.importing.report import Note

# The first that fits counts.
MEANT = (
    ("open government", Licence.OGL),
    ("ogl", Licence.OGL),
    ("by-sa", Licence.CC_BY_SA),
    ("sharealike", Licence.CC_BY_SA),
    ("cc0", Licence.CC0),
    ("public domain", Licence.CC0),
    ("cc-by", Licence.CC_BY),
    ("cc by", Licence.CC_BY),
)
NO_PROMISE = ("unspecified", "to be confirmed", "-nc", "noncommercial", "-nd")


def licence_of(text: str, notes: list[Note]) -> str:
    """Return our word for a licence. One that nobody can name becomes "not known": the site must not promise another."""
    said = one_line(text).casefold()
    if not said:
        return ""
    for value, label in Licence.choices:
        if said in (value, str(label).casefold()):
            return value
    if not any(word in said for word in NO_PROMISE):
        for words, licence in MEANT:
            if words in said:
                return licence
    notes.append(Note("Licence taken as not known", said[:60]))
    return Licence.UNKNOWN
