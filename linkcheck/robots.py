"""What a site allows programs to ask for (robots.txt, RFC 9309). Read once a day, kept with the host."""

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.utils.timezone import now

from linkcheck import conf
from linkcheck.asking import Answer, UnansweredError
from linkcheck.models import Host, Reason
from linkcheck.pacing import host_name

AGENT = "NextTownOver-LinkCheck"
RULES, NO_RULES, UNREADABLE = "rules", "no-rules", "unreadable"
SERVER_ERROR = 500
OK = range(200, 300)


def require_leave(url: str, fetch: Callable[[str], Answer], clock: Callable = now) -> None:
    """Return when the site of an address lets programs ask for it.

    Args:
        fetch: gets the rules, following redirects.

    Raises:
        UnansweredError: it does not, its rules cannot be read, or it does not answer at all.
    """
    host, _made = Host.objects.get_or_create(name=host_name(url), defaults={"free_at": clock()})
    if host.robots_read_at is None or not clock() - conf.ROBOTS_KEPT < host.robots_read_at <= clock():
        parts = urlsplit(url)
        host = _read(host, fetch(f"{parts.scheme}://{parts.netloc}/robots.txt"), clock)
    if host.robots_answer == UNREADABLE:
        raise UnansweredError(Reason.NO_ROBOTS)
    if host.robots_answer == RULES and not _rules(host.robots).can_fetch(AGENT, url):
        raise UnansweredError(Reason.ROBOTS)


def _read(host: Host, answer: Answer, clock: Callable) -> Host:
    host.robots, host.gap_seconds = "", 0
    if answer.status in OK:
        # A NUL is no text on PostgreSQL; digits of other scripts are none to the parser, which stumbles over them.
        host.robots = answer.body.decode("ascii", "ignore").replace("\0", "")
        host.robots_answer = RULES
        host.gap_seconds = min(int(_rules(host.robots).crawl_delay(AGENT) or 0), conf.LONGEST_GAP_SECONDS)
    else:
        host.robots_answer = UNREADABLE if answer.status >= SERVER_ERROR else NO_RULES
    host.robots_read_at = clock()
    host.save(update_fields=["robots", "robots_answer", "robots_read_at", "gap_seconds"])
    return host


def _rules(text: str) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    parser.modified()
    return parser
