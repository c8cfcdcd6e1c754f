"""Dates that are only partly known: a year, a month of a year, or a day."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext_lazy as _

# ISO 8601 at reduced precision; as plain text it sorts in order of time.
STORED_FORM = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
YEARS = range(1000, 2201)  # outside it is a slip of the pen
TYPED_FORMS = {
    "%Y": "%Y",
    "%Y-%m": "%Y-%m",
    "%m/%Y": "%Y-%m",
    "%B %Y": "%Y-%m",
    "%b %Y": "%Y-%m",
    "%Y-%m-%d": "%Y-%m-%d",
    "%d/%m/%Y": "%Y-%m-%d",
    "%d %B %Y": "%Y-%m-%d",
    "%d %b %Y": "%Y-%m-%d",
}


def parse_partial_date(text: str) -> str:
    """Return "YYYY", "YYYY-MM" or "YYYY-MM-DD" for what somebody typed, such as "May 2016", "24/11/2023" or "2016-05".

    Raises:
        ValidationError: when it is no date or no date of the years 1000 to 2200.
    """
    cleaned = " ".join(text.split())
    for typed, stored in TYPED_FORMS.items():
        try:
            parsed = datetime.datetime.strptime(cleaned, typed)  # noqa: DTZ007 - a day in no time zone
        except ValueError:
            continue
        if parsed.year in YEARS:
            return parsed.strftime(stored)
    raise ValidationError(_("Enter a year, a month and year, or a day, such as 2016, May 2016 or 24 November 2023."))


def display_partial_date(stored: str) -> str:
    """Return a stored partial date in words: "2016", "May 2016" or "24 November 2023". Other text comes back as it is."""
    if not STORED_FORM.match(stored or ""):
        return stored or ""
    parts = [int(part) for part in stored.split("-")]
    pattern = {1: "Y", 2: "F Y", 3: "j F Y"}[len(parts)]
    year, month, day = (*parts, 1, 1)[:3]
    return format_date(datetime.date(year, month, day), pattern)


class PartialDateFormField(forms.CharField):
    """A text box for a partial date; shows and accepts it the way people write it."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 40, **kwargs})

    def prepare_value(self, value):
        # In English whatever the desk's language: what is shown in the box must be readable again.
        with translation.override("en"):
            return display_partial_date(value)

    def to_python(self, value):
        text = super().to_python(value)
        return parse_partial_date(text) if text else text


class PartialDateField(models.CharField):
    """A date known to the year, the month or the day, kept as ISO 8601 text ("2016", "2016-05", "2016-05-13")."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "blank": True, **kwargs})

    def to_python(self, value):
        text = super().to_python(value)
        return parse_partial_date(text) if text else text

    def formfield(self, **kwargs):
        # CharField would add its own max_length of 10, too short for "24 November 2023".
        return super(models.CharField, self).formfield(
            **{"form_class": PartialDateFormField, "empty_value": "", **kwargs}
        )
