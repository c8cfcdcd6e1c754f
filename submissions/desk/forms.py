"""What moderators type before they decide."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from connectors.models import EntryPage, Theme, Tier
from connectors.models.entry import SUMMARY_LENGTH
from core.focus import Focus, usual_focus
from submissions.actions.mending import Mended
from submissions.actions.publishing import Chosen
from submissions.building import values_of
from submissions.decision_mails import QUESTION_HERE, decline_words, question_words
from submissions.desk.mending import MendingFields
from submissions.desk.reasons import REASON_HERE, reasons_for
from submissions.forms.about import LONGEST_TITLE
from submissions.forms.base import LineField, TextField
from submissions.journeys import SOURCES
from submissions.marks import mark_of
from submissions.models import Submission, SubmissionPhoto
from submissions.public_texts import TypedText

LONGEST_MAIL = 10_000


class EntryChooser(AdminPageChooser):
    """As Wagtail's, but without an entry where something else came than the key of one."""

    def get_instance(self, value):
        try:
            return super().get_instance(value)
        except (OverflowError, TypeError, ValueError):
            return None


class DecisionForm(forms.Form):
    """Carries what the moderator saw, so that nobody decides about something else."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, submission: Submission, **kwargs):
        self.submission = submission
        initial = {"mark": mark_of(submission), **self.first_values(submission), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, **kwargs)

    def first_values(self, submission: Submission) -> dict:
        return {}

    def saw(self, submission: Submission) -> None:
        """Let the form carry what is there now, and keep all that was typed."""
        self.data = self.data.copy()
        self.data["mark"] = mark_of(submission)


class MailForm(DecisionForm):
    """A mail as it will go. Everything may be changed; what still waits for words of one's own is refused.

    Args:
        reply_to: the address of who decides: with none, the words promise no reply unless the site has an address.
    """

    subject = LineField(label=_("Subject"), called=_("The subject"), longest=200, missing=_("Enter a subject"))
    text = TextField(
        label=_("Mail"),
        called=_("The mail"),
        longest=LONGEST_MAIL,
        missing=_("Write the mail"),
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, data=None, *, submission: Submission, reply_to: str, **kwargs):
        self.reply_to = reply_to
        super().__init__(data, submission=submission, **kwargs)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if str(QUESTION_HERE) in text or str(REASON_HERE) in text:
            raise ValidationError(_("Replace the words in square brackets by your own"))
        return text


class AskForm(MailForm):
    def first_values(self, submission: Submission) -> dict:
        words = question_words(submission, reply_to=self.reply_to)
        return {"subject": words.subject, "text": words.text}


class DeclineForm(MailForm):
    reason = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, submission: Submission, reason: str, **kwargs):
        self.reason = reason
        super().__init__(data, submission=submission, **kwargs)
        self.fields["reason"].choices = [(code, one.label) for code, one in reasons_for(submission).items()]

    def first_values(self, submission: Submission) -> dict:
        reason = str(reasons_for(submission)[self.reason].words)
        words = decline_words(submission, reason, reply_to=self.reply_to)
        return {"reason": self.reason, "subject": words.subject, "text": words.text}


class NoteForm(forms.Form):
    text = TextField(
        label=_("Note among moderators"),
        called=_("The note"),
        longest=2_000,
        missing=_("Write the note"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PhotosForm(MendingFields, DecisionForm):
    """Which photos to use, in what words, what of them is seen where they are cut, and which stands on the entry."""

    def __init__(self, data=None, *, submission: Submission, **kwargs):
        super().__init__(data, submission=submission, **kwargs)
        self.photos = list(submission.photos.all())
        for photo in self.photos:
            self.fields[f"use_{photo.pk}"] = forms.BooleanField(
                label=_("Use it"), required=False, initial=bool(photo.alt and photo.people not in {"", "unknown"})
            )
            self.fields[f"alt_{photo.pk}"] = LineField(
                label=_("What it shows"), called=_("What it shows"), longest=255, initial=photo.alt
            )
            self.fields[f"focus_{photo.pk}"] = forms.ChoiceField(
                label=_("What stays in view where it is cut, as on cards"),
                choices=Focus,
                widget=forms.RadioSelect,
                initial=usual_focus(photo.width, photo.height),
                required=False,
            )
        if self.photos:
            numbers = enumerate(self.photos, start=1)
            covers = [(str(photo.pk), _("Photo %(number)d") % {"number": number}) for number, photo in numbers]
            self.fields["cover"] = forms.ChoiceField(
                label=_("Picture of the entry"), choices=covers, widget=forms.RadioSelect, initial=covers[0][0]
            )
            self.fields["cover"].required = False

    @property
    def photo_rows(self) -> list[tuple[SubmissionPhoto, forms.BoundField, forms.BoundField, forms.BoundField]]:
        names = ("use", "alt", "focus")
        return [(photo, *(self[f"{name}_{photo.pk}"] for name in names)) for photo in self.photos]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        apart = ("use_", "alt_", "focus_", "cover", "text_", "credit_")
        return [field for field in self.visible_fields() if not field.name.startswith(apart)]

    @cached_property
    def alts(self) -> dict[int, str]:
        """Key → words of the photos to be used, the entry's picture first."""
        used = [photo.pk for photo in self.photos if self.cleaned_data[f"use_{photo.pk}"]]
        first = self.cleaned_data.get("cover", "")
        return {key: self.cleaned_data[f"alt_{key}"] for key in sorted(used, key=lambda key: (str(key) != first, key))}

    @property
    def mended(self) -> Mended:
        chosen = {photo.pk: self.cleaned_data.get(f"focus_{photo.pk}") for photo in self.photos}
        return replace(super().mended, focus={key: Focus(name) for key, name in chosen.items() if name})

    def clean(self):
        cleaned = super().clean()
        for photo in self.photos:
            if cleaned.get(f"use_{photo.pk}") and not cleaned.get(f"alt_{photo.pk}"):
                self.add_error(f"alt_{photo.pk}", _("Say what the photo shows, for people who cannot see it"))
        return cleaned


