"""When an entry has to be checked again, and by when somebody must have answered."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.retention import months_before

if TYPE_CHECKING:
    from connectors.models import EntryPage

CHECK_EVERY = {6: _("Half a year"), 12: _("A year"), 24: _("Two years")}  # months
USUAL_CHECK = 12
# From asking a contact to giving up: two reminders, after 14 and 30 days, and a fortnight to answer the second.
# Visitors read the same of all entries, so the page does not tell which of them have a contact.
TIME_TO_ANSWER = datetime.timedelta(days=44)


def due_on(entry: "EntryPage") -> datetime.date | None:
    """Return the day of the next check: the one editors set, else so many months after the last; nothing for a draft."""
    if entry.review_due:
        return entry.review_due
    since = confirmed_or_published(entry)
    return months_before(since, -entry.check_every) if since else None


def confirmed_or_published(entry: "EntryPage") -> datetime.date | None:
    """Return the day since which nobody has confirmed the entry."""
    published = entry.first_published_at
    return entry.last_confirmed_at or (timezone.localtime(published).date() if published else None)


def due_before(day: datetime.date) -> Q:
    """Return the condition that a check was due before a day."""
    by_months = Q()
    for months in CHECK_EVERY:
        latest = months_before(day, months)
        midnight = timezone.make_aware(datetime.datetime.combine(latest, datetime.time()))
        confirmed = Q(last_confirmed_at__lt=latest) | Q(last_confirmed_at=None, first_published_at__lt=midnight)
        by_months |= Q(confirmed, check_every=months)
    return Q(review_due__lt=day) | Q(by_months, review_due=None)


def needs_editors(today: datetime.date) -> Q:
    """Return the condition that editors have to check: due, and there is no contact, or the contact did not answer."""
    return Q(due_before(today), contact_email="") | due_before(today - TIME_TO_ANSWER)
