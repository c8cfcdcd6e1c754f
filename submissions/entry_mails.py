"""The mails about an entry that is there already: changes taken over, new contacts, and once a year “still right?”."""

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors.checking import confirmed_or_published
from connectors.models import EntryPage
from core.models import SiteDetails
from outbox.actions import post
from outbox.kinds import MailKind, register
from submissions.models import Submission

CHANGE_TAKEN, CLAIM_ACCEPTED, CONTACT_REPLACED = "change-taken", "claim-accepted", "contact-replaced"
STILL_RIGHT, REMINDER = "still-right", "still-right-reminder"

PLACEHOLDERS: dict[str, Promise] = {
    "site": gettext_lazy("the name of the site"),
    "name": gettext_lazy("the name of who gets the mail"),
    "title": gettext_lazy("the name of the entry"),
    "link": gettext_lazy("the link, on a line of its own"),
    "reference": gettext_lazy("the reference, such as K7QX-M3RD"),
    "fields": gettext_lazy("what was taken over"),
    "summary": gettext_lazy("what the entry says in short"),
    "since": gettext_lazy("the day it was last confirmed or first published"),
}


def _kind(code: str, label, subject: str, text: str, *names: str, reply: str) -> MailKind:
    placeholders = {name: PLACEHOLDERS[name] for name in ("site", "name", "title", *names)}
    return MailKind(code, label, subject, text, placeholders, reply)


KINDS = (
    _kind(
        CHANGE_TAKEN,
        gettext_lazy("A suggested change was taken over"),
        "Thank you: {title} is up to date ({reference})",
        """Dear {name},

Thank you for what you wrote about {title}. We took over:

{fields}

Everybody reads it now.

Read the entry:
{link}

Your reference is {reference}. {reply}""",
        "link",
        "reference",
        "fields",
        reply="If something is still not right, reply to this mail.",
    ),
    _kind(
        CLAIM_ACCEPTED,
        gettext_lazy("Somebody became the contact of an entry"),
        "You are the contact of {title} ({reference})",
        """Dear {name},

You are now the contact of {title}.

See the entry:
{link}

Once a year we ask you by mail whether it is still right. When something changes before that, use “Suggest a change” on the \
page, with this address: then we know that it comes from you. Your name and address are never shown.

Your reference is {reference}. {reply}""",
        "link",
        "reference",
        reply="If this is a mistake, reply to this mail.",
    ),
    _kind(
        CONTACT_REPLACED,
        gettext_lazy("Somebody else became the contact of an entry"),
        "Somebody else is now the contact of {title}",
        """Dear {name},

Somebody else told us that they run {title}, and we made them its contact.

See the entry:
{link}

We will not ask you about it any more. {reply}""",
        "link",
        reply="If this is a mistake, reply to this mail.",
    ),
    _kind(
        STILL_RIGHT,
        gettext_lazy("Is it still right?"),
        "Is this still right? {title}",
        """Dear {name},

{site} tells people about {title}. Nobody has confirmed it since {since}. It says in short:

{summary}

Is that still right? One click and a button are enough. You can also tell us what changed, or that it has ended.

Say whether it is still right:
{link}

You get this mail because you are its contact. {reply}""",
        "link",
        "summary",
        "since",
        reply="If you are not any more, reply to this mail.",
    ),
    _kind(
        REMINDER,
        gettext_lazy("Is it still right? A reminder"),
        "A reminder: is this still right? {title}",
        """Dear {name},

We asked you whether what {site} says about {title} is still right, and have not heard from you. It says in short:

{summary}

One click and a button are enough.

Say whether it is still right:
{link}

If nobody answers, the page says that it was not confirmed since {since}. {reply}""",
        "link",
        "summary",
        "since",
        reply="If you are not its contact any more, reply to this mail.",
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def thank_for_change(submission: Submission, fields: str, *, reply_to: str = "") -> None:
    """Mail what was taken over, and where it can be read."""
    _post_decision(CHANGE_TAKEN, submission, reply_to, fields=fields)


def say_claim_accepted(submission: Submission, *, reply_to: str = "") -> None:
    """Mail to the new contact what that means."""
    _post_decision(CLAIM_ACCEPTED, submission, reply_to)


def say_contact_replaced(submission: Submission, name: str, email: str, *, reply_to: str = "") -> None:
    """Mail to who was the contact that somebody else is it now; not who."""
    values = {"link": submission.page.full_url, **_values(name, submission.page)}
    post(CONTACT_REPLACED, email, values, reply_to=reply_to, about=submission.reference)


def ask_still_right(entry: EntryPage, secret: str, *, is_reminder: bool = False) -> None:
    """Mail the link with which the contact says whether the entry is still right."""
    since = confirmed_or_published(entry)
    values = {
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("still_right", args=[secret]),
        "summary": entry.summary,
        "since": formats.date_format(since, "j F Y") if since else _("it was written"),
        **_values(entry.contact_name, entry),
    }
    post(REMINDER if is_reminder else STILL_RIGHT, entry.contact_email, values)


def _post_decision(code: str, submission: Submission, reply_to: str, **values: str) -> None:
    values |= {"link": submission.page.full_url, "reference": submission.reference}
    values |= _values(submission.contact_name, submission.page)
    post(code, submission.contact_email, values, reply_to=reply_to, about=submission.reference)


def _values(name: str, entry: EntryPage) -> dict[str, str]:
    details = SiteDetails.objects.first() or SiteDetails()
    # "Dear Bramley Baths" where nobody is named.
    return {"site": details.name, "name": name or entry.title, "title": entry.title}