class PublishForm(PhotosForm):
    title = LineField(label=_("Title"), called=_("The title"), longest=LONGEST_TITLE, missing=_("Enter a title"))
    summary = TextField(
        label=_("Summary"),
        called=_("The summary"),
        longest=SUMMARY_LENGTH,
        missing=_("Enter a summary"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": SUMMARY_LENGTH}),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one theme: an entry without is found by nobody")},
    )
    tiers = forms.ModelMultipleChoiceField(
        label=_("Tiers of government"),
        queryset=Tier.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None, when residents do it without government."),
    )

    def first_values(self, submission: Submission) -> dict:
        values = values_of(submission)
        return {
            "title": values.get("title", ""),
            "summary": values.get("summary", ""),
            "themes": list(Theme.objects.filter(slug__in=values.get("themes", [])).values_list("pk", flat=True)),
            "tiers": list(Tier.objects.filter(slug__in=values.get("tiers", [])).values_list("pk", flat=True)),
        }

    def chosen(self) -> Chosen:
        given = self.cleaned_data
        themes, tiers = list(given["themes"]), list(given["tiers"])
        return Chosen(given["title"], given["summary"], themes, tiers, self.alts, self.mended)


class MergeForm(PhotosForm):
    entry = forms.ModelChoiceField(
        label=_("Entry"),
        queryset=EntryPage.objects.live().once(),
        widget=EntryChooser(target_models=[EntryPage]),
        help_text=_("The entry that is there already."),
        error_messages={"required": _("Choose the entry"), "invalid_choice": _("Choose an entry that is published")},
    )

    def exposed_texts(self) -> list[TypedText]:
        """Nothing but photos and what is said of the sources goes into the other entry."""
        return [text for text in super().exposed_texts() if text.photo or text.step == SOURCES]
