"""How much came from one network lately. Nothing here stops anybody: it decides what moderators are told."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.addresses import lockable_address
from submissions.models import Arrival
from submissions.models.arrivals import ArrivalKind
from submissions.traps import HIDDEN_FIELD, UNDATED, signs_of

KEPT = timedelta(days=1)
WINDOW = timedelta(hours=1)
# What a network may begin, and then have mailed, within an hour. Many people share one address: a town's library, all phones
# of a carrier. So the pages of a program, which the traps tell from those of people, soon need an address, others hardly ever.
MOST_BEGUN_BY_PROGRAMS, MOST_BEGUN, MOST_MAILED = 30, 1_000, 60


def network_of(request: HttpRequest) -> str:
    """Return what is kept of where a request comes from: a keyed hash of its IPv4 address or IPv6 network."""
    return salted_hmac("submissions.network", lockable_address(request) or "", algorithm="sha256").hexdigest()


def has_to_confirm_first(request: HttpRequest) -> bool:
    """Tell whether so many drafts were begun from this network that the next one needs an e-mail address first."""
    is_program = bool({HIDDEN_FIELD, UNDATED} & signs_of(request.POST).keys())
    most = MOST_BEGUN_BY_PROGRAMS if is_program else MOST_BEGUN
    return count_arrivals(network_of(request), ArrivalKind.BEGUN) >= most


def may_mail_again_at(request: HttpRequest) -> datetime | None:
    """Return when links may be mailed again for this network; nothing when they may be now."""
    since = timezone.now() - WINDOW
    mailed = Arrival.objects.filter(network_hash=network_of(request), kind=ArrivalKind.MAILED, at__gt=since)
    times = list(mailed.order_by("-at").values_list("at", flat=True)[:MOST_MAILED])
    return times[-1] + WINDOW if len(times) >= MOST_MAILED else None


def count_arrivals(network_hash: str, kind: str) -> int:
    """Return how many of a kind came from a network within the last hour."""
    since = timezone.now() - WINDOW
    return Arrival.objects.filter(network_hash=network_hash, kind=kind, at__gt=since).count()
