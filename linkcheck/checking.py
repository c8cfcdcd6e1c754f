"""Asking for the addresses that are due: each by one process at a time, each host in its own pace.

An address belongs to whoever took it until its lease ends, and its marks are one statement: a process that is killed
leaves nothing half done.
"""

import logging
import random
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

from django.conf import settings
from wagtail.models import Site

from core.models import SiteDetails
from linkcheck import asking, conf, robots
from linkcheck.asking import Answer, Resolve, UnansweredError
from linkcheck.models import LONGEST_ADDRESS, Address, Reason
from linkcheck.pacing import Pace, StoppedError
from linkcheck.verdicts import TOO_MANY, Verdict, changes_by, verdict_on

logger = logging.getLogger(__name__)
CANDIDATES = 20
REDIRECTS, FOR_GOOD = {301, 302, 303, 307, 308}, {301, 308}
FIRST_ERROR = 400


class Checker:
    """Asks other sites, at their pace.

    Args:
        pace: tells the time and waits for turns.
        resolve: finds the IP addresses of a host.
        seconds: that a site has for each answer.
    """

    def __init__(self, pace: Pace, *, resolve: Resolve = asking.resolve, seconds: float = conf.SECONDS_FOR_AN_ANSWER):
        self._pace = pace
        self._resolve = resolve
        self._seconds = seconds
        self._headers = {"User-Agent": user_agent(), "Accept": "*/*"}

    def check_due(self, limit: int, go_on: Callable[[], bool] = lambda: True) -> int:
        """Check addresses that are due, at most `limit`, and return how many. `go_on` is asked before each."""
        for number in range(limit):
            address = self._take() if go_on() else None
            if address is None:
                return number
            try:
                verdict = self._verdict_on(address.url)
            except StoppedError:
                self._mark(address, {})
                return number
            except Exception:
                # A fault of ours says nothing about the address, and must not keep us from the others.
                logger.exception("%s could not be checked", address.url)
                self._mark(address, {"next_check_at": self._pace.now() + conf.CHECK_FAILING_AFTER})
            else:
                self._mark(address, changes_by(verdict, address, self._pace.now()))
        return limit

    def _take(self) -> Address | None:
        while True:
            moment = self._pace.now()
            due = Address.objects.due(moment).order_by("next_check_at", "pk").values_list("pk", flat=True)
            numbers = list(due[:CANDIDATES])
            if not numbers:
                return None
            # Another process starts with the same list: each begins somewhere.
            random.shuffle(numbers)
            for number in numbers:
                mine = Address.objects.due(moment).filter(pk=number)
                if mine.update(taken_until=moment + conf.LEASE):
                    return Address.objects.get(pk=number)

    def _mark(self, address: Address, changes: dict) -> None:
        """Change an address that is still ours, and give it back."""
        mine = Address.objects.filter(pk=address.pk, taken_until=address.taken_until)
        mine.update(taken_until=None, **changes)

    def _verdict_on(self, url: str) -> Verdict:
        try:
            return self._follow(url)
        except UnansweredError as error:
            return Verdict(reason=error.reason)

    def _follow(self, url: str) -> Verdict:
        seen, moved_to, all_for_good = set(), "", True
        while url not in seen and len(seen) <= conf.MOST_REDIRECTS:
            seen.add(url)
            robots.require_leave(url, self._rules_at, self._pace.now)
            answer = self._ask(url)
            if answer.status not in REDIRECTS or not answer.location:
                return verdict_on(answer, moved_to, self._pace.now())
            url = _next(url, answer.location)
            # What is only for now, and what comes after it, is no new address.
            all_for_good = all_for_good and answer.status in FOR_GOOD
            moved_to = url if all_for_good else moved_to
        raise UnansweredError(Reason.LOOP)

    def _ask(self, url: str) -> Answer:
        """Ask for the head only; where that is refused or not understood, for the first byte of the page."""
        try:
            answer = self._in_turn(url, "HEAD")
            if answer.status < FIRST_ERROR or answer.status == TOO_MANY:
                return answer
        except UnansweredError as error:
            if error.reason != Reason.BROKEN_OFF:
                raise
        return self._in_turn(url, "GET", {"Range": "bytes=0-0"})

    def _rules_at(self, url: str) -> Answer:
        for _redirect in range(conf.MOST_REDIRECTS + 1):
            answer = self._in_turn(url, "GET", read=conf.MOST_OF_ROBOTS)
            if answer.status not in REDIRECTS or not answer.location:
                break
            url = _next(url, answer.location)
        return answer

    def _in_turn(self, url: str, method: str, more: dict | None = None, *, read: int = 0) -> Answer:
        self._pace.turn_at(url)
        headers = {**self._headers, **(more or {})}
        return asking.ask(url, method, headers, resolve=self._resolve, read=read, seconds=self._seconds)


def _next(url: str, location: str) -> str:
    """Return where a redirect leads.

    Raises:
        UnansweredError: nowhere.
    """
    try:
        # The client reads headers as Latin-1; what sites send beyond ASCII is UTF-8.
        target = urldefrag(urljoin(url, location.encode("latin-1").decode("utf-8", "replace")))[0]
    except ValueError as error:
        raise UnansweredError(Reason.BROKEN_OFF) from error
    if len(target) > LONGEST_ADDRESS or "\0" in target:
        raise UnansweredError(Reason.BROKEN_OFF)
    return target


def user_agent() -> str:
    """Return who asks, with an address for complaints: what a host sees of us."""
    site = Site.objects.filter(is_default_site=True).first()
    contact = SiteDetails.for_site(site).contact_email if site else ""
    about = f"+{settings.WAGTAILADMIN_BASE_URL}" + (f"; {contact}" if contact else "")
    return f"{robots.AGENT}/1.0 ({about})".encode("ascii", "ignore").decode()
