"""Short words for the list: what flags are called, how long something waits, how it stands with what was promised."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from submissions.models import Submission
from submissions.queue import days_left, days_waiting
from submissions.states import Journey

# The code of a flag → what it is called in the list; on the screen its sentence tells the rest.
FLAGS = {
    "hidden-field": _("hidden field"),
    "undated": _("page not opened"),
    "quick": _("very quick"),
    "network": _("many from one network"),
    "network-sent": _("many sent from one network"),
    "email": _("many from one address"),
    "links": _("many links"),
    "hidden-characters": _("hidden characters"),
    "alphabets": _("mixed alphabets"),
    "capitals": _("capitals"),
    "copy": _("copied text"),
    "photo-consent": _("consent not stated"),
}
KINDS = {
    Journey.INITIATIVE: _("Initiative"),
    Journey.CONNECTOR: _("Connector"),
    Journey.CHANGE: _("Change"),
    Journey.CLAIM: _("Claim"),
}


def flag_label(code: str) -> str:
    return str(FLAGS.get(code, code.replace("-", " ")))


def flags_in_short(submission: Submission) -> str:
    return ", ".join(dict.fromkeys(flag_label(flag["code"]) for flag in submission.flags))


def kind_in_short(submission: Submission) -> str:
    return str(KINDS[submission.journey])


def age(submission: Submission) -> str:
    """Return how long it waits, or how long its decision took."""
    days = days_waiting(submission)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else gettext("today")


def due_in_words(submission: Submission) -> str:
    """Return how it stands with the promised date; empty when it waits for nothing."""
    left = days_left(submission)
    if left is None:
        return ""
    if left == 0:
        return gettext("today")
    if left < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    return ngettext("in %(days)d day", "in %(days)d days", left) % {"days": left}
