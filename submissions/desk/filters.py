"""How moderators narrow the queue."""

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from places.select import PlaceFilter
from submissions import queue
from submissions.desk.labels import FLAGS
from submissions.models import Submission
from submissions.states import IN_QUEUE, Journey, State

EVERYTHING, LIKELY_SPAM = "all", "likely-spam"
STATES = [
    (LIKELY_SPAM, _("In the queue, likely spam")),
    *((state.value, state.label) for state in State if state not in queue.NOT_IN_LIST),
    (EVERYTHING, _("Everything that arrived")),
]
USUAL_STATE = _("In the queue")


def in_state(submissions, value: str):
    """Narrow to one choice of the filter. What is likely spam stands apart from the rest of the queue."""
    if value == EVERYTHING:
        return submissions
    if value in {"", LIKELY_SPAM}:
        return submissions.filter(state__in=IN_QUEUE, likely_spam=bool(value))
    return submissions.filter(state=value)


class QueueFilterSet(WagtailFilterSet):
    # Applied by the view: without a choice it shows what is in the queue.
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=USUAL_STATE, method="as_it_is", widget=RadioSelect
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), field_name="journey", choices=Journey, widget=CheckboxSelectMultiple
    )
    flag = django_filters.ChoiceFilter(
        label=_("Flag"),
        choices=[("any", _("Any")), *FLAGS.items()],
        empty_label=_("All"),
        method="with_flag",
        widget=RadioSelect,
    )
    due = django_filters.ChoiceFilter(
        label=_("Decision due"),
        choices=[("late", _("Overdue"))],
        empty_label=_("All"),
        method="when_due",
        widget=RadioSelect,
    )
    place = PlaceFilter(
        label=_("Place"),
        method="in_place",
        help_text=_("Where it happens first of all, with everything that lies in it."),
    )
    decided = django_filters.ChoiceFilter(
        label=_("Decided by"),
        choices=[("me", _("Me"))],
        empty_label=_("Anybody"),
        method="decided_by_me",
        widget=RadioSelect,
    )

    class Meta:
        model = Submission
        fields = []

    def as_it_is(self, submissions, name, value):
        return submissions

    def with_flag(self, submissions, name, value):
        return queue.flagged(submissions, value)

    def when_due(self, submissions, name, value):
        return queue.overdue(submissions)

    def in_place(self, submissions, name, value):
        return queue.within(submissions, value)

    def decided_by_me(self, submissions, name, value):
        return submissions.filter(decided_by=self.request.user)
