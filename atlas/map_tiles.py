"""A tile server beneath the map, if whoever runs the site chose one. Without it a page asks nobody else for anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http import HttpRequest, HttpResponse

HOST = re.compile(r"(\{s\}\.)?[a-z0-9.-]+(:\d+)?")
PARTS = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tiles:
    """Where tiles come from.

    Attributes:
        url: with {z}, {x} and {y}, perhaps {s}.
        host: as people read it.
        origin: as the content security policy names it.
    """

    url: str
    attribution: str
    host: str
    origin: str


def tiles() -> Tiles | None:
    """Return the tile server that is set, or None."""
    url = settings.MAP_TILES_URL
    if not url:
        return None
    parts = urlsplit(url.replace("{s}.", "*."))
    return Tiles(
        url, settings.MAP_TILES_ATTRIBUTION, parts.netloc.removeprefix("*."), f"{parts.scheme}://{parts.netloc}"
    )


def with_tiles(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the pages of a view show pictures of the tile server that is set, and of no one else."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if found := tiles():
            response._csp_update = {"img-src": [found.origin]}
        return response

    return answer


@checks.register
def tile_server_is_complete(app_configs, **kwargs) -> list[checks.Error]:
    """A tile server is an address by https with the places of a tile in it, and says whose map it is."""
    url = settings.MAP_TILES_URL
    if not url:
        return []
    parts = urlsplit(url)
    has_host = HOST.fullmatch(parts.netloc)
    if parts.scheme != "https" or not has_host or any(part not in url for part in PARTS):
        hint = "Such as https://tiles.example.org/{z}/{x}/{y}.png"
        return [checks.Error("MAP_TILES_URL is no address of tiles.", hint=hint, id="atlas.E001")]
    if not settings.MAP_TILES_ATTRIBUTION:
        return [
            checks.Error(
                "MAP_TILES_URL is set, and MAP_TILES_ATTRIBUTION does not say whose map it is.", id="atlas.E002"
            )
        ]
    return []
