"""What contacts changed on the site that an editors' draft would take back: found in the history of the entry."""

from django.db.models import QuerySet
from wagtail.models import PageLogEntry

from submissions.log_actions import CHANGED, CLAIMED, CONFIRMED, ENDED

# What a line of the history says besides: which fields were changed, and about which of them whoever publishes is asked.
TOUCHED, ASKED = "touched", "asked"
BY_CONTACTS = (CHANGED, CLAIMED, CONFIRMED, ENDED)
OF_THE_CMS = "wagtail."


def changes_since_published(key: int) -> QuerySet[PageLogEntry]:
    """Return what contacts changed of an entry since editors published a version of their own, oldest first."""
    history = PageLogEntry.objects.filter(page=key)
    # What is published beside a draft has a line that says why; it settles nothing about the draft.
    beside = history.exclude(action__startswith=OF_THE_CMS).filter(revision__isnull=False).values("revision")
    published = history.filter(action="wagtail.publish").exclude(revision__in=beside).order_by("-pk")
    last = published.values_list("pk", flat=True).first() or 0
    return history.filter(action__in=BY_CONTACTS, pk__gt=last).order_by("pk")


def ask_about_what_was_not_seen(key: int, loaded: int) -> None:
    """Remember that somebody saves a form that was opened before a contact changed something: it may bring back old words.

    Args:
        loaded: the version that the form was opened with.
    """
    for change in changes_since_published(key).filter(revision__gt=loaded):
        asked = sorted({*change.data.get(ASKED, ()), *change.data.get(TOUCHED, ())})
        if asked != change.data.get(ASKED):
            change.data[ASKED] = asked
            change.save(update_fields=["data"])


def names_asked_about(changes: list[PageLogEntry]) -> set[str]:
    """Return the fields and lists of rows that whoever publishes a draft is asked about, where it says something else."""
    return {name for change in changes for name in change.data.get(ASKED, ())}
