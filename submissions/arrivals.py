"""How much came from one network lately. Nothing here stops anybody: it decides what moderators are told."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.addresses import lockable_address
from submissions.models import Arrival

KEPT = timedelta(days=1)
WINDOW = timedelta(hours=1)


def network_of(request: HttpRequest) -> str:
    """Return what is kept of where a request comes from: a keyed hash of its IPv4 address or IPv6 network."""
    return salted_hmac("submissions.network", lockable_address(request) or "", algorithm="sha256").hexdigest()


def count_arrivals(network_hash: str, kind: str) -> int:
    """Return how many of a kind came from a network within the last hour."""
    since = timezone.now() - WINDOW
    return Arrival.objects.filter(network_hash=network_hash, kind=kind, at__gt=since).count()
