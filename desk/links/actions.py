"""What editors do about links: have one looked at again, and say where an archived copy is."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from connectors.models import EntryPage
from linkcheck import conf
from linkcheck.finding import outward
from linkcheck.models import Address, UseKind
from submissions.actions.revising import Edit, NotLiveError, revise

ARCHIVED = "desk.archived_copy"


@dataclass
class Kept:
    """Entries that show an archived copy now, and those that could not be published with it."""

    shown_on: list[EntryPage] = field(default_factory=list)
    left_out: list[EntryPage] = field(default_factory=list)


def check_again(address: Address) -> None:
    """Let an address be the next that is asked for, once its host may be asked."""
    Address.objects.filter(pk=address.pk).update(next_check_at=now() - conf.CHECK_AGAIN_AFTER)


@transaction.atomic
def keep_archived_copy(address: Address, archived_url: str, *, user) -> Kept:
    """Write where a copy is, or that there is none, into every live entry that names this address as a source.

    Each is published as a new version; what editors have in hand of it gets it too. An entry that could not be published,
    because something else is missing there, is left as it was.

    Args:
        user: in whose name; must be allowed to publish.
    """
    Address.objects.filter(pk=address.pk).update(archived_url=archived_url)
    kept = Kept()

    def put(entry: EntryPage) -> None:
        sources = list(entry.sources.all())
        for source in sources:
            if outward(source.url) == address.url:
                source.archived_url = archived_url
        entry.sources = sources

    entries = (
        EntryPage.objects.live()
        .once()
        .filter(pk__in=address.uses.filter(kind=UseKind.SOURCE).values("entry"), sources__url__startswith=address.url)
    )
    for entry in entries.distinct():
        try:
            revise(entry.pk, [Edit("sources", put)], user=user, action=ARCHIVED, data={"address": address.url})
        except (NotLiveError, ValidationError):
            kept.left_out.append(entry)
        else:
            kept.shown_on.append(entry)
    return kept
