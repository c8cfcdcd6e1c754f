"""Changing a few fields of a live entry, without losing what editors have in hand."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision

from connectors.models import EntryPage
from core.saying import said_by_field
from submissions.contact_words import ASKED, TOUCHED


class NotLiveError(Exception):
    """The entry was taken off the site, or deleted."""


@dataclass(frozen=True)
class Edit:
    """What is written into an entry.

    Attributes:
        name: of the field, as others call it.
        put: writes it; called with the live entry, and with the editors' draft of it.
        fields: columns in which an editor's own draft wins over this; none where both can stand together, or this must win.
        touches: fields and lists of rows that it changes, as the editor's form names them.
    """

    name: str
    put: Callable[[EntryPage], None]
    fields: Collection[str] = ()
    touches: Collection[str] = ()


@dataclass
class Revised:
    """What became of it.

    Attributes:
        entry: as it is live now.
        kept_back: names of edits that the editors' draft does not have, because it says something else there.
        unscheduled: when the draft would have been published by itself; somebody has to look at it first.
    """

    entry: EntryPage
    kept_back: list[str] = field(default_factory=list)
    unscheduled: datetime.datetime | None = None


@transaction.atomic
def revise(key: int, edits: list[Edit], *, user=None, action: str, data: dict | None = None) -> Revised:
    """Publish a new version of an entry: what is live now, with these edits.

    When editors have a draft of it, the edits are written into a new version of that as well, so that publishing it later
    takes nothing back. It keeps its place in the approval and its date of publication.

    Args:
        key: of the entry.
        user: who decided it; must be allowed to publish. Nobody: the contact on file, through her mailed link.
        action: of the line in the page's history.
        data: for that line; no personal data.

    Raises:
        NotLiveError: the entry is not on the site any more.
        PublishPermissionError: the user may not publish it.
        ValidationError: the entry would lack something.
    """
    live = lock_live(key).specific
    draft = live.latest_revision if live.has_unpublished_changes else None
    untouched = {name: _said(live, name) for edit in edits for name in edit.fields}
    scheduled = dict(live.revisions.exclude(approved_go_live_at=None).values_list("pk", "approved_go_live_at"))
    for edit in edits:
        edit.put(live)
    revision = live.save_revision(user=user, clean=False)
    _publish(revision, user)
    entry = EntryPage.objects.get(pk=key).specific
    kept_back = _rewrite_draft(draft, edits, untouched, scheduled) if draft else []
    touched, asked = _touched_by(edits), _touched_by([edit for edit in edits if edit.name in kept_back])
    data = (data or {}) | ({TOUCHED: touched, ASKED: asked} if touched else {})
    log(instance=entry, action=action, user=user, data=data, revision=revision, content_changed=True)
    entry = EntryPage.objects.get(pk=key).specific
    # Nobody is there to be asked when a draft is published by itself.
    unscheduled = scheduled.pop(entry.latest_revision_id, None) if asked else None
    for pk, moment in scheduled.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=moment)
    return Revised(entry, kept_back, unscheduled)


def lock_live(key: int) -> EntryPage:
    """Return an entry whose row stays locked until the end of the transaction.

    Raises:
        NotLiveError: the entry is not on the site any more.
    """
    locked = EntryPage.objects.select_for_update(of=("self", "page_ptr")).filter(pk=key, live=True).first()
    if locked is None:
        raise NotLiveError(key)
    return locked


def _publish(revision: Revision, user) -> None:
    publishing = PublishPageRevisionAction(revision, user=user)
    # Publishing ends a running approval. This one is of the editors' draft, which goes on beside this version.
    publishing.object._current_workflow_states = []
    publishing.execute()


def _rewrite_draft(draft: Revision, edits: list[Edit], untouched: dict, scheduled: dict) -> list[str]:
    """Write the edits into the editors' draft as its newest version. Returns the names of those where it says something else."""
    page = Revision.objects.get(pk=draft.pk).as_object()
    kept_back = []
    for edit in edits:
        if any(_said(page, name) != untouched[name] for name in edit.fields):
            kept_back.append(edit.name)
        else:
            edit.put(page)
    rewritten = page.save_revision(user=draft.user, clean=False)
    if moment := scheduled.pop(draft.pk, None):
        scheduled[rewritten.pk] = moment
    return kept_back


def _touched_by(edits: list[Edit]) -> list[str]:
    return sorted({name for edit in edits for name in edit.touches})


def _said(entry: EntryPage, name: str) -> str:
    return said_by_field(entry, entry._meta.get_field(name))
