"""Who else is like the place in a story: for readers elsewhere, whether it may be for them."""

from dataclasses import dataclass

from connectors.models import EntryPage
from places.alike import Match, compared_places, places_like
from places.reasons import Reasons, reasons

MOST = 5


@dataclass(frozen=True)
class AlikeStory:
    """The name of an entry's lead place, and the places most like it, each with the reasons."""

    name: str
    places: list[tuple[Match, Reasons]]


def alike_story_of(entry: EntryPage) -> AlikeStory | None:
    """Return the places most like the lead place of an entry; None without one that is compared."""
    lead = entry.lead_place
    place = compared_places().get(lead.place.code) if lead and lead.place_id else None
    matches = places_like(place.code, limit=MOST) if place else []
    return AlikeStory(place.name, [(one, reasons(place, one.place)) for one in matches]) if matches else None
