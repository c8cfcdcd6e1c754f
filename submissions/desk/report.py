"""The report of how long decisions take."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from search.retention import months_before
from submissions.desk.rights import may_view
from submissions.models import Submission
from submissions.states import State
from submissions.times import OUTCOMES, Month, months_since

MONTHS = 13
NONE = "–"
OUTCOME_LABELS = {
    State.PUBLISHED: _("Published"),
    State.MERGED: _("Merged"),
    State.DECLINED: _("Declined"),
    State.SPAM: _("Spam"),
    State.WITHDRAWN: _("Withdrawn"),
}


def month_name(month: Month) -> str:
    return date_format(month.first, "F Y")


def middle(month: Month) -> str:
    return NONE if month.middle is None else f"{month.middle:g}"


def slow(month: Month) -> str:
    return NONE if month.slow is None else str(month.slow)


def in_time(month: Month) -> str:
    return NONE if month.in_time is None else f"{round(100 * month.in_time)}%"


def outcome(state: str):
    return lambda month: month.outcomes[state]


# What an export holds is what the table shows.
SHOWN = {
    "month": (_("Month"), month_name),
    "received": (_("Received"), lambda month: month.received),
    "decided": (_("Decided"), lambda month: month.decided),
    "middle": (_("Days, half"), middle),
    "slow": (_("Days, 9 of 10"), slow),
    "in_time": (_("In time"), in_time),
    **{state.value: (OUTCOME_LABELS[state], outcome(state.value)) for state in OUTCOMES},
}


class DecisionReportMenuItem(MenuItem):
    def is_shown(self, request):
        return may_view(request.user)


class DecisionReportView(ReportView):
    model = Submission
    page_title = _("Time to a decision")
    header_icon = "time"
    template_name = "submissions/admin/report.html"
    results_template_name = "submissions/admin/report_results.html"
    index_url_name = "decision_report"
    index_results_url_name = "decision_report_results"
    export_filename = "decisions"
    list_export = list(SHOWN)
    export_headings = {name: heading for name, (heading, _value) in SHOWN.items()}
    paginate_by = None
    columns = [
        Column("month", label=SHOWN["month"][0], accessor=month_name),
        *(NumberColumn(name, label=label, accessor=value) for name, (label, value) in SHOWN.items() if name != "month"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_view(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def months(self) -> list[Month]:
        return months_since(months_before(timezone.localdate(), MONTHS - 1))

    def get_queryset(self):
        return self.months

    def get_heading(self, queryset, field):
        return str(SHOWN[field][0])

    def to_row_dict(self, item):
        return {name: value(item) for name, (_heading, value) in SHOWN.items()}
