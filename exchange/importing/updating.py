"""Entries that a file says something new about: one new version each, by the CMS's own way."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from connectors.models import EntryPage
from exchange.importing.creating import remember
from exchange.importing.keywords import KeywordShelf
from exchange.importing.matching import latest_versions
from exchange.importing.recording import states_before
from exchange.importing.report import Note, Outcome
from exchange.importing.values import put_values


class Updater:
    """Writes changed rows. There are few of them as a rule, so each may take its time."""

    def __init__(self, keywords: KeywordShelf, user=None):
        self.keywords, self.user = keywords, user
        self.before: dict[int, dict[str, Any]] = {}  # how the entries of the last batch stood

    def update(self, outcomes: list[Outcome]) -> list[int]:
        """Write the changes of rows and return the keys of their entries. Must run in a transaction."""
        self.before = {}
        if not outcomes:
            return []
        tags = self.keywords.keys_of({word for row in outcomes for word in row.changes.get("keywords", ())})
        entries = list(
            EntryPage.objects.filter(pk__in=[row.entry_id for row in outcomes]).select_related("content_type")
        )
        latest = latest_versions(entries)
        self.before = states_before(entries, latest)
        for outcome in outcomes:
            self._update(latest[outcome.entry_id], outcome, tags)
        remember(outcomes)
        return [outcome.entry_id for outcome in outcomes]

    def _update(self, entry: EntryPage, outcome: Outcome, tags: dict[str, int]) -> None:
        if outcome.changes:
            put_values(entry, outcome.changes, tags)
            revision = entry.save_revision(user=self.user, log_action=True, clean=False)
        else:
            revision = entry.latest_revision or entry.save_revision(user=self.user, clean=False)
        if not outcome.goes_live:
            return
        try:
            with transaction.atomic():
                revision.publish(user=self.user, log_action=True)
        except ValidationError as error:
            outcome.goes_live = False
            outcome.notes.append(Note("Not published: the entry lacks something", "; ".join(error.messages)[:200]))
