"""What was answered, in words: for the page to check, the mail, the moderators."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from core.contact_details import ContactDetail, ContactKind
from core.fields import PartialDateFormField, display_partial_date
from submissions.forms.base import Raw
from submissions.forms.where import PlacesField
from submissions.journeys import YOU, Step, bound_form, steps_of
from submissions.models import Submission


@dataclass(frozen=True)
class Row:
    """One question and what was said; `text` is empty where nothing was.

    Attributes:
        change: where on its page it is changed, if it has a link of its own to there.
        exposed: contact details in it that would be public.
    """

    field: str
    label: str
    text: str
    is_private: bool = False
    change: str = ""
    exposed: tuple[ContactDetail, ...] = ()

    @property
    def exposed_postcodes(self) -> list[ContactDetail]:
        return [detail for detail in self.exposed if detail.kind == ContactKind.POSTCODE]

    @property
    def exposes_people(self) -> bool:
        """Tell whether somebody could be reached by it: a telephone number or an e-mail address."""
        return len(self.exposed_postcodes) < len(self.exposed)


@dataclass(frozen=True)
class Section:
    """One page of the journey with its questions.

    Attributes:
        errors: what has to be corrected before it can be sent, in the words shown at the fields.
    """

    step: Step
    heading: str
    rows: list[Row]
    errors: list[str]


def sections_of(submission: Submission) -> list[Section]:
    """Return all pages of the journey that have a form, with their answers, in order."""
    return [_section(submission, step) for step in steps_of(submission) if step.form]


def _section(submission: Submission, step: Step) -> Section:
    form = bound_form(submission, step)
    rows = [
        Row(name, plain_label(field.label), value_in_words(form, name), is_private=step.slug == YOU)
        for name, field in form.fields.items()
        if name not in form.not_answers
    ]
    errors = [str(error) for found in form.errors.values() for error in found] if form.is_bound else []
    return Section(step, str(form.short), rows, errors)


def differences(submission: Submission, step: Step, theirs: Raw, mine: Raw) -> list[Row]:
    """Return the questions of a page that two windows answered differently, with what `theirs` says."""
    form, other = bound_form(submission, step, mine), bound_form(submission, step, theirs)
    return [
        Row(name, plain_label(field.label), text)
        for name, field in form.fields.items()
        if (text := value_in_words(other, name)) != value_in_words(form, name)
    ]


def plain_label(label) -> str:
    """Return the label of a field as a heading: whether it is optional matters only to whoever fills it in."""
    return str(label).removesuffix(_("(optional)")).rstrip()


def value_in_words(form: forms.Form, name: str) -> str:
    """Return what was answered as it is read, empty when nothing was. What is not right yet is shown as it was typed."""
    if not form.is_bound:
        return ""
    field, bound = form.fields[name], form[name]
    is_right = form.is_valid() or name in form.cleaned_data
    value = form.cleaned_data.get(name) if is_right and name in form.cleaned_data else bound.data
    if isinstance(field, PlacesField):
        return ", ".join(getattr(place, "name", place) for place in value or [])
    if isinstance(field, PartialDateFormField):
        return display_partial_date(value or "")
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else ""
    if isinstance(field, forms.ChoiceField):
        labels = {key: str(label) for key, label in field.choices if key}
        chosen = bound.data if isinstance(bound.data, list) else [bound.data]
        return ", ".join(labels[key] for key in chosen if key in labels)
    return str(value or "")
