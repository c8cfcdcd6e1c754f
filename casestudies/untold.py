"""A failure that is told without its place: whether the text names it all the same."""

import re
from collections.abc import Iterable
from html import unescape
from typing import TYPE_CHECKING

from django.utils.html import strip_tags

from core.templatetags.words import site_of
from places.gazetteer import gazetteer

if TYPE_CHECKING:
    from connectors.models import EntryPlace

ADDRESS = re.compile(r'href="([^"]*)"')
SHORTEST = 3  # letters; below that a name is no name


def names_told(html: str, *, organisation: str, website: str, places: Iterable["EntryPlace"]) -> list[str]:
    """Return which of an entry's own names a text gives away, each once, in the order in which they were given.

    A name counts as a whole word, in any capitals but without any: "reading" is no town.

    Args:
        html: rich text; the addresses of its links count too.
        organisation, website: of the entry, empty when it has none.
        places: of the entry; their other names (Welsh, short, former) count as well.
    """
    text = " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
    told = [name for name in _names(organisation, places) if _stands_in(name, text)]
    host = site_of(website)
    if host and any(site_of(unescape(address)) == host for address in ADDRESS.findall(html)):
        told.append(host)
    return list(dict.fromkeys(told))


def _names(organisation: str, places: Iterable["EntryPlace"]) -> list[str]:
    places = list(places)
    keys = {link.place_id for link in places}
    own = [organisation.strip(), *(name for link in places for name in (link.locality.strip(), link.place.name))]
    others = [known.name for known in gazetteer().names if known.place.key in keys] if keys else []
    return [name for name in dict.fromkeys([*own, *others]) if len(name) >= SHORTEST]


def _stands_in(name: str, text: str) -> bool:
    words = r"\s+".join(re.escape(word) for word in name.split())
    found = re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE)
    return any(match[0] != match[0].lower() for match in found)
