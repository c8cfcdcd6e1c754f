"""The versions of a page that can be chosen, each with a name that people know it by."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

MOST = 200
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: `key` as it stands in addresses, and what it is called."""

    key: str
    name: str


def versions_of(page: Page, *more: int) -> list[Version]:
    """Return the published version and the newest revisions, newest first, and `more`, which are asked for by number."""
    revisions = page.revisions.select_related("user").defer("content").order_by("-created_at", "-pk")
    newest = list(revisions[:MOST])
    known = {revision.pk for revision in newest}
    newest += list(revisions.filter(pk__in=[key for key in more if key not in known]))
    published = {entry.revision_id: entry for entry in _publications(page)}
    found = [Version(str(r.pk), _name_of(page, r, published.get(r.pk))) for r in newest]
    if page.live:
        entry = published.get(page.live_revision_id)
        moment = entry.timestamp if entry else page.last_published_at or page.first_published_at
        found.insert(
            0, Version(LIVE, _("What visitors see: published %s") % _by(moment, entry.user if entry else None))
        )
    return found


def _publications(page: Page):
    log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish", revision__isnull=False)
    return log.select_related("user").order_by("timestamp")


def _name_of(page: Page, revision: Revision, publication: PageLogEntry | None) -> str:
    is_latest = revision.pk == page.latest_revision_id
    if publication:
        name = _("Published %s") % _by(publication.timestamp, publication.user)
        return _("%s – current") % name if is_latest else name
    if revision.approved_go_live_at:
        go_live = date_format(localtime(revision.approved_go_live_at), "j F Y, H:i")
        return _("To be published on %(day)s, written %(by)s") % {
            "day": go_live,
            "by": _by(revision.created_at, revision.user),
        }
    name = _("Draft of %s") % _by(revision.created_at, revision.user)
    return _("%s – current") % name if is_latest else name


def _by(moment: datetime | None, user) -> str:
    when = date_format(localtime(moment), "j F Y, H:i") if moment else _("at an unknown time")
    who = (user.get_full_name() or user.get_username()) if user else ""
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when
