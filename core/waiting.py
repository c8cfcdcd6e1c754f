"""What waits for somebody at the desk. Each app offers its lines by a hook; the desk's first page gathers and shows them."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks

# Functions of this hook take the request and return the `Waiting` lines that its user can do something about.
HOOK = "register_what_waits"


@dataclass(frozen=True)
class WaitingItem:
    """One of the things that wait, by its name.

    Attributes:
        note: who sent it, since when it waits, or what somebody said about it.
    """

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    """One line of what waits.

    Attributes:
        order: the lowest stands first. Promises to people outside are below 20, what colleagues wait for below 40.
        text: how many of what, as a sentence.
        url: the list of exactly these.
        age: how long the oldest waits, or when the next is due.
        is_late: something promised is late.
        items: the oldest few, by name.
    """

    order: int
    text: str
    url: str
    age: str = ""
    is_late: bool = False
    items: tuple[WaitingItem, ...] = ()


def what_waits(request) -> list[Waiting]:
    """Return what waits for whoever asks, from all apps."""
    return [line for offer in hooks.get_hooks(HOOK) for line in offer(request)]


def since_days(moment: datetime.datetime | datetime.date) -> str:
    """Return how long something waits: "since today", "for 3 days"."""
    day = timezone.localdate(moment) if isinstance(moment, datetime.datetime) else moment
    days = max(0, (timezone.localdate() - day).days)
    if not days:
        return _("since today")
    return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


def until_day(day: datetime.date) -> str:
    """Return when something is due: "today", "in 3 days", "2 days ago"."""
    days = (day - timezone.localdate()).days
    if not days:
        return _("today")
    if days < 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
