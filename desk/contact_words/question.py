"""Whether publishing an entry's draft would take back what a contact had changed: field by field, and the way out."""

from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.models import Page, PageLogEntry

from connectors.models import EntryPage
from desk.versions.differences import Changed, differences
from desk.versions.wording import Names, said_by
from submissions.contact_words import changes_since_published, names_asked_about


@dataclass(frozen=True)
class Question:
    """What has to be decided before a draft goes live.

    Attributes:
        live, draft: the entry as visitors see it, and as its newest version has it.
        fields: where they differ, as the site says it now and as the draft would.
        names: of these fields and lists of rows.
        causes: what contacts changed, newest last.
    """

    live: EntryPage
    draft: EntryPage
    fields: list[Changed]
    names: list[str]
    causes: list[PageLogEntry]

    @property
    def mark(self) -> str:
        """Changes with every version of the draft and of the site."""
        return f"{self.live.latest_revision_id} {self.live.live_revision_id}"

    @property
    def labels(self) -> str:
        return ", ".join(field.label for field in self.fields)

    @classmethod
    def about(cls, page: Page) -> Self | None:
        """Return what to ask before the newest version of a page goes live, None where nothing is taken back."""
        if not isinstance(page.specific_deferred, EntryPage) or not page.live:
            return None
        causes = list(changes_since_published(page.pk))
        asked = names_asked_about(causes)
        if not asked:
            return None
        live = EntryPage.objects.get(pk=page.pk).specific
        draft = live.get_latest_revision_as_object()
        rows = Names(live, draft)
        now, then = (said_by(version, rows) for version in (live, draft))
        found = {name: differences({name: now[name]}, {name: then[name]}) for name in now if name in asked}
        names = [name for name, fields in found.items() if fields]
        if not names:
            return None
        causes = [cause for cause in causes if set(names) & names_asked_about([cause])]
        return cls(live, draft, [field for name in names for field in found[name]], names, causes)

    def take_live_words(self) -> EntryPage:
        """Return the draft with what the site says now in the fields that are asked about. Not saved."""
        for name in self.names:
            field = next((field for field in self.live._meta.get_fields() if field.name == name), None)
            if isinstance(field, ClusterTaggableManager):
                getattr(self.draft, name).set(list(getattr(self.live, name).all()), clear=True)
            elif field is not None and field.concrete:
                setattr(self.draft, field.attname, getattr(self.live, field.attname))
            else:
                setattr(self.draft, name, list(getattr(self.live, name).all()))
        if "title" in self.names:
            self.draft.draft_title = self.live.title
        return self.draft

    def in_words(self) -> str:
        """Say in a sentence what is asked."""
        text = _(
            "The site says something else than this draft, because its contact or a suggestion changed it: %(fields)s."
        )
        return text % {"fields": self.labels}
