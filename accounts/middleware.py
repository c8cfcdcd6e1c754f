"""Keeps everybody out of the desk who has a second factor and has not shown it, or must have one and has none."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import has_second_factor, must_have_second_factor

# What the page that asks for the code needs itself, and what shows nothing to anybody.
ALWAYS_OPEN = {
    "accounts:verify",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class SecondFactorMiddleware:
    """Stands behind `OTPMiddleware`, which knows whether this session has shown the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send the visitor to the page that is missing, or let the request through."""
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.is_authenticated or request.user.is_verified():
            return None
        if request.resolver_match.view_name in ALWAYS_OPEN:
            return None
        missing = self._missing_step(request)
        return _send_to(missing, request) if missing else None

    @staticmethod
    def _missing_step(request: HttpRequest) -> str | None:
        if has_second_factor(request.user):
            return "accounts:verify"
        if request.resolver_match.view_name == "accounts:turn_on":
            return None
        if settings.REQUIRE_SECOND_FACTOR and must_have_second_factor(request.user):
            return "accounts:turn_on"
        return None


def _send_to(name: str, request: HttpRequest) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # A script would take the page it is sent to for the answer it asked for.
        sentence = _("Show your second factor first: load the page again.")
        return HttpResponseForbidden(sentence, content_type="text/plain")
    # Only an address that was asked for with GET can be gone back to.
    after = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(f"{reverse(name)}{after}")
