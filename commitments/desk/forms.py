"""The form in which somebody proposes a status, and the one in which somebody declines it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.actions import Finding, Source
from commitments.choices import Status
from commitments.models import CommitmentPage, StatusUpdate
from core.fields import PartialDateFormField

SOURCES = 3


class ProposeForm(forms.Form):
    """What was found out. One source at least."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Choose one")), *Status.choices])
    date = PartialDateFormField(
        label=_("As of"), help_text=_("When it was so, as the source says: 2023, May 2023 or 24 November 2023.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "In one sentence, with the figure or date that shows it. Good: “Ground was broken in January 2026; it is to "
            "open in 2028, two years late.” Not: “Badly delayed again.”"
        ),
    )
    corrects = forms.ModelChoiceField(
        label=_("Corrects an earlier update"),
        queryset=StatusUpdate.objects.none(),
        required=False,
        empty_label=_("No, this is news"),
        help_text=_("Only when that one was wrong. Both stay in the history and name each other."),
    )

    def __init__(self, *args, commitment: CommitmentPage, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corrects"].queryset = commitment.updates.approved().in_order()
        for number in range(1, SOURCES + 1):
            first = number == 1
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Source %(number)d: title") % {"number": number}, max_length=255, required=first
            )
            self.fields[f"url_{number}"] = forms.URLField(
                label=_("Source %(number)d: address") % {"number": number},
                max_length=500,
                required=first,
                assume_scheme="https",
            )
            self.fields[f"archived_{number}"] = forms.URLField(
                label=_("Source %(number)d: archived copy (optional)") % {"number": number},
                max_length=500,
                required=False,
                assume_scheme="https",
            )

    def clean(self):
        cleaned = super().clean()
        for number in range(2, SOURCES + 1):
            title, url = cleaned.get(f"title_{number}"), cleaned.get(f"url_{number}")
            if bool(title) != bool(url) and f"url_{number}" not in self.errors:
                missing = f"url_{number}" if title else f"title_{number}"
                self.add_error(missing, ValidationError(_("Give both the title and the address of a source.")))
        return cleaned

    @property
    def finding(self) -> Finding:
        """What was typed, once it is valid."""
        values = self.cleaned_data
        return Finding(
            status=Status(values["status"]),
            date=values["date"],
            reason=values["reason"],
            corrects=values["corrects"],
            sources=tuple(
                Source(values[f"title_{number}"], values[f"url_{number}"], values[f"archived_{number}"])
                for number in range(1, SOURCES + 1)
                if values[f"url_{number}"]
            ),
        )


class DeclineForm(forms.Form):
    because = forms.CharField(
        label=_("Why it is declined"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("So that whoever proposed it knows what to do. Visitors never see it."),
    )
