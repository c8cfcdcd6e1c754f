"""Texts that would go live with somebody's contact details in them, to be mended where they are decided about."""

from collections.abc import Iterator
from copy import deepcopy

from django import forms

from core.contact_details import ContactDetail, find_contact_details
from submissions.actions.mending import Mended
from submissions.models import Submission
from submissions.public_texts import TypedText, exposed_texts


class MendingFields:
    """For a `DecisionForm`: a box for each of these texts that the form does not ask for anyway."""

    def __init__(self, data=None, *, submission: Submission, **kwargs):
        super().__init__(data, submission=submission, **kwargs)
        self.exposed: list[TypedText] = []
        self._offer_texts()

    def exposed_texts(self) -> list[TypedText]:
        return exposed_texts(self.submission)

    def _offer_texts(self) -> None:
        for text in self.exposed:
            self.fields.pop(self._own_box(text), None)
        self.exposed = self.exposed_texts()
        for text in self.exposed:
            if self._box(text) == self._own_box(text):
                self.fields[self._own_box(text)] = _field_of(text)

    def saw(self, submission: Submission) -> None:
        super().saw(submission)
        self._offer_texts()
        for text in self.exposed:
            # What was exposed only now stands in its box as it was sent; what was typed stays.
            if self._own_box(text) in self.fields:
                self.data.setdefault(self.add_prefix(self._own_box(text)), text.tidied)

    def _own_box(self, text: TypedText) -> str:
        return f"credit_{text.photo}" if text.photo else f"text_{text.field}"

    def _box(self, text: TypedText) -> str:
        """Return the name of the field in which a text is mended."""
        if text.photo and text.field.endswith("-alt"):
            return f"alt_{text.photo}"
        return text.field if text.field in self.base_fields else self._own_box(text)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The boxes that are there for mending only."""
        names = dict.fromkeys(self._own_box(text) for text in self.exposed)
        return [self[name] for name in names if name in self.fields]

    @property
    def mending_rows(self) -> Iterator[tuple[str, forms.BoundField, list[ContactDetail]]]:
        """What each of these texts is called, its field, and the contact details that it holds by now."""
        for text in self.exposed:
            if (name := self._box(text)) in self.fields:
                yield text.label, self[name], find_contact_details(str(self[name].value() or ""))

    @property
    def mended(self) -> Mended:
        """What the moderator changed."""
        texts, named = {}, {}
        for text in self.exposed:
            words = self.cleaned_data.get(self._own_box(text))
            if words is not None and words != text.tidied:
                (named if text.photo else texts)[text.photo or text.field] = words
        return Mended(texts, named)


def _field_of(text: TypedText) -> forms.Field:
    field = deepcopy(text.form_field)
    field.label, field.initial, field.help_text = text.label, text.tidied, ""
    field.widget = forms.Textarea(attrs={"rows": 6}) if text.is_long else forms.TextInput()
    field.widget.is_required = field.required
    return field
