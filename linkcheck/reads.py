"""What the desk asks about links."""

from linkcheck.models import Address, LinkState


def dead_link_count() -> int:
    """Return how many addresses that live entries lead to are dead."""
    return Address.objects.in_use().filter(state=LinkState.DEAD).count()
