"""The page that says how many statuses are decided on, and which, before it is done."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commitments.models import StatusUpdate
from desk.bulk.views import SAMPLE, ManyAction, SeenForm
from desk.statuses.decisions import DECISIONS, Decision, name_of


class DecisionForm(SeenForm):
    """Why, if that has to be said."""

    def __init__(self, *args, change: Decision, **kwargs):
        super().__init__(*args, **kwargs)
        if change.needs_reason:
            self.fields["value"] = forms.CharField(
                label=_("Why they are declined"),
                max_length=1_000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("So that whoever proposed them knows what to do. Visitors never see it."),
            )


class StatusAction(ManyAction):
    """A decision on the statuses that are ticked, or on all that the list shows under its filters and its search."""

    models = [StatusUpdate]
    template_name = "desk/statuses/confirm.html"
    form_class = DecisionForm
    order = ("commitment__title", "commitment", "date", "pk")

    @cached_property
    def rows(self):
        return self.chosen(StatusUpdate).filter(approved_at=None, declined_at=None)

    def get_context_data(self, **kwargs):
        updates = self.rows.select_related("commitment__current", "made_by").prefetch_related("sources")
        shown = list(updates.order_by(*self.order)[:SAMPLE])
        own = self.rows.filter(made_by=self.request.user).count()
        context = super().get_context_data(shown=shown, **kwargs)
        named = [(name_of(update), update) for update in shown]
        return {**context, "own": own, "to_decide": context["total"] - own, "named": named}


def status_actions() -> list[type[StatusAction]]:
    """Return a bulk action for each decision."""
    return [StatusAction.of(decision, number) for number, decision in enumerate(DECISIONS.values())]
