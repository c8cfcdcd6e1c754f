"""Which address a request really comes from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the visitor's IP address, as the nearest trusted proxy saw it.

    `X-Forwarded-For` can be made up by anyone: only the last `TRUSTED_PROXIES` parts were added by proxies of ours.
    """
    trusted = settings.TRUSTED_PROXIES
    parts = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if trusted and len(parts) >= trusted:
        return parts[-trusted]
    return request.META.get("REMOTE_ADDR", "")
