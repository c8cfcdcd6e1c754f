"""Where to mail a link to, and which submission somebody looks for."""

from django.utils.translation import gettext_lazy as _

from submissions.forms.base import LineField, StepForm
from submissions.forms.you import EmailLineField
from submissions.secrets import tidy_reference

LONGEST_REFERENCE = 40  # letters; people type blanks and hyphens into it


class EmailForm(StepForm):
    """An address to mail a link to."""

    email = EmailLineField(label=_("Your e-mail address"), missing=_("Enter your e-mail address"))


class FindForm(StepForm):
    """The two things that only the sender knows together."""

    reference = LineField(
        label=_("Reference"),
        help_text=_("Such as K7QX-M3RD. It is in every mail about it."),
        called=_("The reference"),
        longest=LONGEST_REFERENCE,
        missing=_("Enter the reference"),
    )
    email = EmailLineField(
        label=_("The e-mail address you gave"),
        help_text=_("We send a link there."),
        missing=_("Enter the e-mail address you gave"),
    )

    def clean_reference(self) -> str:
        return tidy_reference(self.cleaned_data["reference"])
