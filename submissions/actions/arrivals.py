"""Noting what came from where, for a day."""

from django.http import HttpRequest
from django.utils import timezone

from submissions.arrivals import KEPT, count_arrivals, network_of
from submissions.models import Arrival, Submission
from submissions.models.arrivals import ArrivalKind
from submissions.traps import signs_of


def note_arrival(kind: str, submission: Submission, request: HttpRequest) -> None:
    """Note that a submission was begun or sent, and what the traps of that page noticed. Once of each kind.

    Args:
        kind: `ArrivalKind.BEGUN` or `SENT`.
    """
    network = network_of(request)
    _note, is_new = Arrival.objects.get_or_create(submission=submission, kind=kind, defaults={"network_hash": network})
    if is_new:
        forget_old_arrivals()
        signs = signs_of(request.POST) | {f"{kind}_within_hour": count_arrivals(network, kind)}
        # The time of the first page counts: the last one is looked at for as long as one likes.
        submission.signs = signs | submission.signs
        submission.save(update_fields=["signs"])


def note_mailed_link(request: HttpRequest) -> None:
    """Note that somebody asked for a link without a draft of her own."""
    Arrival.objects.create(network_hash=network_of(request), kind=ArrivalKind.MAILED)
    forget_old_arrivals()


def forget_old_arrivals() -> int:
    """Delete what is older than a day and return how many that were."""
    deleted, _rows = Arrival.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted
