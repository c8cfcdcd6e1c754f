"""What reached the moderators: the list, what is new in it, and how much of it waits."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from connectors.models import EntryPlace
from places.gazetteer import KnownPlace
from places.lookup import find_place
from places.models import Place
from submissions.models import Answer, LogEntry, SeenBy, Submission
from submissions.models.thread import Done
from submissions.secrets import tidy_reference
from submissions.states import IN_QUEUE, State

# What is in the queue or was decided; a submission whose sender gives another address leaves the queue until it is confirmed.
NOT_IN_LIST = (State.DRAFT, State.UNCONFIRMED)
# The pages that the list needs of each submission: the others may be long.
LISTED_STEPS = ("about", "where")


@dataclass(frozen=True)
class InQueue:
    """What waits for the moderators, as counts.

    Attributes:
        likely_spam: in the queue, but probably nothing.
        first_due: the earliest promised day of what is no spam; past when something is late.
        next_due: the earliest promised day that is still to come.
        first_answer: when the oldest answer came that this moderator has not read.
    """

    in_queue: int = 0
    overdue: int = 0
    answered: int = 0
    likely_spam: int = 0
    first_due: date | None = None
    next_due: date | None = None
    first_answer: datetime | None = None


def arrived() -> QuerySet[Submission]:
    """Return what reached the moderators, also what was decided since. Drafts are nobody's business but their senders'."""
    return Submission.objects.exclude(state__in=NOT_IN_LIST)


def for_list(submissions: QuerySet[Submission], user) -> QuerySet[Submission]:
    """Add what a row shows: its answers in short, and what tells `news_of` what is new to this moderator."""
    answers = Answer.objects.filter(step__in=LISTED_STEPS)
    places = EntryPlace.objects.select_related("place")
    return (
        with_news(submissions, user)
        .select_related("target")
        .prefetch_related(Prefetch("answer_set", answers), Prefetch("target__entry_places", places))
    )


def with_news(submissions: QuerySet[Submission], user) -> QuerySet[Submission]:
    """Annotate when this moderator looked last, and when the sender answered and corrected last."""
    looks = SeenBy.objects.filter(submission=OuterRef("pk"), user=user)
    done = LogEntry.objects.filter(submission=OuterRef("pk"), user=None).order_by("-at")
    corrected = Answer.objects.filter(submission=OuterRef("pk"), updated_at__gt=OuterRef("queued_at"))
    return submissions.annotate(
        looked_at=Subquery(looks.values("at")[:1]),
        answered_at=Subquery(done.filter(done=Done.ANSWERED).values("at")[:1]),
        changed_at=Subquery(done.filter(done=Done.CHANGED).values("at")[:1]),
        corrected_at=Subquery(corrected.order_by("-updated_at").values("updated_at")[:1]),
    )


def news_of(submission: Submission) -> str:
    """Return in a word what a moderator has not seen yet; empty when nothing. Needs `with_news`."""
    if not submission.is_in_queue:
        return ""
    if not submission.looked_at:
        return _("new")
    if submission.answered_at and submission.answered_at > submission.looked_at:
        return _("answer")
    changes = [at for at in (submission.changed_at, submission.corrected_at) if at and at > submission.looked_at]
    return _("changed") if changes else ""


def matching(submissions: QuerySet[Submission], words: str, *, with_contact: bool) -> QuerySet[Submission]:
    """Narrow to a reference, however it was typed, or to names that hold every word.

    Args:
        with_contact: also the sender's name, and the e-mail address in full. Only for those who may read both.
    """
    reference = tidy_reference(words)
    if (found := submissions.filter(reference=reference)).exists():
        return found
    for word in words.split():
        titles = Answer.objects.filter(step="about", data__title__0__icontains=word)
        place = Q(target__title__icontains=word) | Q(pk__in=titles.values("submission")) | Q(reference__icontains=word)
        if with_contact:
            place |= Q(contact_name__icontains=word) | Q(contact_email__iexact=word)
        submissions = submissions.filter(place)
    return submissions


def flagged(submissions: QuerySet[Submission], code: str) -> QuerySet[Submission]:
    """Narrow to those with this flag; "any" is one or more."""
    if code == "any":
        return submissions.exclude(flags=[])
    # SQLite cannot look into lists: look for the code as it stands in the text of the column.
    return submissions.annotate(flags_text=Cast("flags", TextField())).filter(flags_text__contains=f'"code": "{code}"')


def within(submissions: QuerySet[Submission], place: Place) -> QuerySet[Submission]:
    """Narrow to what happens in a place first of all, or is about an entry there."""
    inside = Place.objects.within(place)
    answered = Answer.objects.filter(step="where", data__places__0__in=list(inside.values_list("code", flat=True)))
    about = EntryPlace.objects.filter(place__in=inside).values("entry")
    return submissions.filter(Q(pk__in=answered.values("submission")) | Q(target__in=about))


def overdue(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.filter(state__in=IN_QUEUE, due_on__lt=timezone.localdate())


def main_place(submission: Submission) -> str:
    """Return the name of the place it is about first of all; empty when none is known."""
    answer = submission.answers.get("where", {})
    for code in answer.get("places", []):
        if isinstance(place := find_place(code), KnownPlace):
            return place.name
    if answer.get("everywhere"):
        return _("the whole UK")
    links = sorted(submission.target.entry_places.all(), key=lambda link: not link.is_lead) if submission.target else []
    return links[0].place.name if links else ""


def days_waiting(submission: Submission) -> int:
    """Return how many days ago it reached the moderators; for what was decided, how many days that took."""
    if not submission.queued_at:
        return 0
    end = submission.decided_at or timezone.now()
    return max(0, (timezone.localdate(end) - timezone.localdate(submission.queued_at)).days)


def days_left(submission: Submission) -> int | None:
    """Return in how many days the decision is due, negative when it is late; nothing when it waits for none."""
    due: date | None = submission.due_on
    return (due - timezone.localdate()).days if submission.is_in_queue and due else None


def waiting(user) -> InQueue:
    """Return what waits, for the first page of the desk. One query."""
    queue = with_news(Submission.objects.filter(state__in=IN_QUEUE), user)
    spam = Q(likely_spam=True)
    seen = Q(looked_at__isnull=False) & Q(answered_at__lt=F("looked_at"))
    late = Q(due_on__lt=timezone.localdate())
    answered = Q(answered_at__isnull=False) & ~seen
    counts = queue.aggregate(
        in_queue=Count("pk", filter=~spam),
        overdue=Count("pk", filter=late & ~spam),
        answered=Count("pk", filter=answered),
        first_due=Min("due_on", filter=~spam),
        next_due=Min("due_on", filter=~late & ~spam),
        first_answer=Min("answered_at", filter=answered),
        likely_spam=Count("pk", filter=spam),  # last: it has the name of the column that the others ask
    )
    return InQueue(**counts)


def number_waiting() -> int:
    """Return how many wait for a moderator, for the menu. What is likely spam can wait."""
    return Submission.objects.filter(state__in=IN_QUEUE, likely_spam=False).count()


def behind_draft(page) -> QuerySet[Submission]:
    """Return the submissions that wait for this page to be published, or were merged into what is not published of it yet."""
    merged = Q(state=State.MERGED)
    if page.last_published_at:
        merged &= Q(decided_at__gt=page.last_published_at)
    found = Submission.objects.filter(Q(state__in=IN_QUEUE) | merged, page=page.pk)
    return found if page.has_unpublished_changes or not page.live else found.none()
