"""What has to be said of each photo before it can be published."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from submissions.forms.base import LineField, Raw, storable
from submissions.models.photo import PeopleShown, SubmissionPhoto

LONGEST = 255
MOST_KEPT = 5_000  # letters of one field; more is no description any more


class PhotoForm(forms.Form):
    """The words that go with one photo.

    Args:
        raw: what was typed so far, of all photos.
        is_checked: tell what is wrong; else only show what was typed.
    """

    use_required_attribute = False

    alt = LineField(
        label=_("What does it show?"),
        help_text=_("For people who cannot see it. Such as “Two women plant leeks beside the police station”."),
        called=_("The description"),
        longest=LONGEST,
    )
    people = forms.ChoiceField(
        label=_("Can people be recognised?"),
        help_text=_("For anybody under 18 a parent or carer has to agree. If you are not sure, say so: we will ask."),
        choices=PeopleShown,
        widget=forms.RadioSelect,
    )
    credit = LineField(
        label=_("Who took it? (optional)"),
        help_text=_("The name is shown beside the photo. Leave it empty if nobody needs to be named."),
        called=_("The name"),
        longest=LONGEST,
    )

    def __init__(self, photo: SubmissionPhoto, number: int, raw: Raw, *, is_checked: bool):
        prefix = f"photo-{photo.pk}"
        typed = {name.removeprefix(f"{prefix}-"): values[0] for name, values in raw.items() if values}
        super().__init__(
            MultiValueDict(raw) if is_checked else None,
            prefix=prefix,
            auto_id="%s",
            initial=None if is_checked else typed,
        )
        self.photo, self.number = photo, number
        self.fields["alt"].required = True
        self.fields["alt"].error_messages["required"] = _("Say what photo %(number)d shows") % {"number": number}
        missing = _("Say whether people can be recognised in photo %(number)d") % {"number": number}
        self.fields["people"].error_messages |= {"required": missing, "invalid_choice": missing}

    def raw_from(self, posted: MultiValueDict) -> Raw:
        """Return what was typed about this photo."""
        names = (self.add_prefix(name) for name in self.fields)
        return {name: [storable(posted[name])[:MOST_KEPT]] for name in names if name in posted}
