"""The tile server, for the page on privacy."""

from django import template

from atlas.map_tiles import Tiles, tiles

register = template.Library()


@register.simple_tag
def tile_server() -> Tiles | None:
    """Return the tile server that is set, or None."""
    return tiles()
