"""What an answer means for an address, and when it is asked again. No database, no network."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils.timezone import localdate

from linkcheck import conf
from linkcheck.asking import Answer
from linkcheck.models import Address, LinkState, Reason

GONE = {404, 410}
REFUSES = {401, 402, 403, 407, 423, 451, 999}
TOO_MANY, NOT_NOW = 429, 503
NO_SUCH_RANGE = 416  # of an empty page, which is there
WORKS = {*range(200, 300), 304, NO_SUCH_RANGE}
# Nothing that a visitor would meet too, or nothing we can see: never a reason to call an address dead.
CANNOT_TELL = {Reason.CERTIFICATE, Reason.ROBOTS, Reason.NO_ROBOTS, Reason.REFUSED, Reason.BUSY, Reason.NOT_PUBLIC}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one check.

    Attributes:
        status: the last number a site answered with, if there was an answer.
        reason: why it is not fine, where the number does not say it.
        moved_to: where permanent redirects lead.
        wait: how long the site asked us to stay away.
    """

    status: int | None = None
    reason: Reason | str = ""
    moved_to: str = ""
    wait: timedelta = timedelta(0)

    @property
    def works(self) -> bool:
        return not self.reason and self.status in WORKS


def verdict_on(answer: Answer, moved_to: str, moment: datetime) -> Verdict:
    """Return what the last answer of a check means."""
    wait, reason = asked_to_wait(answer.retry_after, moment), ""
    if answer.status == TOO_MANY or (answer.status == NOT_NOW and wait):
        reason = Reason.BUSY
    elif answer.status in REFUSES:
        reason = Reason.REFUSED
    return Verdict(answer.status, reason, moved_to, wait)


def asked_to_wait(retry_after: str, moment: datetime) -> timedelta:
    """Read the header "Retry-After": seconds or a date, at most the 30 days after which everything is asked again."""
    if retry_after.isascii() and retry_after.isdigit():
        wait = timedelta(seconds=min(int(retry_after[:10]), conf.CHECK_AGAIN_AFTER.total_seconds()))
    else:
        try:
            then = parsedate_to_datetime(retry_after)
        except ValueError:
            return timedelta(0)
        wait = (then if then.tzinfo else then.replace(tzinfo=UTC)) - moment
    return min(max(wait, timedelta(0)), conf.CHECK_AGAIN_AFTER)


def changes_by(verdict: Verdict, address: Address, moment: datetime) -> dict:
    """Return the new values of an address's columns after a check."""
    changes = {"status": verdict.status, "reason": verdict.reason, "checked_at": moment, "redirected_to": ""}
    calm = {"failures": 0, "failed_days": 0, "first_failed_at": None, "last_failed_on": None}
    if verdict.works:
        state = LinkState.MOVED if verdict.moved_to else LinkState.FINE
        after = conf.CHECK_AGAIN_AFTER
        changes |= {**calm, "redirected_to": verdict.moved_to}
    elif verdict.reason in CANNOT_TELL:
        state = LinkState.UNKNOWN
        after = verdict.wait or (
            conf.CHECK_FAILING_AFTER if verdict.reason in {Reason.BUSY, Reason.NO_ROBOTS} else conf.CHECK_AGAIN_AFTER
        )
        changes |= calm
    else:
        failing = _failing(verdict, address, moment)
        state, changes = failing["state"], changes | failing
        after = conf.CHECK_DEAD_AFTER if state == LinkState.DEAD else conf.CHECK_FAILING_AFTER
    return {**changes, "state": state, "next_check_at": moment + max(after, verdict.wait)}


def _failing(verdict: Verdict, address: Address, moment: datetime) -> dict:
    day = localdate(moment)
    days = address.failed_days + (address.last_failed_on != day)
    limit = conf.FAILED_DAYS_OF_GONE if verdict.status in GONE and not verdict.reason else conf.FAILED_DAYS_OF_DEAD
    return {
        "state": LinkState.DEAD if days >= limit else LinkState.FAILING,
        "failures": address.failures + 1,
        "failed_days": days,
        "first_failed_at": address.first_failed_at or moment,
        "last_failed_on": day,
    }
