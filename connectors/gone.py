"""What stood at an address, and what is nearest to it today."""

from wagtail.contrib.redirects.models import Redirect

from connectors.models import GoneAddress
from connectors.models.addresses import LONGEST_PATH
from places.lookup import find_place
from search import live
from search.engine import Hit
from search.query import SearchQuery

MOST_ALTERNATIVES = 5


def gone_at(path: str) -> GoneAddress | None:
    """Return the removed entry that stood at the path of a request; one query."""
    path = Redirect.normalise_path(path)
    if len(path) > LONGEST_PATH:
        return None
    return GoneAddress.objects.filter(path=path).first()


def alternatives(gone: GoneAddress) -> list[Hit]:
    """Return up to five entries: of its themes in its place, then of its themes nearest to it, then of its place."""
    place = find_place(gone.place) if gone.place else None
    themes = {"theme": tuple(gone.themes)} if gone.themes else {}
    questions = []
    if themes and place:
        questions.append(SearchQuery(filters=themes, place=place.code, limit=MOST_ALTERNATIVES))
    if themes and place and place.point:
        questions.append(SearchQuery(filters=themes, near=place.point, sort="distance", limit=MOST_ALTERNATIVES))
    if themes:
        questions.append(SearchQuery(filters=themes, limit=MOST_ALTERNATIVES))
    if place:
        questions.append(SearchQuery(place=place.code, limit=MOST_ALTERNATIVES))
    found: dict[int, Hit] = {}
    try:
        for question in questions:
            if len(found) < MOST_ALTERNATIVES:
                for hit in live.search(question).hits:
                    found.setdefault(hit.key, hit)
    except live.NotReadyError:
        return []
    return list(found.values())[:MOST_ALTERNATIVES]
