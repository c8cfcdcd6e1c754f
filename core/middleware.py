"""What every request and response passes: hostile input is defused at the edge, and headers keep pages safe and cacheable."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from wagtail.views import serve

from core.csp import apply_policy
from core.frame import site_of
from core.views import bad_request

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=()"
)
MAX_PARAMETERS = 1_000


class HostileInputMiddleware:
    """Removes NUL from query strings and refuses it in addresses: PostgreSQL cannot store or compare it, and no page has it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            return bad_request(request)
        query = request.META.get("QUERY_STRING", "")
        if query.count("&") >= MAX_PARAMETERS:
            return bad_request(request)
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
            request.GET = QueryDict(request.META["QUERY_STRING"], encoding=request.encoding)
        return self.get_response(request)


class ResponseHeadersMiddleware:
    """Adds the headers Django has no setting for, fits the policy to the desk, and lets caches keep public pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        apply_policy(request, response)
        if self._may_be_kept(request, response):
            response.headers["Cache-Control"] = "public, max-age=60"
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Somebody signed in sees an editor's menu on every page.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    @staticmethod
    def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
        """A page that nobody is signed in for, that sets no cookie, and that says nothing about caching itself."""
        return (
            request.method in {"GET", "HEAD"}
            and response.status_code == 200  # noqa: PLR2004 - OK
            and not response.cookies
            and not response.has_header("Cache-Control")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )


class KnownSiteMiddleware:
    """Knows the site of a page before Wagtail asks the database for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: list, kwargs: dict) -> None:
        if view is serve:
            site_of(request)
