"""Which pages each journey has, in order."""

from dataclasses import dataclass

from django.db.models import Q

from casestudies.models import CaseStudyPage
from commitments.models import CommitmentPage
from connectors.models import ConnectorPage, EntryPage
from submissions.forms import about, sources, terms, where, you
from submissions.forms.base import Raw, StepForm
from submissions.models import Submission
from submissions.states import Journey

SOURCES, PHOTOS, YOU, CHECK = "sources", "photos", "you", "check"


@dataclass(frozen=True)
class Step:
    """One page.

    Attributes:
        form: what it asks; nothing for the page of photos, whose answers are pictures.
        is_optional: it may be left as it is found.
    """

    slug: str
    form: type[StepForm] | None
    is_optional: bool = False


_WHERE, _TERMS = Step("where", where.WhereForm), Step("themes", terms.TermsForm)
_SOURCES = Step(SOURCES, sources.SourcesForm, is_optional=True)
_PHOTOS, _YOU = Step(PHOTOS, None, is_optional=True), Step(YOU, you.YouForm)

INITIATIVE = (
    Step("about", about.InitiativeAboutForm),
    _WHERE,
    _TERMS,
    Step("who", about.WhoForm),
    Step("stage", about.StageForm),
    Step("money", about.MoneyForm, is_optional=True),
    Step("lessons", about.LessonsForm, is_optional=True),
    _SOURCES,
    _PHOTOS,
    _YOU,
)
CONNECTOR = (
    Step("about", about.ConnectorAboutForm),
    Step("links", about.LinksForm, is_optional=True),
    _WHERE,
    _TERMS,
    Step("who", about.ConnectorWhoForm),
    Step("stage", about.StageForm),
    _SOURCES,
    _PHOTOS,
    _YOU,
)
CASE_STUDY = (Step("about", about.CaseStudyAboutForm), _WHERE, _TERMS, _SOURCES, _YOU)
COMMITMENT = (Step("about", about.CommitmentAboutForm), _WHERE, _TERMS, _SOURCES, _YOU)
REASON = Step("reason", you.ReasonForm)
CLAIM = (Step("claim", you.ClaimForm), _YOU)


def steps_of_kind(entry_kind: type[EntryPage]) -> tuple[Step, ...]:
    """Return the pages that ask for this kind of entry."""
    if issubclass(entry_kind, CaseStudyPage):
        return CASE_STUDY
    if issubclass(entry_kind, CommitmentPage):
        return COMMITMENT
    return CONNECTOR if issubclass(entry_kind, ConnectorPage) else INITIATIVE


def steps_of(submission: Submission) -> tuple[Step, ...]:
    """Return the pages of this submission's journey. A change begins with its reason."""
    match submission.journey:
        case Journey.CONNECTOR:
            return CONNECTOR
        case Journey.CLAIM:
            return CLAIM
        case Journey.CHANGE if submission.target:
            return (REASON, *steps_of_kind(submission.target.specific_class))
    return INITIATIVE


def first_step(journey: str) -> Step:
    """Return the page with which a journey begins."""
    match journey:
        case Journey.CHANGE:
            return REASON
        case Journey.CLAIM:
            return CLAIM[0]
    return CONNECTOR[0] if journey == Journey.CONNECTOR else INITIATIVE[0]


def step_of(submission: Submission, slug: str) -> Step | None:
    return next((step for step in steps_of(submission) if step.slug == slug), None)


def step_after(submission: Submission, slug: str) -> str:
    """Return the slug of the page that follows; "check" after the last, and after every page of a change: all are filled in."""
    if submission.journey == Journey.CHANGE:
        return CHECK
    slugs = [step.slug for step in steps_of(submission)]
    position = slugs.index(slug) + 1
    return slugs[position] if position < len(slugs) else CHECK


def step_before(submission: Submission, slug: str) -> str:
    """Return the slug of the page before; empty on the first."""
    if submission.journey == Journey.CHANGE:
        return "" if slug == REASON.slug else REASON.slug if slug == CHECK else CHECK
    slugs = [step.slug for step in steps_of(submission)]
    position = len(slugs) if slug == CHECK else slugs.index(slug)
    return slugs[position - 1] if position else ""


def next_step(submission: Submission) -> str:
    """Return the slug of the first page that nobody has gone through with "Continue"; "check" when all are done.

    Of a change that is the reason: its other pages are filled in with what the entry says.
    """
    done = {answer.step for answer in submission.answer_set.all() if answer.is_done}
    asked = (REASON,) if submission.journey == Journey.CHANGE else steps_of(submission)
    return next((step.slug for step in asked if step.slug not in done), CHECK)


def bound_form(submission: Submission, step: Step, raw: Raw | None = None) -> StepForm:
    """Return the form of a page with what was typed: `raw`, or what is kept. Pages nobody was on yet give an unbound form."""
    if raw is None:
        raw = raw_of(submission, step)
    form = step.form(raw, submission=submission)
    if submission.journey == Journey.CHANGE and step.slug in submission.before:
        _ask_no_more_than_before(form, submission.before[step.slug])
    return form


def _ask_no_more_than_before(form: StepForm, before: Raw) -> None:
    """Let a suggestion leave empty what the entry lacks, and as long what was longer: that is not for its sender to mend."""
    for name, field in form.fields.items():
        had = before.get(name, [])
        field.required = field.required and bool(had)
        if hasattr(field, "longest"):
            field.longest = max([field.longest, *map(len, had)])


def raw_of(submission: Submission, step: Step) -> Raw | None:
    """Return what is kept of a page; nothing when nobody was on it yet. Name and e-mail are kept in columns of their own."""
    if step.slug != YOU:
        return submission.answers.get(step.slug)
    if not submission.contact_email and not submission.contact_name and YOU not in submission.answers:
        return None
    columns = {name: [getattr(submission, name)] for name in you.YouForm.base_fields if name.startswith("contact_")}
    return columns | ({"agree": ["on"]} if submission.consented_at else {})


def unfinished(submission: Submission) -> list[Step]:
    """Return the pages that still need an answer or a correction, in order."""
    return [step for step in steps_of(submission) if not _is_right(submission, step)]


def _is_right(submission: Submission, step: Step) -> bool:
    if step.slug == PHOTOS:
        return not submission.photos.filter(Q(alt="") | Q(people="")).exists()
    raw = raw_of(submission, step)
    if raw is None:
        return step.is_optional
    if raw == submission.before.get(step.slug):
        return True  # nothing is suggested here
    return bound_form(submission, step, raw).is_valid()
