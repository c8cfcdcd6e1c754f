"""The editorial calendar: what is published, taken off or due to be checked, week by week."""

import datetime
from collections import Counter
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from desk.calendar import CHECK, WHAT, Happening, Span, happenings, monday_of
from desk.reports.base import Report, Shown, anybody_at_the_desk

USUAL_WEEKS = 4
WEEKS = {"1": _("One week"), "": _("Four weeks"), "13": _("A quarter")}
# Weeks that somebody can mean; others would leave the calendar of the database.
EARLIEST, LATEST = datetime.date(2000, 1, 3), datetime.date(2099, 1, 5)


def when(it: Happening) -> str:
    """Return the day, and the time where it has one: "Tuesday 1 December, 09:00"."""
    return date_format(it.at, "l j F, H:i" if isinstance(it.at, datetime.datetime) else "l j F")


def week_name(monday: datetime.date) -> str:
    return gettext("Week of %(day)s") % {"day": date_format(monday, "j F Y")}


def iso_week(monday: datetime.date) -> str:
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def parsed_week(text: str) -> datetime.date | None:
    """Return the Monday of a week such as "2026-W48"; nothing when the text is none."""
    year, _mark, week = text.partition("-W")
    # Not `isdigit` alone: it takes figures of all scripts, and ³.
    if not (text.isascii() and year.isdigit() and week.isdigit() and len(text) == len("2026-W48")):
        return None
    try:
        monday = datetime.date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
    return monday if EARLIEST <= monday <= LATEST else None


class EditorialCalendarView(Report):
    model = Page
    page_title = _("Editorial calendar")
    header_icon = "calendar-alt"
    index_url_name = "editorial_calendar"
    index_results_url_name = "editorial_calendar_results"
    results_template_name = "desk/calendar_results.html"
    export_filename = "calendar"
    may_read = staticmethod(anybody_at_the_desk)
    paginate_by = None
    teaches = _(
        "What is published or taken off by itself, which entries are due to be checked, and what waits for approval, week by "
        "week. To change a time, open the page and use “Set schedule”."
    )
    when_empty = _("Nothing happens by itself in these weeks. Pages that you schedule appear here with their time.")
    shown = {
        "week": Shown(_("Week"), lambda it: it.week),
        "when": Shown(_("When"), when),
        "what": Shown(_("What"), lambda it: str(WHAT[it.what])),
        "title": Shown(_("Page"), lambda it: it.title),
        "who": Shown(_("Who"), lambda it: it.who),
    }

    @cached_property
    def span(self) -> Span:
        weeks = int(self.chosen("weeks", WEEKS) or USUAL_WEEKS)
        return Span(parsed_week(self.request.GET.get("week", "")) or monday_of(timezone.localdate()), weeks)

    @cached_property
    def what(self) -> str:
        return self.chosen("what", WHAT)

    @cached_property
    def everything(self) -> list[Happening]:
        return happenings(self.span, each_check=self.what == CHECK)

    @cached_property
    def people(self) -> dict[str, str]:
        return {str(it.person): it.who for it in self.everything if it.person}

    def get_queryset(self):
        person = self.chosen("person", self.people)
        return [
            it
            for it in self.everything
            if (not self.what or it.what == self.what) and (not person or str(it.person) == person)
        ]

    def choice_rows(self):
        counts = Counter()
        for it in self.everything:
            counts[it.what] += it.number
        what = {"": gettext("Everything")} | {code: f"{label} ({counts[code]:,})" for code, label in WHAT.items()}
        rows = [self.choice_links("weeks", _("Show"), WEEKS), self.choice_links("what", _("What"), what)]
        if self.people:
            everybody = {"": gettext("Everybody")} | dict(sorted(self.people.items(), key=lambda it: it[1]))
            rows.append(self.choice_links("person", _("Who"), everybody))
        return rows

    def turned(self, monday: datetime.date) -> str:
        """Return the address of the same calendar from another week on."""
        query = self.request.GET.copy()
        query["week"] = iso_week(monday)
        query.pop("_w_filter_fragment", None)
        return f"?{query.urlencode()}"

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        step = self.span.after - self.span.first
        weeks = [
            {
                "name": week_name(monday),
                "lines": [{"when": when(it), "what": WHAT[it.what], "it": it} for it in lines],
            }
            for monday, lines in groupby(context["object_list"], key=lambda it: it.week)
        ]
        last = self.span.after - datetime.timedelta(days=1)
        return {
            **context,
            "weeks": weeks,
            "first": self.span.first,
            "last": last,
            "earlier": self.turned(self.span.first - step) if self.span.first - step >= EARLIEST else "",
            "later": self.turned(self.span.after) if self.span.after <= LATEST else "",
        }
