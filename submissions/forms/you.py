"""Who sends it: name, role and e-mail, which are never public, and the licence. And the two questions of a suggestion."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from commitments.models import CommitmentPage
from submissions.forms.base import AddressField, LineField, StepForm, TextField

LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less the two angle brackets


class EmailLineField(LineField):
    """An e-mail address. Blanks around it, which phones add, are no error."""

    def __init__(self, **kwargs):
        super().__init__(
            called=_("The e-mail address"),
            longest=LONGEST_EMAIL,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
            **kwargs,
        )

    def validate(self, value):
        super().validate(value)
        if value:
            try:
                EmailValidator()(value)
            except ValidationError:
                raise ValidationError(
                    _("Enter an e-mail address in the correct format, like name@example.org"), code="invalid"
                ) from None


class YouForm(StepForm):
    question = _("Who are you?")
    lead = _("Never shown on the site. Only the moderators see it, to ask you if something is unclear.")
    short = _("About you")

    contact_name = LineField(
        label=_("Your name"),
        help_text=_("So that we know whom we ask. Only the moderators see it."),
        called=_("Your name"),
        longest=120,
        missing=_("Enter your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    contact_role = LineField(
        label=_("What you have to do with it (optional)"),
        help_text=_(
            "Such as “volunteer”, “council officer” or “neighbour”. It helps the moderators to judge. Never shown."
        ),
        called=_("What you have to do with it"),
        longest=120,
    )
    contact_email = EmailLineField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link there to confirm it, then our decision. Nothing else, except once a year whether all is still right."
        ),
        missing=_("Enter your e-mail address"),
    )
    agree = forms.BooleanField(
        label=_("I agree that what I send may be published under the licence CC BY 4.0, and that I may send it"),
        error_messages={"required": _("Tick the box if you agree to the licence: we cannot publish it otherwise")},
    )

    @property
    def has_email(self) -> bool:
        """Tell whether an address is there that mail can be sent to, whatever else is wrong."""
        self.is_valid()
        return bool(self.cleaned_data.get("contact_email"))


class ReasonForm(StepForm):
    question = _("What is wrong or missing?")
    short = _("What changed and how you know")

    reason = TextField(
        label=_("What should be changed, and why?"),
        help_text=_("In a sentence or two. On the next page you can correct the entry itself, if you like."),
        called=_("This text"),
        longest=2_000,
        missing=_("Say what should be changed, and why"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = LineField(
        label=_("Where does it say so? (optional)"),
        help_text=_("The address of a page or the name of a document. “I run it” is fine too."),
        called=_("Where it says so"),
        longest=500,
    )
    picture_is_wrong = forms.BooleanField(
        label=_("The picture is wrong or should not be shown"),
        help_text=_("Say above what is wrong with it. You can send a better one with the other changes."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        target = self.submission.target if self.submission else None
        if not (target and target.image_id):
            del self.fields["picture_is_wrong"]
        if target and issubclass(target.specific_class, CommitmentPage):
            self._ask_for_evidence()

    def _ask_for_evidence(self) -> None:
        """What is said of a commitment stands on published sources, so a change to it needs one."""
        self.fields["reason"].help_text = _(
            "In a sentence or two, with the date: what was done, put back, called off, or said wrongly here."
        )
        self.fields["evidence"] = AddressField(
            label=_("Where does it say so?"),
            help_text=_("The address of a public page that shows it, such as a report, a decision or a news article."),
            called=_("The web address"),
            longest=500,
            missing=_("Give the address of a page that shows it: two editors will look at it"),
        )


class ClaimForm(StepForm):
    question = _("What do you have to do with it?")
    short = _("What you have to do with it")

    claim = TextField(
        label=_("Your part in it"),
        help_text=_("Such as “I chair the trust that runs the baths”."),
        called=_("Your part in it"),
        longest=1_000,
        missing=_("Say what your part in it is"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
