"""What the search index is told of an entry: everything public, nothing private."""

import datetime
from collections.abc import Collection, Iterator

from django.db.models import Prefetch

from connectors.directory import listed_entries
from connectors.kinds import kind_of
from connectors.models import EntryPage, EntryPlace, EntryTheme, EntryTier
from connectors.whereabouts import WIDE_KINDS, Spot, areas_today, spots_of
from core.text import without_control_characters
from places.models import UNITED_KINGDOM, Place
from search.records import Record

CHUNK = 500  # entries in memory at once
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # made live by code that set no date: after all others


def build_records(keys: Collection[int] | None = None) -> Iterator[Record]:
    """Yield a record for each of the entries that anybody may see.

    Args:
        keys: primary keys; all entries when None.
    """
    entries = listed_entries()
    wanted = list(entries.filter(pk__in=keys).values_list("pk", flat=True)) if keys is not None else None
    if wanted is None:
        wanted = list(entries.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(wanted), CHUNK):
        chunk = listed_entries().filter(pk__in=wanted[start : start + CHUNK]).order_by("pk")
        for entry in chunk.specific().prefetch_related(*_parts()):
            yield record_of(entry)


def count_records() -> int:
    """Return how many records there are, to show how far a rebuild has come."""
    return listed_entries().count()


def _parts() -> list[Prefetch | str]:
    places = EntryPlace.objects.select_related(
        "place__nation", "place__region", "place__strategic", "place__county"
    ).prefetch_related(
        "place__aliases",
        "place__replaces",
        Prefetch("place__replaced_by", Place.objects.select_related("nation", "region", "strategic", "county")),
        *(f"place__{parent}__aliases" for parent in ("nation", "region", "strategic", "county")),
    )
    return [
        Prefetch("entry_places", places),
        Prefetch("theme_items", EntryTheme.objects.select_related("tag").order_by("pk")),
        Prefetch("tier_items", EntryTier.objects.select_related("tag")),
        "keyword_items__tag",
        "sources",
    ]


def record_of(entry: EntryPage) -> Record:
    """Return the record of one specific entry, with its parts fetched or fetchable."""
    links = list(entry.entry_places.all())
    themes = [item.tag for item in entry.theme_items.all()]
    tiers = [item.tag for item in entry.tier_items.all()]
    spots = _spots(entry, links)
    return Record(
        key=entry.pk,
        kind=entry.entry_kind,
        title=entry.title,
        summary=entry.summary,
        body=body_text(entry),
        organisation=entry.organisation,
        keywords=tuple(item.tag.name for item in entry.keyword_items.all()),
        places=tuple(dict.fromkeys(name for link in links for name in _names(link))),
        place_codes=tuple(
            dict.fromkeys(code for link in links for place in _today(link.place) for code in _codes(place))
        ),
        areas=tuple(dict.fromkeys((link.place.region or link.place).code for link in links)),
        themes=tuple(theme.slug for theme in themes),
        theme_words=tuple(word for theme in themes for word in (theme.name, *theme.synonym_list)),
        tiers=tuple(tier.slug for tier in tiers),
        tier_words=tuple(word for tier in tiers for word in (tier.name, *tier.synonym_list)),
        stage=entry.stage,
        evidence=getattr(entry, "evidence_level", ""),
        published=entry.first_published_at or entry.last_published_at or LONG_AGO,
        confirmed=entry.last_confirmed_at,
        points=tuple(spot.point for spot in spots if spot.point),
        spots=tuple((spot.code, spot.point, spot.precision) for spot in spots),
        wide=any(link.place.kind in WIDE_KINDS for link in links),
        card=card_of(entry, themes),
    )


def body_text(entry: EntryPage) -> str:
    """Return all public text of an entry that has no field of its own in the index, as plain text."""
    texts: list[str] = []
    withheld = entry.withheld_fields()
    for name in (name for name in entry.body_fields if name not in withheld):
        field = entry._meta.get_field(name)
        if hasattr(field, "get_searchable_content"):
            texts += [str(text) for text in field.get_searchable_content(getattr(entry, name))]
        else:
            texts.append(str(getattr(entry, name)))
    texts += entry.body_of_parts()
    texts += [source.says for source in entry.sources.all()]
    return without_control_characters("\n".join(text for text in texts if text))


def card_of(entry: EntryPage, themes: list) -> dict:
    """Return what a row of the listing prints, so that the listing needs no query for a hit."""
    lead, kind = entry.lead_place, kind_of(entry)
    return {
        "url": entry.url or "",
        "title": entry.title,
        "summary": entry.summary,
        "kind": kind.slug if kind else "",
        "place": lead.label if lead else "",
        "stage": entry.stage,
        "themes": [theme.name for theme in themes],
        "confirmed": entry.last_confirmed_at.isoformat() if entry.last_confirmed_at else "",
    }


def _names(link: EntryPlace) -> Iterator[str]:
    if link.locality:
        yield link.locality
    for place in (link.place, *link.place.parents()):
        yield place.name
        yield from (alias.name for alias in place.aliases.all())
    # What a council replaced is what people still call the place.
    yield from (former.name for former in link.place.replaces.all())


def _today(place: Place) -> list[Place]:
    """Return the place, and when it has ended those that serve its area now: an entry must outlive its council."""
    return [place, *place.replaced_by.all()]


def _codes(place: Place) -> list[str]:
    parents = [place.nation, place.region, place.strategic, place.county]
    return [place.code, *(parent.code for parent in parents if parent and parent.code != UNITED_KINGDOM)]


def _spots(entry: EntryPage, links: list[EntryPlace]) -> list[Spot]:
    has_point = entry.latitude is not None and entry.longitude is not None
    own = (entry.latitude, entry.longitude, entry.point_precision) if has_point else None
    lead_first = sorted(links, key=lambda link: not link.is_lead)
    areas = [area for link in lead_first for area in areas_today(link.place)]
    return list(dict.fromkeys(spots_of(own, list(dict.fromkeys(areas)))))
