"""The mails with which moderators ask and decide. Their words are offered for editing before they go."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import SiteDetails
from outbox.actions import post, words_of
from outbox.kinds import MailKind, register
from outbox.words import Words
from submissions.mails import PLACEHOLDERS
from submissions.models import Submission
from submissions.states import Journey

QUESTION, PUBLISHED, MERGED = "submission-question", "submission-published", "submission-merged"
DECLINED, CHANGE_DECLINED, CLAIM_DECLINED = "submission-declined", "change-declined", "claim-declined"
# So long the mails about publishing and declining wait: nobody is told what a moderator takes back at once.
HOLD_FOR = timedelta(minutes=10)
# Stands where the question belongs until the moderator wrote it; a mail that still holds it is not sent.
QUESTION_HERE = _("[Write your question here.]")
NAMES = ("site", "reference", "name", "title", "link")


def _kind(code: str, label, subject: str, text: str, *more: str, reply: str = "") -> MailKind:
    words = PLACEHOLDERS | {"question": _("what the moderator asks"), "reason": _("why it was declined")}
    return MailKind(code, label, subject, text, {name: words[name] for name in (*NAMES, *more)}, reply)


MISUNDERSTOOD = "If you think that we misunderstood something, reply to this mail: a person reads it."
KINDS = (
    _kind(
        QUESTION,
        _("A question about what was sent"),
        "A question about {title} ({reference})",
        """Dear {name},

Thank you for writing to us about {title}. Before we decide we would like to ask you:

{question}

Answer on this page:
{link}

Your reference is {reference}. {reply}""",
        "question",
        reply="You can also reply to this mail.",
    ),
    _kind(
        DECLINED,
        _("It was declined"),
        "About what you sent us: {title} ({reference})",
        """Dear {name},

Thank you for telling us about {title}. We read it and will not add it to {site}.

{reason}

Read what you sent:
{link}

Your reference is {reference}. {reply}""",
        "reason",
        reply=MISUNDERSTOOD,
    ),
    _kind(
        CHANGE_DECLINED,
        _("A suggested change was declined"),
        "About the change you suggested: {title} ({reference})",
        """Dear {name},

Thank you for writing to us about {title}. We read what you suggested. The entry stays as it is.

{reason}

Read what you sent:
{link}

Your reference is {reference}. {reply}""",
        "reason",
        reply=MISUNDERSTOOD,
    ),
    _kind(
        CLAIM_DECLINED,
        _("“This is ours” was declined"),
        "About your message that you run it: {title} ({reference})",
        """Dear {name},

Thank you for writing to us about {title}. We read what you told us, and have not made you its contact.

The entry stays as it is.

{reason}

Read what you sent:
{link}

Your reference is {reference}. {reply}""",
        "reason",
        reply=MISUNDERSTOOD,
    ),
    _kind(
        PUBLISHED,
        _("It was published"),
        "{title} is in the directory ({reference})",
        """Dear {name},

Thank you. {title} can now be found by everybody:

{link}

If something on the page is not right, or changes, use “Suggest a change” there. In a year we ask you whether it is still right.

Your reference is {reference}.""",
    ),
    _kind(
        MERGED,
        _("It was added to another entry"),
        "{title}: we add what you sent to an entry that is there already ({reference})",
        """Dear {name},

Thank you for telling us about {title}. The directory has an entry about it, so we add what you sent to that one:

{link}

You will see it there as soon as an editor has worked it in. Your reference is {reference}.""",
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def question_words(submission: Submission, *, reply_to: str) -> Words:
    """Return the mail around a question that the moderator has yet to write."""
    values = _values(submission, status_address(submission)) | {"question": str(QUESTION_HERE)}
    return words_of(QUESTION, values, reply_to=reply_to)


def decline_words(submission: Submission, reason: str, *, reply_to: str) -> Words:
    """Return the mail with which this kind of journey is declined for a reason."""
    values = _values(submission, status_address(submission)) | {"reason": reason}
    return words_of(declined_code(submission), values, reply_to=reply_to)


def declined_code(submission: Submission) -> str:
    return {Journey.CHANGE: CHANGE_DECLINED, Journey.CLAIM: CLAIM_DECLINED}.get(submission.journey, DECLINED)


def say_published(submission: Submission, *, reply_to: str) -> None:
    """Mail the address of the page, as soon as publishing it cannot be undone any more."""
    _post(submission, PUBLISHED, submission.page.full_url, reply_to, hold=HOLD_FOR)


def say_merged(submission: Submission, *, reply_to: str) -> None:
    """Mail the address of the entry that takes it in."""
    _post(submission, MERGED, submission.page.full_url, reply_to)


def status_address(submission: Submission) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("submit_status", args=[submission.reference])


def _values(submission: Submission, link: str) -> dict[str, str]:
    details = SiteDetails.objects.first() or SiteDetails()
    return {
        "site": details.name,
        "reference": submission.reference,
        "name": submission.contact_name,
        "title": submission.name,
        "link": link,
    }


def _post(submission: Submission, code: str, link: str, reply_to: str, *, hold: timedelta = timedelta()) -> None:
    values, goes_at = _values(submission, link), timezone.now() + hold
    post(code, submission.contact_email, values, reply_to=reply_to, about=submission.reference, not_before=goes_at)
