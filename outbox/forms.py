"""The form in which a site manager changes the words of a mail."""

import hashlib

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outbox.kinds import MailKind
from outbox.words import LONGEST_SUBJECT, Words, own_words, tidy, unknown_placeholders, words_for

LONGEST_WORDS = 20_000


def mark_of(words: Words) -> str:
    """Return a short mark by which a form knows whether the words are still those it began with."""
    return hashlib.sha256(f"{words.subject}\n{words.text}".encode()).hexdigest()[:16]


class MailWordsForm(forms.Form):
    """Subject and text of one kind of mail.

    Args:
        kind: the kind they belong to.
    """

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy(
            "Leave an empty line between paragraphs. A link on a line of its own becomes a button; a short line right "
            "before it that ends with a colon is what the button says."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args, kind: MailKind, **kwargs):
        self.kind = kind
        self.now = words_for(kind)
        initial = {"subject": self.now.subject, "text": self.now.text, "seen": mark_of(self.now)}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_subject(self) -> str:
        return self._known_only(tidy(Words(self.cleaned_data["subject"], "")).subject)

    def clean_text(self) -> str:
        text = self._known_only(tidy(Words("", self.cleaned_data["text"])).text)
        for name in self.kind.placeholders:
            placeholder = f"{{{name}}}"
            if name.endswith("link") and placeholder in own_words(self.kind).text and placeholder not in text:
                raise forms.ValidationError(
                    _("Without %(placeholder)s nobody can do what this mail asks for. Put it on a line of its own.")
                    % {"placeholder": placeholder}
                )
        return text

    def _known_only(self, text: str) -> str:
        if unknown := unknown_placeholders(text, self.kind):
            known = ", ".join(f"{{{name}}}" for name in self.kind.placeholders)
            raise forms.ValidationError(
                _("%(unknown)s is not known here. Use %(known)s, spelt like this, or leave the braces out.")
                % {"unknown": ", ".join(unknown), "known": known}
            )
        return text

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("seen") != mark_of(self.now):
            # Shown again with the mark of now: whoever saves a second time has read this.
            self.data = {**self.data.dict(), self.add_prefix("seen"): mark_of(self.now)}
            raise forms.ValidationError(
                _(
                    "Somebody changed these words meanwhile. They now begin: “%(words)s”. Saving again replaces them with yours."
                )
                % {"words": self.now.text[:100]}
            )
        return cleaned

    @property
    def words(self) -> Words:
        """The words of a valid form."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])
