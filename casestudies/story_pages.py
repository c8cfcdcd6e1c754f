"""Reads for the page of one case study: results, gaps, and what changed since it was published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from casestudies.gaps import gaps_of
from casestudies.models import Byline, CaseStudyPage, PublicChange
from casestudies.results import results_of
from casestudies.sets import memberships_of


@dataclass(frozen=True)
class History:
    """When a page was published and changed.

    Attributes:
        changed: the day of the last version, None when that is the day of the first.
        changes: what editors tell readers, the newest first.
    """

    published: date | None
    changed: date | None
    changes: list[PublicChange]


def story_context(page: CaseStudyPage) -> dict:
    """What a case study's template prints beside what every entry's does."""
    if page.pk:
        bylines = Prefetch("bylines", Byline.objects.select_related("author"))
        # They are looked at more than once. A preview's unsaved ones stay: they are kept apart from the fetched ones.
        prefetch_related_objects([page], "outcomes", "sources", "public_changes", bylines)
    return {
        "results": results_of(page),
        "gaps": gaps_of(page),
        "history": history_of(page),
        "memberships": memberships_of(page),
    }


def history_of(page: CaseStudyPage) -> History:
    published, last = (_day(moment) for moment in (page.first_published_at, page.last_published_at))
    # A preview's own are in the order of the form.
    changes = sorted(page.public_changes.all(), key=lambda change: change.changed_on, reverse=True)
    return History(published, last if last != published else None, changes)


def _day(moment) -> date | None:
    return timezone.localdate(moment) if moment else None
