"""Which address a request really comes from."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# What one household or office gets. Within it a visitor can change the address for every try.
IPV6_NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str:
    """Return the visitor's IP address, as the nearest trusted proxy saw it, or "" when there is none.

    `X-Forwarded-For` can be made up by anyone: only the last `TRUSTED_PROXIES` parts were added by proxies of ours.
    """
    trusted = settings.TRUSTED_PROXIES
    parts = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    claimed = parts[-trusted] if trusted and len(parts) >= trusted else ""
    return _cleaned(claimed) or _cleaned(request.META.get("REMOTE_ADDR", ""))


def lockable_address(request: HttpRequest) -> str | None:
    """Return what failed tries to sign in are counted for: an IPv4 address, or the network of an IPv6 address."""
    address = client_address(request)
    if not address:
        return None
    if isinstance(ip_address(address), IPv6Address):
        return str(ip_network((address, IPV6_NETWORK_BITS), strict=False).network_address)
    return address


def _cleaned(text: str) -> str:
    """Return an address without port and brackets, as some proxies write it, or "" for what is none.

    PostgreSQL refuses to store what is no address, and a refusal there is a server error.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
