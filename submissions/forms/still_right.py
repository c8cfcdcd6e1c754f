"""When it ended: the one question of those who say that something has."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.forms.about import WhenField
from submissions.forms.base import StepForm


class EndedForm(StepForm):
    short = _("It has ended")

    ended = WhenField(
        label=_("When did it end?"),
        help_text=_("A year is enough: 2011, May 2019 or 24 November 2023."),
        required=True,
        error_messages={"required": _("Enter when it ended: a year is enough")},
    )

    def __init__(self, *args, started: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.started = started

    def clean_ended(self) -> str:
        ended = self.cleaned_data["ended"]
        if ended > timezone.localdate().isoformat()[: len(ended)]:
            raise ValidationError(_("The end must be today or earlier"))
        if self.started and ended < self.started[: len(ended)]:
            raise ValidationError(_("The end must be after the start"))
        return ended
