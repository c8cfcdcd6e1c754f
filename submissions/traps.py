"""Two traps for programs: a field that no person sees, and the signed time at which a page was drawn.

They tell moderators something and stop nobody: autofill may fill the field, and somebody who pastes is fast.
"""

import time

from django.core import signing
from django.http import QueryDict

FIELD = "remarks"  # a name that programs like to fill in, and the autofill of browsers does not know
MOMENT = "drawn"
SALT = "submissions.traps"
HIDDEN_FIELD, SECONDS, UNDATED = "hidden_field", "seconds", "undated"


def drawn_now() -> str:
    """Return the present time, signed, for the page that is being drawn."""
    return signing.dumps(round(time.time(), 1), salt=SALT)


def signs_of(posted: QueryDict) -> dict[str, int | float]:
    """Return what the traps noticed in a page that was sent.

    Returns:
        `hidden_field`: letters in the field that no person sees; `seconds` between drawing and sending, or `undated`
        when the page carried no time of ours. Only those that apply.
    """
    signs: dict[str, int | float] = {}
    if filled := posted.get(FIELD, ""):
        signs[HIDDEN_FIELD] = len(filled)
    try:
        signs[SECONDS] = max(0.0, round(time.time() - signing.loads(posted.get(MOMENT, ""), salt=SALT), 1))
    except signing.BadSignature:
        signs[UNDATED] = 1
    return signs
