"""Deciding about what concerns an entry that is there: a suggested change, field by field, and a claim."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.actions.changes import NothingChosenError, apply_change, kept_back_in_words, version_of
from submissions.actions.claims import accept_claim as accept
from submissions.actions.decisions import NotPublishableError
from submissions.changes import PHOTOS, Change, changes_of
from submissions.desk.decisions import DecisionView
from submissions.desk.forms import DecisionForm, PhotosForm
from submissions.desk.rights import may_decide
from submissions.desk.screen import for_moderation
from submissions.models import Submission
from submissions.states import Journey


class TakeOverForm(PhotosForm):
    """A tick for each change. What others changed meanwhile is not ticked: somebody has to look at it."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, submission: Submission, **kwargs):
        super().__init__(data, submission=submission, **kwargs)
        self._offer_changes()

    def _offer_changes(self) -> None:
        self.changes = [change for change in changes_of(self.submission) if change.field != PHOTOS]
        for change in self.changes:
            self.fields[f"take_{change.field}"] = forms.BooleanField(
                label=change.label, required=False, initial=not change.conflict and not change.is_there
            )

    def first_values(self, submission: Submission) -> dict:
        return {"version": version_of(submission.target)}

    def saw(self, submission: Submission) -> None:
        super().saw(submission)
        self.data["version"] = version_of(submission.target)
        self._offer_changes()

    @property
    def rows(self) -> list[tuple[Change, forms.BoundField]]:
        return [(change, self[f"take_{change.field}"]) for change in self.changes]

    @property
    def taken(self) -> list[str]:
        """The names of what was ticked."""
        return [change.field for change in self.changes if self.cleaned_data[f"take_{change.field}"]]


class EntryView(DecisionView):
    """A decision about an entry that is there.

    Attributes:
        journey: what it decides.
    """

    journey = ""

    def dispatch(self, request, submission):
        if submission.journey != self.journey or not submission.target:
            raise Http404
        return super().dispatch(request, submission)


class TakeOverView(EntryView):
    journey = Journey.CHANGE
    template_name = "submissions/admin/take_over.html"
    form_class = TakeOverForm
    heading = gettext_lazy("Take over")
    button = gettext_lazy("Take over what is ticked")

    def decide(self, form):
        seen = form.cleaned_data
        try:
            revised = apply_change(
                self.submission,
                self.request.user,
                form.taken,
                alts=form.alts,
                mended=form.mended,
                mark=seen["mark"],
                version=seen["version"],
            )
        except NothingChosenError:
            nothing = _(
                "Tick what you want to take over. If that is nothing, go back and decline it with a kind reason."
            )
            raise NotPublishableError(nothing) from None
        said = _("Taken over and published. The mail to who suggested it is on its way.")
        return f"{said} {kept_back_in_words(revised, form.changes)}".strip()


class AcceptClaimView(EntryView):
    journey = Journey.CLAIM
    template_name = "submissions/admin/accept_claim.html"
    form_class = DecisionForm
    heading = gettext_lazy("Make them the contact")
    button = gettext_lazy("Make them the contact")

    def decide(self, form):
        accept(self.submission, self.request.user, mark=form.cleaned_data["mark"])
        return _("They are the contact of the entry now. The mail that says so is on its way.")


take_over, accept_claim = (for_moderation(may_decide)(view.as_view()) for view in (TakeOverView, AcceptClaimView))
