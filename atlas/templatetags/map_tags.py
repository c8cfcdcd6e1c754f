"""The map's dots and the list beneath it, and the tile server for the page on privacy.

Dots and list are drawn here, because node by node templates took half of the page's time for four hundred places.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from atlas.map_page import Dot
from atlas.map_places import PlaceLine
from atlas.map_tiles import Tiles, tiles

register = template.Library()

KEPT_COUNTS = 2_000


@register.simple_tag
def tile_server() -> Tiles | None:
    """Return the tile server that is set, or None."""
    return tiles()


@register.simple_tag
def map_dots(dots: Iterable[Dot]) -> SafeString:
    """Return the dots of a drawing as links of an SVG."""
    return mark_safe("\n".join(map(_dot, dots)))  # noqa: S308 - numbers and escaped values


def _dot(dot: Dot) -> str:
    label = escape(dot.label)
    # Who says the figure they see to a voice control means this link.
    spoken = label if dot.text in dot.label else f"{escape(dot.text)}: {label}"
    return (
        f'<a class="dot" href="{escape(dot.url)}" aria-label="{spoken}"><title>{label}</title>'
        f'<circle cx="{dot.x}" cy="{dot.y}" r="{dot.radius}"/>'
        f'<text x="{dot.x}" y="{dot.y}" dy=".35em">{escape(dot.text)}</text></a>'
    )


@register.simple_tag
def place_lines(places: Iterable[PlaceLine]) -> SafeString:
    """Return places as items of a list, each with its number of entries, or its only one. Scripts find them by their code."""
    language = get_language()
    lines = (_line(place, f' data-place="{escape(place.code)}"', _count(language, place.count)) for place in places)
    return mark_safe("".join(lines))  # noqa: S308 - every value is escaped


@register.simple_tag
def wide_lines(places: Iterable[PlaceLine]) -> SafeString:
    """Return regions, nations and the country as items of a list."""
    lines = (_line(place, "", _wide_count(place.count)) for place in places)
    return mark_safe("".join(lines))  # noqa: S308 - every value is escaped


@lru_cache(maxsize=KEPT_COUNTS)
def _count(_language: str, count: int) -> str:
    return escape(ngettext("%(counter)s entry", "%(counter)s entries", count) % {"counter": count})


def _wide_count(count: int) -> str:
    words = ngettext(
        "%(counter)s entry for all of it; the list has those of its councils too",
        "%(counter)s entries for all of it; the list has those of its councils too",
        count,
    )
    return escape(words % {"counter": count})


def _line(place: PlaceLine, attributes: str, counted: str) -> str:
    said, beside = (place.title, escape(place.name)) if place.title else (place.name, counted)
    return f'<li{attributes}><a href="{escape(place.url)}">{escape(said)}</a> <span class="small soft">{beside}</span></li>'
