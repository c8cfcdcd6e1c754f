"""What somebody typed, field by field, and which contact details in it would stand on a public page."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.contact_details import ContactDetail, ContactKind, find_contact_details
from submissions.answers import Row, Section, plain_label
from submissions.forms.base import LineField, TextField
from submissions.forms.photos import PhotoForm
from submissions.journeys import CLAIM, PHOTOS, REASON, YOU, Step, bound_form, steps_of
from submissions.models import Submission, SubmissionPhoto

PRIVATE = {YOU, REASON.slug, CLAIM[0].slug}  # pages that only moderators read
NOT_SHOWN = {"find", "postcode"}  # of a place only its name is shown


@dataclass(frozen=True)
class TypedText:
    """One text of the sender.

    Attributes:
        step, field: the page and the question.
        text: as it is kept; invisible marks and too many blanks may be among it.
        form_field: what the journey asks it with.
        photo: key of the photo it is about, if it is about one.
    """

    step: str
    field: str
    label: str
    text: str
    form_field: LineField = field(compare=False)
    photo: int | None = None

    @property
    def is_long(self) -> bool:
        return isinstance(self.form_field, TextField)

    @cached_property
    def tidied(self) -> str:
        """The text as it would be published."""
        return self.form_field.tidy(self.text)

    @cached_property
    def details(self) -> list[ContactDetail]:
        return find_contact_details(self.tidied)


def typed_texts(submission: Submission) -> Iterator[TypedText]:
    """Yield what the sender typed herself: not addresses of links, and not what a published entry said already."""
    for step in steps_of(submission):
        if step.form and step.slug != YOU:
            yield from _of_step(submission, step)


def public_texts(submission: Submission) -> list[TypedText]:
    """Return the texts that publishing this, or taking it over, would show to everybody; those about photos last."""
    typed = [text for text in typed_texts(submission) if text.step not in PRIVATE and text.field not in NOT_SHOWN]
    photos = enumerate(submission.photos.all(), start=1)
    return [*typed, *(text for number, photo in photos for text in _of_photo(photo, number))]


def exposed_texts(submission: Submission) -> list[TypedText]:
    """Return the public texts that hold contact details."""
    return [text for text in public_texts(submission) if text.details]


def with_warnings(sections: list[Section], submission: Submission) -> list[Section]:
    """Return pages of answers whose rows know which contact details in them would be public."""
    found = {(text.step, text.field): tuple(text.details) for text in exposed_texts(submission)}
    return [replace(section, rows=[_warned(section, row, found) for row in section.rows]) for section in sections]


def _warned(section: Section, row: Row, found: dict[tuple[str, str], tuple[ContactDetail, ...]]) -> Row:
    details = found.get((section.step.slug, row.field), ())
    return replace(row, exposed=details, change=row.field) if details else row


def numbers_in_words(details: list[ContactDetail]) -> str:
    """Return how many contact details of which kind there are, such as "2 telephone numbers, 1 full postcode"."""
    words = {
        ContactKind.PHONE: lambda number: ngettext("%d telephone number", "%d telephone numbers", number),
        ContactKind.EMAIL: lambda number: ngettext("%d e-mail address", "%d e-mail addresses", number),
        ContactKind.POSTCODE: lambda number: ngettext("%d full postcode", "%d full postcodes", number),
    }
    numbers = {kind: sum(detail.kind == kind for detail in details) for kind in words}
    return ", ".join(words[kind](number) % number for kind, number in numbers.items() if number)


def _of_step(submission: Submission, step: Step) -> Iterator[TypedText]:
    before = submission.before.get(step.slug, {})
    fields = bound_form(submission, step).fields
    for name, values in submission.answers.get(step.slug, {}).items():
        asked = fields.get(name)
        if type(asked) not in {LineField, TextField}:
            continue
        text = "\n".join(values)
        if name not in before or asked.tidy(text) != asked.tidy("\n".join(before[name])):
            yield TypedText(step.slug, name, plain_label(asked.label), text, asked)


def _of_photo(photo: SubmissionPhoto, number: int) -> Iterator[TypedText]:
    for name, text in (("alt", photo.alt), ("credit", photo.credit)):
        if text:
            asked = PhotoForm.base_fields[name]
            label = _("Photo %(number)d: %(question)s") % {"number": number, "question": plain_label(asked.label)}
            yield TypedText(PHOTOS, f"photo-{photo.pk}-{name}", label, text, asked, photo=photo.pk)
