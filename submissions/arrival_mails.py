"""The mails that tell moderators what arrived and what waits. They hold nothing about who sent it."""

import re
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.models import SiteDetails
from outbox.actions import words_of
from outbox.kinds import MailKind, register
from outbox.words import Words, one_line
from submissions.models import Submission
from submissions.queue import news_of
from submissions.states import Journey, State
from submissions.telling import WhatWaits

ARRIVED, ANSWERED, MANY, DIGEST = "arrived", "arrived-answer", "arrived-many", "arrived-digest"
LONGEST_TITLE = 100
SLASHES = re.compile(r":/{2,}")
KINDS_IN_WORDS = {
    Journey.INITIATIVE: gettext_lazy("New initiative"),
    Journey.CONNECTOR: gettext_lazy("New connector"),
    Journey.CHANGE: gettext_lazy("Suggested change"),
    Journey.CLAIM: gettext_lazy("Claim"),
}
NEWS_IN_WORDS = {
    "new": gettext_lazy("You have not read it yet."),
    "answer": gettext_lazy("The sender answered."),
    "changed": gettext_lazy("The sender changed it since you read it."),
}
FOOT = """You get this mail because you decide about what people send to {site}.

Change how often you get these mails, or stop them: {account_link}"""
PLACEHOLDERS = {
    "site": gettext_lazy("the name of the site"),
    "account_link": gettext_lazy("the link to the account, where each person chooses how often"),
    "title": gettext_lazy("the name of the initiative or connector"),
    "reference": gettext_lazy("the reference, such as K7QX-M3RD"),
    "kind": gettext_lazy("new initiative, new connector, suggested change or claim"),
    "due": gettext_lazy("the day by which we decide"),
    "link": gettext_lazy("the link, on a line of its own"),
    "summary": gettext_lazy("how much waits, in a line"),
    "list": gettext_lazy("what waits, since when and by when it is due"),
}


def _kind(code: str, label, subject: str, text: str, *names: str) -> MailKind:
    known = {name: PLACEHOLDERS[name] for name in ("site", "account_link", *names)}
    return MailKind(code, label, subject, f"{text}\n\n{FOOT}", known)


