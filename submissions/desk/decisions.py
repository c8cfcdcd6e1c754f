"""Deciding: each decision that sends a mail has a page of its own, on which its words can still be changed."""

from abc import ABC, abstractmethod

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages

from outbox.messages import answered_at
from submissions.actions import decisions, publishing
from submissions.actions.decisions import (
    AlreadyDecidedError,
    ChangedMeanwhileError,
    NotPublishableError,
    decided_in_words,
)
from submissions.actions.undoing import NotUndoableError, take_back
from submissions.desk.forms import AskForm, DecisionForm, DeclineForm, MailForm, MergeForm, NoteForm, PublishForm
from submissions.desk.reasons import Reason, reasons_for
from submissions.desk.rights import may_decide, may_publish
from submissions.desk.screen import breadcrumbs, for_moderation, is_new_entry
from submissions.marks import mark_of
from submissions.models import Submission
from submissions.moderation import history_of, last_look, sections_since
from submissions.states import State


class DecisionView(ABC, View):
    """A page with a form and a button. What was typed is kept, whatever goes wrong.

    Attributes:
        heading: what is decided.
        button: what its button says.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "submissions/admin/decide.html"
    form_class: type[DecisionForm]
    heading = ""
    button = ""
    for_new_entries_only = False

    def dispatch(self, request: HttpRequest, submission: Submission) -> HttpResponse:
        self.submission = submission
        if self.for_new_entries_only and not is_new_entry(submission):
            raise Http404
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.submission.is_in_queue:
            messages.warning(request, decided_in_words(AlreadyDecidedError(self.submission)))
            return self.to_screen()
        # What came in since she read the screen is shown before she decides.
        now = mark_of(self.submission)
        return self.page(self.make_form(), changes=request.GET.get("mark", now) != now)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            said = self.decide(form)
        except AlreadyDecidedError as error:
            return self.page(form, trouble=decided_in_words(error), is_over=True)
        except ChangedMeanwhileError:
            self.submission.forget_answers()
            self.submission.refresh_from_db()
            form.saw(self.submission)
            return self.page(form, changes=True)
        except NotPublishableError as error:
            form.add_error(None, str(error))
            return self.page(form)
        messages.success(request, said)
        return self.to_screen()

    def make_form(self, data=None) -> DecisionForm:
        return self.form_class(data, submission=self.submission)

    @abstractmethod
    def decide(self, form: DecisionForm) -> str:
        """Decide, and return in a sentence what happened."""

    def page(self, form: DecisionForm, *, changes: bool = False, **more) -> HttpResponse:
        if changes:
            looked_at = last_look(self.submission, self.request.user)
            sections = sections_since(self.submission, looked_at)
            more["changed_sections"] = [shown.section for shown in sections if shown.is_new]
            more["last_done"] = history_of(self.submission).first()
        context = {
            "submission": self.submission,
            "form": form,
            "heading": self.heading,
            "button": self.button,
            "header_title": f"{self.heading}: {self.submission.name}",
            "breadcrumbs_items": breadcrumbs(self.submission, self.heading),
            "changes": changes,
            **self.extra(),
            **more,
        }
        return TemplateResponse(self.request, self.template_name, context)

    def extra(self) -> dict:
        return {}

    def to_screen(self) -> HttpResponse:
        return redirect("submission_screen", self.submission.reference)


class MailView(DecisionView):
    """A decision whose mail is read and changed before it goes."""

    def make_form(self, data=None) -> MailForm:
        return self.form_class(data, submission=self.submission, reply_to=self.request.user.email)

    def extra(self):
        return {"own_address": self.request.user.email, "answered_at": answered_at(self.request.user.email)}


class AskView(MailView):
    form_class = AskForm
    heading = gettext_lazy("Ask a question")
    button = gettext_lazy("Send the question")

    def decide(self, form):
        words, mark = form.cleaned_data, form.cleaned_data["mark"]
        decisions.ask(self.submission, self.request.user, subject=words["subject"], text=words["text"], mark=mark)
        return _("Your question is on its way. The answer comes back to this page.")


class DeclineView(MailView):
    template_name = "submissions/admin/decline.html"
    form_class = DeclineForm
    heading = gettext_lazy("Decline")
    button = gettext_lazy("Decline and send the mail")

    @cached_property
    def reason(self) -> str:
        asked = self.request.POST.get("reason") or self.request.GET.get("reason", "")
        return asked if asked in self.reasons else "other"

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        return reasons_for(self.submission)

    def make_form(self, data=None):
        return DeclineForm(data, submission=self.submission, reason=self.reason, reply_to=self.request.user.email)

    def extra(self):
        return {**super().extra(), "reasons": self.reasons, "reason": self.reason}

    def decide(self, form):
        words, mark = form.cleaned_data, form.cleaned_data["mark"]
        label = str(self.reasons[words["reason"]].label)
        decisions.decline(
            self.submission, self.request.user, subject=words["subject"], text=words["text"], reason=label, mark=mark
        )
        return _("Declined. Your mail goes out in ten minutes; until then you can undo it here.")


class PublishView(DecisionView):
    template_name = "submissions/admin/publish.html"
    form_class = PublishForm
    heading = gettext_lazy("Publish")
    for_new_entries_only = True

    def extra(self):
        return {"may_publish": may_publish(self.request.user)}

    def decide(self, form):
        mark = form.cleaned_data["mark"]
        if "draft" in self.request.POST:
            self.page_made = publishing.make_draft(self.submission, self.request.user, form.chosen(), mark=mark)
            return _("The draft is made. When you publish it, the submission is decided and its sender gets the mail.")
        if not may_publish(self.request.user):
            raise PermissionDenied
        publishing.publish(self.submission, self.request.user, form.chosen(), mark=mark)
        return _("Published. The mail with its address goes out in ten minutes; until then you can undo it here.")

    def to_screen(self):
        if page := getattr(self, "page_made", None):
            return redirect("wagtailadmin_pages:edit", page.pk)
        return super().to_screen()


class MergeView(DecisionView):
    template_name = "submissions/admin/merge.html"
    form_class = MergeForm
    heading = gettext_lazy("Merge into an entry")
    button = gettext_lazy("Merge and send the mail")
    for_new_entries_only = True

    def make_form(self, data=None):
        initial = {"entry": self.request.GET.get("entry", "")} if self.request.GET.get("entry", "").isdecimal() else {}
        return MergeForm(data, submission=self.submission, initial=initial)

    def decide(self, form):
        entry, mark = form.cleaned_data["entry"], form.cleaned_data["mark"]
        self.entry = publishing.merge(
            self.submission, self.request.user, entry, alts=form.alts, mended=form.mended, mark=mark
        )
        return _("Merged. The entry has a draft with the new sources and photos: look at it and publish it.")

    def to_screen(self):
        if entry := getattr(self, "entry", None):
            return redirect("wagtailadmin_pages:edit", entry.pk)
        return super().to_screen()


@require_POST
@for_moderation(may_decide)
def spam(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Mark as spam: no mail goes out, and it can be undone."""
    try:
        decisions.mark_as_spam(submission, request.user, mark=request.POST.get("mark", ""))
    except AlreadyDecidedError as error:
        messages.error(request, decided_in_words(error))
    except ChangedMeanwhileError:
        messages.error(request, _("Not marked: something came in since you opened this page. It is marked below."))
    else:
        messages.success(request, _("Marked as spam. Its sender is not told. You can undo it for 30 days."))
        return redirect("submission_queue")
    return redirect("submission_screen", submission.reference)


@require_POST
@for_moderation(may_decide)
def undo(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Take a decision back, as long as that can be done without a trace for its sender."""
    if submission.state == State.PUBLISHED and not may_publish(request.user):
        raise PermissionDenied
    try:
        take_back(submission, request.user)
    except AlreadyDecidedError as error:
        messages.error(request, decided_in_words(error))
    except NotUndoableError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is back in the queue."))
    return redirect("submission_screen", submission.reference)


@require_POST
@for_moderation(may_decide)
def note(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        decisions.add_note(submission, request.user, form.cleaned_data["text"])
        messages.success(request, _("The note is kept. Only moderators see it."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("submission_screen", submission.reference)


ask, decline, publish, merge = (
    for_moderation(may_decide)(view.as_view()) for view in (AskView, DeclineView, PublishView, MergeView)
)
