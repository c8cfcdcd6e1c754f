"""Handing mails to the mail server: one process at a time for each mail, outside of any transaction.

A mail belongs to whoever took it for the time of the lease. Marks are single statements, so a process that is killed leaves
nothing half done: what it had taken is free again when the lease ends. Only when it is killed between the server's "OK" and our
mark does a mail go twice, with the same Message-ID.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils.timezone import now

from core.models import SiteDetails
from outbox import conf, limits
from outbox.answers import Answer, Outcome, answer_of
from outbox.messages import message_of, site_details
from outbox.models import MailState, OutgoingMail

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 500
CANDIDATES = 20  # how many due mails are looked at to get one that nobody else takes meanwhile


@dataclass(slots=True)
class Round:
    """What one round did: how many mails were delivered, and whether the mail server is in trouble, so that waiting is better."""

    delivered: int = 0
    trouble: bool = False


def deliver_due(limit: int = MOST_AT_ONCE) -> int:
    """Send what is due, at most `limit` mails, and return how many the mail server took. Stops when the server is in trouble."""
    return deliver_round(limit).delivered


def deliver_round(limit: int = MOST_AT_ONCE, go_on: Callable[[], bool] = lambda: True) -> Round:
    """Send what is due over one connection; `go_on` is asked before each mail."""
    done = Round()
    if not OutgoingMail.objects.due(now()).exists():
        return done
    connection = get_connection(settings.OUTBOX_BACKEND)
    try:
        connection.open()
    except Exception as error:
        _say_unreachable(answer_of(error))
        done.trouble = True
        _close(connection)
        return done
    try:
        details = site_details()
        for _number in range(limit):
            mail = _take() if go_on() else None
            if mail is None:
                break
            outcome = _send(mail, connection, details)
            done.delivered += outcome is Outcome.SENT
            if outcome is Outcome.TROUBLE:
                done.trouble = True
                break
    finally:
        _close(connection)
    return done


def _take() -> OutgoingMail | None:
    """Return a due mail that belongs to this process until its lease ends; None when there is none."""
    while True:
        moment = now()
        due = OutgoingMail.objects.due(moment).order_by("next_try_at", "pk").values_list("pk", flat=True)
        numbers = list(due[:CANDIDATES])
        if not numbers:
            return None
        # Another process starts with the same list: each begins somewhere.
        random.shuffle(numbers)
        for number in numbers:
            mine = OutgoingMail.objects.due(moment).filter(pk=number)
            if mine.update(taken_until=moment + conf.lease(), attempts=F("attempts") + 1):
                mail = OutgoingMail.objects.get(pk=number)
                if not _put_off(mail, moment):
                    return mail


def _put_off(mail: OutgoingMail, moment: datetime) -> bool:
    """Give a mail back when its address has had its share of mails that visitors caused."""
    if not mail.asked_by_visitor:
        return False
    goes_at = limits.when_to_hand_over(mail, moment)
    if goes_at <= moment:
        return False
    _give_back(mail, next_try_at=goes_at, attempts=F("attempts") - 1)
    return True


def _send(mail: OutgoingMail, connection: BaseEmailBackend, details: SiteDetails) -> Outcome:
    try:
        connection.send_messages([message_of(mail, details)])
    except Exception as error:
        answer = answer_of(error)
        _mark_refused(mail, answer)
        if answer.outcome is Outcome.FAILED:
            logger.exception("Mail %s could not be made", mail.pk)
        return answer.outcome
    # Whoever has it now: it is sent.
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=now(), taken_until=None, text="", html="", last_error=""
    )
    return Outcome.SENT


def _mark_refused(mail: OutgoingMail, answer: Answer) -> None:
    moment = now()
    if answer.outcome is Outcome.REFUSED:
        _give_back(mail, state=MailState.BOUNCED, last_error=answer.words)
    elif answer.outcome is Outcome.FAILED or moment >= mail.give_up_at:
        _give_back(mail, state=MailState.FAILED, last_error=answer.words)
    else:
        # In trouble with the server it may not be this mail's fault: it is tried soon, and the whole round waits.
        doublings = 0 if answer.outcome is Outcome.TROUBLE else min(mail.attempts - 1, 20)
        wait = min(conf.first_wait() * 2**doublings, conf.longest_wait())
        # Some earlier, some later: what failed together would else come back together.
        wait *= random.uniform(0.8, 1.2)  # noqa: S311 - no secret
        _give_back(mail, next_try_at=moment + wait, last_error=answer.words)


def _give_back(mail: OutgoingMail, **changes) -> None:
    """Change a mail that is still ours: after a lease that ran out somebody else may have sent it."""
    mine = OutgoingMail.objects.waiting().filter(pk=mail.pk, taken_until=mail.taken_until)
    mine.update(taken_until=None, **changes)


def _say_unreachable(answer: Answer) -> None:
    """Note on all due mails why they wait. It is no try of theirs: they go as soon as the server is back."""
    logger.warning("The mail server cannot be reached: %s", answer.words)
    moment = now()
    due = OutgoingMail.objects.due(moment)
    due.update(last_error=answer.words)
    due.filter(give_up_at__lte=moment).update(state=MailState.FAILED)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail server did not say goodbye", exc_info=True)
