"""The values of an entry as a file can state them: read off an entry, and put into one."""

from collections.abc import Iterable
from typing import Any

from casestudies.models import CaseStudyPage
from connectors.choices import ConnectorKind, PlaceRole
from connectors.models import (
    ConnectorPage,
    EntryKeyword,
    EntryPage,
    EntryPlace,
    EntrySource,
    EntryTheme,
    EntryTier,
    InitiativePage,
)
from core.models import TEXT_FEATURES
from core.rich_text import put_in_kept_form, what_it_says
from exchange import cells
from exchange.importing.whereabouts import rounded_point

# Fields of the same name as their value, by the kinds that have them.
PLAIN = ("title", "summary", "stage", "started", "ended", "website", "organisation", "licence")
OF_KIND = {
    InitiativePage: ("what_did_not_work",),
    ConnectorPage: (),
    CaseStudyPage: ("question", "what_did_not_work", "evidence_level"),
}
RICH = {"what_did_not_work"}
RENAMED = {"last_confirmed": "last_confirmed_at"}
CHILDREN = ("theme_items", "tier_items", "entry_places", "sources", "keyword_items__tag")


def story_text(entry: CaseStudyPage) -> str | None:
    """Return the story as one text, or nothing when it is made of more than texts."""
    blocks = list(entry.story)
    if any(block.block_type != "text" for block in blocks):
        return None
    return "".join(block.value.source for block in blocks)


def values_of(entry: EntryPage) -> dict[str, Any]:
    """Return the values of a specific entry, in the form that a row's are resolved to."""
    # On one line, as a cell is read: a line break in a summary is no reason for a new version.
    values: dict[str, Any] = {name: cells.one_line(getattr(entry, name)) for name in PLAIN}
    for name in OF_KIND[type(entry)]:
        text = getattr(entry, name)
        values[name] = cells.clean_html(text) if name in RICH else cells.one_line(text)
    if isinstance(entry, ConnectorPage):
        values["connector_kind"] = entry.kind
    body = story_text(entry) if isinstance(entry, CaseStudyPage) else entry.what_it_does
    values["body"] = cells.clean_html(body) if body else body
    values["last_confirmed"] = entry.last_confirmed_at
    if entry.latitude is not None and entry.longitude is not None:
        values["point"] = rounded_point(entry.latitude, entry.longitude, entry.point_precision)
    values["places"] = tuple(dict.fromkeys(place.place_id for place in in_order(entry.entry_places.all())))
    values["themes"] = tuple(item.tag_id for item in sorted(entry.theme_items.all(), key=lambda item: item.pk or 0))
    values["tiers"] = tuple(sorted(item.tag_id for item in entry.tier_items.all()))
    words = (cells.one_line(item.tag.name) for item in entry.keyword_items.all())
    values["keywords"] = tuple(sorted(words, key=str.casefold))
    values["sources"] = tuple(
        dict.fromkeys((cells.one_line(source.title), source.url) for source in entry.sources.all())
    )
    return values


def says_the_same(entry: EntryPage, name: str, one: Any, other: Any) -> bool:
    """Return whether two values of an entry are the same; marked-up texts are compared as what they say."""
    if one == other or name not in {*RICH, "body"} or None in {one, other}:
        return one == other
    features = TEXT_FEATURES
    if name == "body" and isinstance(entry, CaseStudyPage):
        features = entry.story.stream_block.child_blocks["text"].features
    return what_it_says(one, features) == what_it_says(other, features)


def in_order(places: Iterable[EntryPlace]) -> list[EntryPlace]:
    """The lead place first, the others as editors ordered them."""
    return sorted(places, key=lambda place: (not place.is_lead, place.sort_order or 0, place.pk or 0))


def put_values(entry: EntryPage, values: dict[str, Any], tags: dict[str, int]) -> None:
    """Put values into a specific entry in memory. What is already there and still right keeps its details.

    Args:
        entry: a new entry or one as its latest version has it.
        values: what is to be changed.
        tags: the keys of all keywords among them, by their words without case.
    """
    kind_fields = OF_KIND[type(entry)]
    for name, value in values.items():
        if name in PLAIN or name in kind_fields:
            setattr(entry, name, value)
        elif name in RENAMED:
            setattr(entry, RENAMED[name], value)
    if "connector_kind" in values and isinstance(entry, ConnectorPage):
        entry.kind = values["connector_kind"]
    if "body" in values:
        _put_body(entry, values["body"])
    if "point" in values:
        entry.latitude, entry.longitude, entry.point_precision = values["point"]
    _put_terms(entry, values, tags)
    if "places" in values:
        entry.entry_places = _places(entry, values["places"])
    if "sources" in values:
        kept = {(source.title, source.url): source for source in entry.sources.all()}
        entry.sources = [
            _numbered(kept.get(pair) or EntrySource(title=pair[0], url=pair[1]), order)
            for order, pair in enumerate(values["sources"])
        ]
    put_in_kept_form(entry)


def _put_body(entry: EntryPage, body: str) -> None:
    if not isinstance(entry, CaseStudyPage):
        entry.what_it_does = body
    elif story_text(entry) is not None:
        block = entry.story.stream_block.child_blocks["text"]
        entry.story = [("text", block.to_python(body))]


def _put_terms(entry: EntryPage, values: dict[str, Any], tags: dict[str, int]) -> None:
    if "themes" in values:
        # Made anew: their order is that of their keys, and the first theme's pattern is shown.
        kept = tuple(item.tag_id for item in sorted(entry.theme_items.all(), key=lambda item: item.pk or 0))
        if kept != values["themes"]:
            entry.theme_items = [EntryTheme(tag_id=key) for key in values["themes"]]
    if "tiers" in values:
        old = {item.tag_id: item for item in entry.tier_items.all()}
        entry.tier_items = [old.get(key) or EntryTier(tag_id=key) for key in values["tiers"]]
    if "keywords" in values:
        old = {item.tag_id: item for item in entry.keyword_items.all()}
        keys = dict.fromkeys(tags[word.casefold()] for word in values["keywords"])
        entry.keyword_items = [old.get(key) or EntryKeyword(tag_id=key) for key in keys]


def _places(entry: EntryPage, keys: tuple[int, ...]) -> list[EntryPlace]:
    kept: dict[int, EntryPlace] = {}
    for place in in_order(entry.entry_places.all()):
        kept.setdefault(place.place_id, place)
    places = []
    for order, key in enumerate(keys):
        role = PlaceRole.SERVES if order else PlaceRole.BASED_IN
        place = kept.get(key) or EntryPlace(place_id=key, role=role)
        place.is_lead = order == 0
        places.append(_numbered(place, order))
    return places


def _numbered(item: Any, order: int) -> Any:
    item.sort_order = order
    return item


def fill_required(entry: EntryPage) -> None:
    """Put something honest where an editor's form insists on something and a file had nothing."""
    if isinstance(entry, ConnectorPage) and not entry.kind:
        entry.kind = ConnectorKind.ORGANISATION
    if isinstance(entry, CaseStudyPage):
        entry.question = entry.question or f"What happened with “{entry.title}”?"[:200]
        entry.evidence_level = entry.evidence_level or "story"
        if not entry.what_did_not_work:
            entry.what_did_not_work = "<p>Not known: this was imported, and nobody has been asked yet.</p>"
            put_in_kept_form(entry)
