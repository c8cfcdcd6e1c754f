"""Answers at the addresses of entries that were removed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from connectors.gone import alternatives, gone_at
from core.frame import is_visitor

NOT_FOUND, GONE = 404, 410


class GoneMiddleware:
    """Turns "not found" into "gone", with what is nearest, where a public entry stood."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_FOUND or request.method not in {"GET", "HEAD"}:
            return response
        gone = gone_at(request.path)
        return gone_page(request, gone) if gone else response


def gone_page(request: HttpRequest, gone) -> HttpResponse:
    """Return the page that says what was removed. Caches keep it for a minute only: an entry may come back."""
    response = render(request, "410.html", {"gone": gone, "alternatives": alternatives(gone)}, status=GONE)
    response.headers["X-Robots-Tag"] = "noindex"
    if is_visitor(request):
        response.headers["Cache-Control"] = "public, max-age=60"
    return response
