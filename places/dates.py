"""When a place exists, told from its two dates: ISO 8601 text, sometimes only a year or a month. `until` is the last day."""

import datetime

from django.db.models import Q
from django.utils import timezone


def today() -> str:
    """Return the day in the site's time zone as the dates of places are written."""
    return timezone.localdate().isoformat()


def has_ended(until: str, day: str) -> bool:
    """Tell whether a place with this last day is no more on a day; one known to the month counts until the month is over."""
    return bool(until) and until < day[: len(until)]


def is_to_come(since: str, day: str) -> bool:
    """Tell whether a place with this first day does not exist yet on a day."""
    return since > day[: len(since)]


def ended_by(day: str, place: str = "") -> Q:
    """Return the condition that a place is no more on a day, as `has_ended` tells of one.

    Args:
        place: the path to the place from what is filtered, such as "place__".
    """
    ended = Q(**{f"{place}until__gt": "", f"{place}until__lt": day})
    return ended & ~Q(**{f"{place}until__in": [day[:4], day[:7]]})


def to_come_after(day: str) -> Q:
    """Return the condition that a place does not exist yet on a day."""
    return Q(since__gt=day)


def day_after(until: str) -> str:
    """Return the first day without a place; what is known only to the month or year comes back as it is."""
    try:
        return (datetime.date.fromisoformat(until) + datetime.timedelta(days=1)).isoformat()
    except ValueError:
        return until


def is_day(text: str) -> bool:
    """Tell whether a partial date is known to the day."""
    return len(text) == len("2027-03-31")
