"""Reads for places that have ended or not begun: who serves their area now, and what was recorded there."""

from atlas.like import entries_in
from atlas.place_entries import EntryHere, entries_under
from atlas.place_page import parents_of
from places.models import Place
from places.succession import serving_today


def follow(place: Place) -> list[Place]:
    """Return the current places that serve a former one's area, through all reorganisations since."""
    return serving_today([place.pk])[place.pk]


def coming_context(place: Place) -> dict:
    """What the page of a place that has not begun prints: what is there until then."""
    return {"place": place, "parents": parents_of(place), "until_then": list(place.replaces.order_by("name"))}


def former_of(place: Place, slug: str) -> Place | None:
    """Return the former place that an old address named (`?was=`), if it led to this one."""
    if not slug or len(slug) > Place._meta.get_field("slug").max_length:
        return None
    former = Place.objects.ended().filter(slug=slug).first()
    return former if former and place in follow(former) else None


def former_context(place: Place, successors: list[Place]) -> dict:
    """What the page of a former place prints: its successors with what the directory has there, and its own entries."""
    own: list[EntryHere] = entries_under(place)
    counts = entries_in([one.code for one in successors])
    return {
        "place": place,
        "parents": parents_of(place),
        "successors": [{"place": one, "entries": counts.get(one.code)} for one in successors],
        "own": own,
    }
