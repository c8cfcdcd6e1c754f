"""The mails of the journey: their words, which site managers may change, and when each is sent."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from core.models import SiteDetails
from outbox.actions import mails_to, post
from outbox.kinds import MailKind, register
from outbox.models import MailState
from submissions.models import Submission, SubmissionSettings

SOON = timedelta(minutes=1)
CONFIRM, RETURN = "submission-confirm", "submission-return"
PLACEHOLDERS = {
    "site": _("the name of the site"),
    "name": _("the name of who sent it"),
    "title": _("the name of the initiative or connector"),
    "reference": _("the reference, such as K7QX-M3RD"),
    "link": _("the link, on a line of its own"),
    "due": _("the day by which we decide"),
    "reviewers": _("who decides"),
    "answers": _("all answers"),
}


def _kind(code: str, label, subject: str, text: str, *names: str, reply: str = "") -> MailKind:
    placeholders = {name: PLACEHOLDERS[name] for name in ("site", "reference", *names)}
    return MailKind(code, label, subject, text, placeholders, reply)


KINDS = (
    _kind(
        CONFIRM,
        _("Please confirm your e-mail address"),
        "Confirm your e-mail address: {reference}",
        """Thank you for writing to us about {title}.

Please confirm that this is your address. Until then nobody reads what you sent.

Confirm my address:
{link}

The link works once, for 24 hours. If it has ended, the page behind it sends you a new one.

Your reference is {reference}. If you did not send us anything, you need do nothing: it is deleted after 30 days.""",
        "title",
        "link",
    ),
    _kind(
        RETURN,
        _("Come back to what you began or sent"),
        "Your way back to {reference}",
        """Here is the way back to what you told us, on any phone or computer.

Go on:
{link}

The link works once, for 24 hours. If it has ended, the page behind it sends you a new one. What you have not sent yet is \
kept for 30 days after your last answer.

Your reference is {reference}. If you did not ask for this, you need do nothing.""",
        "link",
    ),
    _kind(
        "submission-arrived",
        _("We have it"),
        "We have it: {title} ({reference})",
        """Dear {name},

Thank you. What you sent about {title} has reached us and will be read by {reviewers}.

We decide by {due} and tell you at this address.

Your reference is {reference}.

What you sent:

{answers}

You can read it, correct it or take it back.

See what you sent:
{link}

If something is unclear we will ask you by mail. {reply}""",
        "name",
        "title",
        "link",
        "due",
        "reviewers",
        "answers",
        reply="Reply to this mail if you want to tell us something else.",
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def ask_to_confirm(submission: Submission, secret: str, email: str, *, by_stranger: bool) -> None:
    """Mail the link that confirms the address."""
    _post(
        submission,
        CONFIRM,
        email,
        by_stranger=by_stranger,
        title=submission.name,
        link=_address("submit_confirm", secret),
    )


def send_return_link(submission: Submission, secret: str, email: str, *, by_stranger: bool) -> None:
    """Mail the link that opens the submission on another device."""
    _post(submission, RETURN, email, by_stranger=by_stranger, link=_address("submit_return", secret))


def say_it_arrived(submission: Submission) -> None:
    """Mail the reference, the answers and the day of the decision. Its address is confirmed, so no stranger asked for it."""
    _post(
        submission,
        "submission-arrived",
        submission.contact_email,
        by_stranger=False,
        name=submission.contact_name,
        title=submission.name,
        link=settings.WAGTAILADMIN_BASE_URL + reverse("submit_status", args=[submission.reference]),
        due=formats.date_format(submission.due_on, "j F Y"),
        reviewers=SubmissionSettings.load().reviewers,
        answers=answers_as_text(submission),
    )


def waits_until(submission: Submission, email: str) -> datetime | None:
    """Return when the newest mail about it goes to this address, if that is later: nobody is sent more than three an hour."""
    newest = mails_to(email).filter(about=submission.reference).order_by("-next_try_at").first()
    waits = newest and newest.state == MailState.WAITING and newest.next_try_at > timezone.now() + SOON
    return newest.next_try_at if waits else None


def answers_as_text(submission: Submission) -> str:
    """Return all answers as plain text, each question with what was said; of a suggested change only what it would change."""
    from submissions.answers import sections_of  # noqa: PLC0415 - reads import forms, which import nothing of mails
    from submissions.changes import changes_as_lines  # noqa: PLC0415 - as above

    lines = []
    for section in sections_of(submission):
        if section.step.slug not in submission.before:
            lines += [f"{row.label}: {row.text}" for row in section.rows if row.text and not row.is_private]
    return "\n\n".join([*lines, *changes_as_lines(submission)])


def _address(name: str, secret: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=[secret])


def _post(submission: Submission, code: str, email: str, *, by_stranger: bool, **values: str) -> None:
    details = SiteDetails.objects.first() or SiteDetails()
    values |= {"site": details.name, "reference": submission.reference}
    post(code, email, values, about=submission.reference, asked_by_visitor=by_stranger)
