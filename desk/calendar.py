"""What happens when: pages that are published or taken off by themselves, checks that fall due, approvals that wait. Reads."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, Revision, TaskState, get_default_page_content_type

from connectors.checking import due_before, due_on
from connectors.models import EntryPage
from desk.waiting import name_of

PUBLISH, EXPIRE, CHECK, APPROVE = "publish", "expire", "check", "approve"
WHAT = {
    PUBLISH: gettext_lazy("Is published"),
    EXPIRE: gettext_lazy("Is taken off"),
    CHECK: gettext_lazy("Check due"),
    APPROVE: gettext_lazy("Waits for approval"),
}
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Happening:
    """One line of the calendar.

    Attributes:
        at: a day, or a moment in local time.
        what: one of `WHAT`.
        number: how many things the line stands for.
        person: the key of who scheduled it or asked for it, with `who`, the name.
    """

    at: datetime.date | datetime.datetime
    what: str
    title: str
    url: str
    number: int = 1
    person: int | None = None
    who: str = ""

    @property
    def day(self) -> datetime.date:
        return self.at.date() if isinstance(self.at, datetime.datetime) else self.at

    @property
    def week(self) -> datetime.date:
        """The Monday of its week."""
        return monday_of(self.day)


@dataclass(frozen=True)
class Span:
    """A run of weeks, from a Monday."""

    first: datetime.date
    weeks: int

    @property
    def after(self) -> datetime.date:
        return self.first + self.weeks * WEEK

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """Its beginning and end in local time."""
        midnight = datetime.time()
        begins, ends = (datetime.datetime.combine(day, midnight) for day in (self.first, self.after))
        return timezone.make_aware(begins), timezone.make_aware(ends)


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def happenings(span: Span, *, each_check: bool) -> list[Happening]:
    """Return what happens in these weeks, in order of time. At most five queries.

    Args:
        each_check: a line for every entry to check; else one for each week, with their number.
    """
    checks = _each_check(span) if each_check else _checks_by_week(span)
    found = [*_published(span), *_taken_off(span), *_waiting(span), *checks]
    return sorted(found, key=lambda it: (it.day, it.what == CHECK, str(it.at), it.title))


def _edit(key: int | str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[key])


def _published(span: Span) -> Iterator[Happening]:
    begins, ends = span.moments
    scheduled = Revision.page_revisions.filter(approved_go_live_at__gte=begins, approved_go_live_at__lt=ends)
    for it in scheduled.select_related("user").defer("content"):
        at = timezone.localtime(it.approved_go_live_at)
        yield Happening(at, PUBLISH, it.object_str, _edit(it.object_id), person=it.user_id, who=name_of(it.user))


def _taken_off(span: Span) -> Iterator[Happening]:
    begins, ends = span.moments
    pages = Page.objects.filter(live=True, expire_at__gte=begins, expire_at__lt=ends).select_related("owner")
    for page in pages:
        at = timezone.localtime(page.expire_at)
        title = page.get_admin_display_title()
        yield Happening(at, EXPIRE, title, _edit(page.pk), person=page.owner_id, who=name_of(page.owner))


def _waiting(span: Span) -> Iterator[Happening]:
    """What waits for approval stands today: nobody set a day for it."""
    today = timezone.localdate()
    if not span.first <= today < span.after:
        return
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__base_content_type=get_default_page_content_type()
    )
    for state in states.select_related("revision", "workflow_state__requested_by").order_by("started_at"):
        who = state.workflow_state.requested_by
        key = state.revision.object_id
        yield Happening(today, APPROVE, state.revision.object_str, _edit(key), person=who and who.pk, who=name_of(who))


def _due(span: Span) -> QuerySet[EntryPage]:
    return EntryPage.objects.live().once().filter(due_before(span.after)).exclude(pk__in=_due_earlier(span))


def _due_earlier(span: Span) -> QuerySet:
    return EntryPage.objects.live().once().filter(due_before(span.first)).values("pk")


def _each_check(span: Span) -> Iterator[Happening]:
    needed = ("title", "draft_title", "review_due", "check_every", "last_confirmed_at", "first_published_at")
    for entry in _due(span).only(*needed):
        yield Happening(due_on(entry), CHECK, entry.title, _edit(entry.pk))


def _checks_by_week(span: Span) -> Iterator[Happening]:
    for week, number in Counter(it.week for it in _each_check(span)).items():
        text = ngettext("%(number)d entry is due to be checked", "%(number)d entries are due to be checked", number)
        year, of_year, _day = week.isocalendar()
        address = f"{reverse('editorial_calendar')}?what={CHECK}&week={year}-W{of_year:02}&weeks=1"
        yield Happening(week, CHECK, text % {"number": number}, address, number)
