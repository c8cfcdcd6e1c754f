"""A switch that closes the site for a while: the file `maintenance` in DATA_DIR. It works when the database does not."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = 3600  # seconds
# A load balancer must still see that the process lives, and the page its style.
OPEN_PATHS = ("/healthz/", settings.STATIC_URL)


def switch() -> Path:
    """Return the file whose presence closes the site."""
    return settings.DATA_DIR / "maintenance"


class MaintenanceMiddleware:
    """Answers 503 with a page that says when to come back, as long as the switch is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN_PATHS) and switch().exists():
            return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
        return self.get_response(request)
