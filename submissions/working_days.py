"""Counting working days, as promises to senders do."""

import datetime

SATURDAY = 5


def days_later(day: datetime.date, working_days: int) -> datetime.date:
    """Return the day so many working days later. Saturdays and Sundays do not count; bank holidays do."""
    while working_days:
        day += datetime.timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day