KINDS = (
    _kind(
        ARRIVED,
        gettext_lazy("To moderators: something arrived"),
        "{kind}: {title} ({reference})",
        """{kind}: “{title}”.

It waits for a decision. The sender was promised one by {due}.

Read it:
{link}

The reference is {reference}.""",
        *("kind", "title", "reference", "due", "link"),
    ),
    _kind(
        ANSWERED,
        gettext_lazy("To moderators: an answer arrived"),
        "Answer about {title} ({reference})",
        """The sender of “{title}” answered the question they were asked.

It waits for a decision. The sender was promised one by {due}.

Read the answer:
{link}

The reference is {reference}.""",
        *("title", "reference", "due", "link"),
    ),
    _kind(
        MANY,
        gettext_lazy("To moderators: much arrives at once"),
        "More is arriving than we mail you about",
        """Much is arriving at {site} just now. So that it does not fill your mailbox, you get no mails about \
single submissions for up to an hour.

Nothing is lost: all of it stands in the queue.

See all that waits:
{link}""",
        "link",
    ),
    _kind(
        DIGEST,
        gettext_lazy("To moderators: what waits today"),
        "{summary}",
        """{summary}.

{list}

See all that waits:
{link}""",
        *("summary", "list", "link"),
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def arrived_words(submission: Submission) -> Words:
    kind = str(KINDS_IN_WORDS[submission.journey])
    return words_of(ARRIVED, _common() | _about(submission) | {"kind": kind})


def answered_words(submission: Submission) -> Words:
    return words_of(ANSWERED, _common() | _about(submission))


def many_words() -> Words:
    return words_of(MANY, _common() | {"link": _address("submission_queue")})


def digest_words(what: WhatWaits) -> Words:
    """Return the daily mail: what is late, due today and due on the next working day stands apart and first."""
    own = {"summary": summary_of(what), "list": list_of(what), "link": _address("submission_queue")}
    return words_of(DIGEST, _common() | own)


def summary_of(what: WhatWaits) -> str:
    """Return how much waits, in a line without an end."""
    counts = what.counts
    if not counts.in_queue:
        number = counts.likely_spam
        return ngettext(
            "%(number)d submission is probably spam", "%(number)d submissions are probably spam", number
        ) % {"number": number}
    number = counts.in_queue
    text = ngettext(
        "%(number)d submission waits for a decision", "%(number)d submissions wait for a decision", number
    ) % {"number": number}
    if counts.overdue:
        return f"{text}, {_('%(number)d later than promised') % {'number': counts.overdue}}"
    if what.is_pressing:
        when = _when_due(counts.first_due, what)
        return f"{text}, {_('the next is due %(when)s') % {'when': when}}"
    return text


def list_of(what: WhatWaits) -> str:
    """Return what waits by name, under headings, with how many more there are."""
    parts = []
    for heading, found in groupby(what.named, key=lambda submission: _heading(submission, what)):
        parts += [f"— {heading} —", *(_entry(submission) for submission in found)]
    if what.not_named:
        more = ngettext("… and %(number)s more in the list.", "… and %(number)s more in the list.", what.not_named)
        parts.append(more % {"number": f"{what.not_named:,}"})
    if what.counts.likely_spam:
        parts.append(_spam(what))
    return "\n\n".join(parts)


def _spam(what: WhatWaits) -> str:
    number, look = what.counts.likely_spam, _("Please look all the same: a person may be among them.")
    if not what.counts.in_queue:  # the summary says how many
        return look
    text = ngettext("%(number)d more is probably spam.", "%(number)d more are probably spam.", number)
    return f"{text % {'number': number}} {look}"


def _heading(submission: Submission, what: WhatWaits) -> str:
    if submission.due_on is None or submission.due_on > what.next_day:
        return _("Also waiting") if what.is_pressing else _("Waiting")
    if submission.due_on < what.today:
        return _("Later than promised")
    return _("Due %(when)s") % {"when": _when_due(submission.due_on, what)}


def _when_due(day, what: WhatWaits) -> str:
    days = (day - what.today).days
    names = {0: _("today"), 1: _("tomorrow")}
    return names.get(days) or _("on %(day)s") % {"day": formats.date_format(day, "l j F")}


def _entry(submission: Submission) -> str:
    kind = KINDS_IN_WORDS[submission.journey]
    facts = [
        _("%(kind)s, reference %(reference)s.") % {"kind": kind, "reference": submission.reference},
        _("Waiting since %(since)s, decision due by %(due)s.")
        % {"since": _day(timezone.localdate(submission.queued_at)), "due": _day(submission.due_on)}
        if submission.queued_at and submission.due_on
        else "",
        _("You asked the sender something.") if submission.state == State.ASKED else "",
        str(NEWS_IN_WORDS.get(news_of(submission), "")),
    ]
    said = " ".join(fact for fact in facts if fact)
    return f"“{title_of(submission)}”\n{said}\n{_('Read it')}: {_screen(submission)}"


def title_of(submission: Submission) -> str:
    """Return the name that a stranger gave, in one line; an address in it becomes no link."""
    return SLASHES.sub(":/", one_line(submission.name, LONGEST_TITLE))


def _about(submission: Submission) -> dict[str, str]:
    return {
        "title": title_of(submission),
        "reference": submission.reference,
        "due": _day(submission.due_on),
        "link": _screen(submission),
    }


def _common() -> dict[str, str]:
    details = SiteDetails.objects.first() or SiteDetails()
    return {"site": details.name, "account_link": f"{_address('wagtailadmin_account')}#tab-notifications"}


def _screen(submission: Submission) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("submission_screen", args=[submission.reference])


def _address(name: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(name)


def _day(day) -> str:
    return formats.date_format(day, "j F Y")
