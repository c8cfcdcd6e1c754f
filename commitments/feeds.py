"""Changes of status as Atom feeds."""

import uuid
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from commitments.models import CommitmentPage, StatusUpdate
from core.fields import display_partial_date
from core.frame import site_of
from core.models import SiteDetails
from core.text import without_control_characters

NEWEST = 50
# Names of updates for feed readers are made from it and the update's number: the same on every host.
NAMES = uuid.UUID("6f2a9a0e-6d0e-5d3c-9e0b-0f1b7d0a7c11")


def feed_of_commitment(page: CommitmentPage, request: HttpRequest) -> str:
    """Return the feed of one commitment's approved updates, the newest first."""
    updates = page.updates.approved().order_by("-approved_at", "-pk")[:NEWEST]
    return _feed(request, page.title, page.get_full_url(request), [(page, update) for update in updates])


def feed_of_changes(updates: Sequence[int], request: HttpRequest, *, about: str, listing: str) -> str:
    """Return the feed of these updates.

    Args:
        updates: keys of approved updates, the newest first.
        about: what they are, in words.
        listing: the address of the same list as a page.
    """
    found = StatusUpdate.objects.approved().select_related("commitment").in_bulk(updates[:NEWEST])
    changes = [found[key] for key in updates if key in found]
    return _feed(request, about, listing, [(update.commitment, update) for update in changes])


def _feed(request: HttpRequest, about: str, link: str, changes: list[tuple[CommitmentPage, StatusUpdate]]) -> str:
    site_name = SiteDetails.for_request(request).name if site_of(request) else ""
    own = request.build_absolute_uri()
    atom = Atom1Feed(
        title=_clean(f"{site_name}: {about}"),
        link=link,
        description="",
        feed_url=own,
        feed_guid=own,
        author_name=_clean(site_name),
        language="en-gb",
    )
    for page, update in changes:
        said = {"title": page.title, "status": update.get_status_display(), "date": display_partial_date(update.date)}
        atom.add_item(
            title=_clean(_("%(title)s: %(status)s (%(date)s)") % said),
            link=f"{page.get_full_url(request)}#update-{update.pk}",
            description=_clean(update.reason),
            unique_id=f"urn:uuid:{uuid.uuid5(NAMES, str(update.pk))}",
            pubdate=update.approved_at,
            updateddate=update.approved_at,
        )
    return atom.writeString("utf-8")


def _clean(text: str) -> str:
    # XML has no way to write a control character.
    return without_control_characters(text)
