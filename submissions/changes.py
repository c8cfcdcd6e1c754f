"""What a suggestion would change: against what the entry said when it was begun, and against what it says now."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from connectors.models import EntryPage
from submissions.answers import plain_label, value_in_words
from submissions.forms.base import Raw, StepForm, tidy_text
from submissions.forms.sources import ROWS
from submissions.forms.terms import UNKNOWN
from submissions.journeys import Step, bound_form, steps_of
from submissions.models import Submission
from submissions.prefilling import answers_from
from submissions.states import Journey
from submissions.worddiff import word_diff

PLACES, THEMES, TIERS, SOURCES = "places", "themes", "tiers", "sources"
PHOTOS, PICTURE = "photos", "picture"
NO_TERM = {UNKNOWN, "none"}

Words = str | tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One field, in words. Lists are tuples: their parts can be added and taken away apart from each other.

    Attributes:
        field: its name, by which a moderator takes it over.
        before: what it said when the suggestion was begun.
        after: what is suggested.
        now: what it says now.
    """

    field: str
    label: str
    before: Words
    after: Words
    now: Words

    @property
    def conflict(self) -> bool:
        """Others changed it since, to something else."""
        return self.now not in {self.before, self.after}

    @property
    def is_list(self) -> bool:
        return isinstance(self.after, tuple)

    @property
    def is_there(self) -> bool:
        """The entry says by now what is suggested."""
        return self.now == self.after

    @property
    def added(self) -> list[str]:
        return [part for part in self.after if part not in self.before]

    @property
    def removed(self) -> list[str]:
        return [part for part in self.before if part not in self.after]

    @property
    def unchanged(self) -> list[str]:
        return [part for part in self.after if part in self.before]

    @property
    def marked(self) -> SafeString:
        """Before and after in one text, with what goes and what comes marked."""
        return word_diff(self.before, self.after)


def changes_of(submission: Submission) -> list[Change]:
    """Return what a suggested change would change, in the order of the journey; fields that nobody touched are left out."""
    if submission.journey != Journey.CHANGE or not submission.target:
        return []
    now = answers_from(submission.target)
    changes = []
    for step in steps_of(submission):
        if step.slug in now:
            changes += _of_step(submission, step, now[step.slug])
    return [*changes, *_of_pictures(submission)]


def changes_as_lines(submission: Submission) -> list[str]:
    """Return what would change as plain text, a line for each field."""
    return [
        f"{change.label}: {_in_a_line(change.before)} → {_in_a_line(change.after)}" for change in changes_of(submission)
    ]


def _in_a_line(words: Words) -> str:
    text = words if isinstance(words, str) else ", ".join(words)
    return " ".join(text.split()) or _("nothing")


def _of_step(submission: Submission, step: Step, now: Raw) -> list[Change]:
    before = submission.before.get(step.slug, {})
    after = submission.answers.get(step.slug, before)
    if before == after:
        return []
    forms = [bound_form(submission, step, raw) for raw in (before, after, now)]
    readers = {"where": _of_places, "themes": _of_terms, "sources": _of_sources}
    found = readers.get(step.slug, _of_fields)(forms)
    return [change for change in found if change.before != change.after]


def _of_fields(forms: list[StepForm], names: tuple[str, ...] = ()) -> Iterator[Change]:
    for name in names or forms[0].fields:
        label = plain_label(forms[0].fields[name].label)
        yield Change(name, label, *(tidy_text(value_in_words(form, name)) for form in forms))


def _of_places(forms: list[StepForm]) -> Iterator[Change]:
    named = [_place_names(form) for form in forms]
    before, after, _now = named
    if before and after and before[0] != after[0]:
        # Cards show the first: another order is a change, too.
        named = [[_("%(place)s (main place)") % {"place": names[0]}, *names[1:]] if names else [] for names in named]
    yield Change(PLACES, plain_label(forms[0].fields[PLACES].label), *map(tuple, named))
    yield from _of_fields(forms, ("postcode", "locality"))


def _place_names(form: StepForm) -> list[str]:
    form.is_valid()
    names = [place.name for place in form.cleaned_data.get("places") or []]
    everywhere = form.cleaned_data.get("everywhere")
    return [*names, str(form.fields["everywhere"].label)] if everywhere else names


def _of_terms(forms: list[StepForm]) -> Iterator[Change]:
    for name, label in ((THEMES, _("Themes")), (TIERS, _("Tiers of government"))):
        yield Change(name, label, *(_term_names(form, name) for form in forms))


def _term_names(form: StepForm, name: str) -> tuple[str, ...]:
    chosen = set(form[name].data or []) - NO_TERM
    return tuple(str(label) for slug, label in form.fields[name].choices if slug in chosen)


def _of_sources(forms: list[StepForm]) -> Iterator[Change]:
    yield Change(SOURCES, _("Links and sources"), *(_source_lines(form) for form in forms))


def _source_lines(form: StepForm) -> tuple[str, ...]:
    lines = []
    for row in range(1, ROWS + 1):
        address, says = (value_in_words(form, f"{name}_{row}") for name in ("url", "says"))
        if address:
            lines.append(f"{says} – {address}" if says else address)
    return tuple(lines)


def _of_pictures(submission: Submission) -> Iterator[Change]:
    """Yield what becomes of the pictures. New photos are added whatever picture there is now: they clash with nothing."""
    photos = tuple(photo.alt or photo.original_name or str(photo.pk) for photo in submission.photos.all())
    if photos:
        yield Change(PHOTOS, _("New photos: the first becomes the picture of the entry"), (), photos, ())
    entry, begun_with = submission.target, submission.before.get(PICTURE, {}).get("key")
    if begun_with and submission.answers.get("reason", {}).get("picture_is_wrong") and entry.image_id:
        now = picture_in_words(entry)
        before = now if begun_with == [entry.image_id] else _("Another picture")
        yield Change(PICTURE, _("The picture that is shown now"), before, "", now)


def picture_in_words(entry: EntryPage) -> str:
    """Return what the picture of an entry shows."""
    return entry.image_alt or entry.image.description or entry.image.title
