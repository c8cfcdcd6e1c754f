"""Mails to people who have no submission to speak of yet, or who ask what we hold of them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import SiteDetails
from outbox.actions import post
from outbox.kinds import MailKind, register

MY_DATA, BEGIN = "my-data", "submission-begin"
PLACEHOLDERS = {"site": _("the name of the site"), "link": _("the link, on a line of its own")}
KINDS = (
    MailKind(
        MY_DATA,
        _("See and erase your data"),
        "What {site} holds about you",
        """Somebody, we think you, asked what {site} holds under this address.

You can see it, take a copy or erase it.

See your data:
{link}

The link works once, for 24 hours. If you did not ask, you need do nothing: nobody sees anything without this link.""",
        PLACEHOLDERS,
    ),
    MailKind(
        BEGIN,
        _("Go on with what you began"),
        "Go on with what you began on {site}",
        """Thank you for telling us about something. Everything you wrote so far is kept.

Go on:
{link}

The link works once, for 24 hours; then what you wrote is deleted. If you did not write anything, you need do nothing.""",
        PLACEHOLDERS,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register(kind)


def send_link_to_data(email: str, secret: str, *, by_stranger: bool = True) -> None:
    """Mail the link to what is held under an address."""
    _post(MY_DATA, email, reverse("my_data_link", args=[secret]), by_stranger=by_stranger)


def send_link_to_begin(email: str, secret: str, about: str) -> None:
    """Mail the link that begins a draft with what was typed.

    Args:
        about: tells one draft from another: where three mails an hour went already, only the link to the same one is replaced.
    """
    _post(BEGIN, email, reverse("submit_begin", args=[secret]), about)


def _post(code: str, email: str, path: str, about: str = "", *, by_stranger: bool = True) -> None:
    site = (SiteDetails.objects.first() or SiteDetails()).name
    values = {"site": site, "link": settings.WAGTAILADMIN_BASE_URL + path}
    post(code, email, values, about=about, asked_by_visitor=by_stranger)
