"""What somebody sees after too many wrong passwords."""

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def locked_out(request: HttpRequest, original_response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """Answer with a page that says what happened and how long it lasts. It repeats no name: there may be none such."""
    seconds = int(get_cool_off(request).total_seconds())
    response = render(request, "accounts/locked_out.html", {"minutes": seconds // 60}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
