"""Telling the people who decide what arrived and what waits."""

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from outbox.actions import post_words
from outbox.limits import hold_others, written_within_hour
from outbox.words import Words
from submissions.arrival_mails import (
    ANSWERED,
    ARRIVED,
    DIGEST,
    MANY,
    answered_words,
    arrived_words,
    digest_words,
    many_words,
)
from submissions.models import ArrivalMails, HowOften, Submission
from submissions.telling import what_waits_for, who_gets_digests, who_is_told_at_once

# Mails about single submissions that a person gets within an hour; one more says that there is more.
MOST_AN_HOUR = 5


def tell_it_arrived(submission: Submission) -> None:
    """Mail whoever wants to know at once that a submission reached the queue. The last thing that its transaction does.

    What is likely spam is told by nobody's mail at once: programs would fill the moderators' mailboxes. The digest counts it.
    """
    _tell(submission, ARRIVED, arrived_words)


def tell_it_was_answered(submission: Submission) -> None:
    """Mail whoever wants to know at once that the sender answered; otherwise as `tell_it_arrived`."""
    _tell(submission, ANSWERED, answered_words)


def _tell(submission: Submission, code: str, words_about: Callable[[Submission], Words]) -> None:
    addresses = [] if submission.likely_spam else list(who_is_told_at_once().values_list("email", flat=True))
    if not addresses:
        return
    # One arrival counts at a time. Taken last, so that nobody who has it waits for another lock.
    hold_others("arrivals")
    single = written_within_hour(addresses, [ARRIVED, ANSWERED])
    many = written_within_hour(addresses, [MANY])
    words = words_about(submission)
    for address, number in single.items():
        if number < MOST_AN_HOUR:
            post_words(code, address, words.subject, words.text, about=submission.reference)
        elif not many[address]:
            more = many_words()
            post_words(MANY, address, more.subject, more.text)


def write_digests(*, not_before: int) -> int:
    """Write today's digest to everybody who wants one and has not got it, and return how many were written.

    Each person is a transaction of their own, with their row locked: a run that is cut off, repeated or doubled writes no
    mail twice and leaves nobody out. Where nothing waits, nothing is written, and a later run looks again.

    Args:
        not_before: the hour of the day, 0 to 23, before which nothing is written.
    """
    if timezone.localtime().hour < not_before:
        return 0
    return sum(_write_digest(user, timezone.localdate()) for user in who_gets_digests())


@transaction.atomic
def _write_digest(user, today: datetime.date) -> bool:
    ArrivalMails.objects.get_or_create(user=user)
    chosen = ArrivalMails.objects.select_for_update().get(user=user)
    # Another run may have been here since the list was made, or the person changed their mind.
    if chosen.digest_on == today or chosen.how_often == HowOften.NEVER:
        return False
    what = what_waits_for(user)
    is_wanted = what.counts.in_queue or what.counts.likely_spam
    if not (what.is_pressing if chosen.how_often == HowOften.AT_ONCE else is_wanted):
        return False
    words = digest_words(what)
    post_words(DIGEST, user.email, words.subject, words.text)
    chosen.digest_on = today
    chosen.save(update_fields=["digest_on"])
    return True
