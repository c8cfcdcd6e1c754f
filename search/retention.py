"""How long counts of searches are kept."""

import calendar
from datetime import date

KEPT_MONTHS = 13  # a year, and the same month of the year before beside it


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last of that month when it has no such day."""
    number = day.year * 12 + day.month - 1 - months
    if number < date.min.year * 12:
        return date.min
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
