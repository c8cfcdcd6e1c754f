"""The mails with which moderators ask and decide. Their words are offered for editing before they go."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import SiteDetails
from outbox.actions import post, words_of
from outbox.kinds import MailKind, register
from outbox.words import Words
from submissions.mails import PLACEHOLDERS
from submissions.models import Submission

QUESTION, DECLINED, PUBLISHED, MERGED = (
    "submission-question",
    "submission-declined",
    "submission-published",
    "submission-merged",
)
# Stands where the question belongs until the moderator wrote it; a mail that still holds it is not sent.
QUESTION_HERE = _("[Write your question here.]")
NAMES = ("site", "reference", "name", "title", "link")


def _kind(code: str, label, subject: str, text: str, *more: str) -> MailKind:
    words = PLACEHOLDERS | {"question": _("what the moderator asks"), "reason": _("why it was declined")}
    return MailKind(code, label, subject, text, {name: words[name] for name in (*NAMES, *more)})


KINDS = (
    _kind(
        QUESTION,
        _("A question about what was sent"),
        "A question about {title} ({reference})",
        """Dear {name},

thank you for telling us about {title}. Before we decide we would like to ask you:

{question}

Please answer on this page, or reply to this mail:

{link}

Your reference is {reference}.""",
        "question",
    ),
    _kind(
        DECLINED,
        _("It was declined"),
        "About what you sent us: {title} ({reference})",
        """Dear {name},

thank you for telling us about {title}. We read it and will not add it to {site}.

{reason}

If you think that we misunderstood something, reply to this mail: a person reads it. What you sent is still here:

{link}

Your reference is {reference}.""",
        "reason",
    ),
    _kind(
        PUBLISHED,
        _("It was published"),
        "{title} is in the directory ({reference})",
        """Dear {name},

thank you. {title} can now be found by everybody:

{link}

If something on the page is not right, or changes, use “Suggest a change” there. In a year we ask you whether it is still right.

Your reference is {reference}.""",
    ),
    _kind(
        MERGED,
        _("It was added to another entry"),
        "{title}: we add what you sent to an entry that is there already ({reference})",
        """Dear {name},

thank you for telling us about {title}. The directory has an entry about it, so we add what you sent to that one:

{link}

You will see it there as soon as an editor has worked it in. Your reference is {reference}.""",
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def question_words(submission: Submission) -> Words:
    """Return the mail around a question that the moderator has yet to write."""
    return words_of(QUESTION, _values(submission, status_address(submission)) | {"question": str(QUESTION_HERE)})


def decline_words(submission: Submission, reason: str) -> Words:
    return words_of(DECLINED, _values(submission, status_address(submission)) | {"reason": reason})


def say_published(submission: Submission, *, reply_to: str) -> None:
    """Mail the address of the page."""
    _post(submission, PUBLISHED, submission.page.full_url, reply_to)


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


def _post(submission: Submission, code: str, link: str, reply_to: str) -> None:
    post(code, submission.contact_email, _values(submission, link), reply_to=reply_to, about=submission.reference)
