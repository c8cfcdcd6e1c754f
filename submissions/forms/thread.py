"""The answer to a moderator's question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.forms.base import StepForm, TextField


class AnswerForm(StepForm):
    text = TextField(
        label=_("Your answer"),
        called=_("Your answer"),
        longest=5_000,
        missing=_("Write your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    # The last message that the page showed: tells an answer sent twice from a second answer.
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_after(self) -> int:
        return self.cleaned_data["after"] or 0

    @classmethod
    def raw_from(cls, posted):
        raw = super().raw_from(posted)
        if not raw.get("after", [""])[0].isdecimal():
            raw["after"] = ["0"]
        raw["after"] = [raw["after"][0][:18]]
        return raw
