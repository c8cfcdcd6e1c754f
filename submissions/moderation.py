"""Reads for the one screen on which a submission is decided."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from submissions.answers import Row, Section, sections_of
from submissions.models import LogEntry, Message, SeenBy, Submission
from submissions.states import State


@dataclass(frozen=True)
class ShownSection:
    """One page of answers. `is_new`: the sender changed it since this moderator looked last."""

    section: Section
    is_new: bool

    @property
    def answered(self) -> list[Row]:
        return [row for row in self.section.rows if row.text]

    @property
    def unanswered(self) -> list[str]:
        """What was asked and not answered; where the same is asked six times, once, and not when it was answered once."""
        answered = {row.label for row in self.answered}
        return list(dict.fromkeys(row.label for row in self.section.rows if row.label not in answered))


@dataclass(frozen=True)
class ShownMessage:
    message: Message
    is_new: bool


def find_submission(reference: str) -> Submission | None:
    """Return a submission that reached the moderators, also while its sender confirms another address."""
    found = Submission.objects.select_related("target", "page", "decided_by")
    return found.filter(reference=reference, queued_at__isnull=False).exclude(state=State.DRAFT).first()


def last_look(submission: Submission, user) -> datetime | None:
    return SeenBy.objects.filter(submission=submission, user=user).values_list("at", flat=True).first()


def remember_look(submission: Submission, user, at: datetime) -> None:
    """Keep that a moderator looked. What came while the page was drawn is new the next time: `at` is when it began."""
    SeenBy.objects.update_or_create(submission=submission, user=user, defaults={"at": at})


def sections_since(submission: Submission, looked_at: datetime | None) -> list[ShownSection]:
    """Return the answers by page, and which of them are new to somebody who looked at this time.

    Without name and e-mail address: those who may read them find them beside. Without what an entry said before a change
    was suggested: what is suggested stands in `changes_of`.
    """
    changed = {}
    if looked_at:
        changed = dict(submission.answer_set.filter(updated_at__gt=looked_at).values_list("step", "updated_at"))
    return [
        ShownSection(section, is_new=section.step.slug in changed)
        for section in sections_of(submission)
        if not any(row.is_private for row in section.rows) and section.step.slug not in submission.before
    ]


def thread_since(submission: Submission, looked_at: datetime | None) -> list[ShownMessage]:
    messages = submission.thread.select_related("author")
    return [ShownMessage(message, is_new=bool(looked_at and message.created_at > looked_at)) for message in messages]


def history_of(submission: Submission) -> QuerySet[LogEntry]:
    return submission.log.select_related("user").order_by("-pk")
