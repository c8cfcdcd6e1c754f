"""Dates that are only partly known."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from core.fields import PartialDateField, PartialDateFormField, display_partial_date, parse_partial_date


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2016", "2016"),
        ("May 2016", "2016-05"),
        ("may 2016", "2016-05"),
        ("05/2016", "2016-05"),
        ("2016-05", "2016-05"),
        ("24 November 2023", "2023-11-24"),
        ("24 Nov 2023", "2023-11-24"),
        ("24/11/2023", "2023-11-24"),
        ("2023-11-24", "2023-11-24"),
        ("  24   November  2023 ", "2023-11-24"),
    ],
)
def test_partial_date_is_read_as_people_write_it(typed, stored):
    assert parse_partial_date(typed) == stored


@pytest.mark.parametrize(
    "typed", ["soon", "31/02/2020", "20", "0001", "9999-99", "12/31/2020", "2016-5-x", "٢٠١٦-٠٥-٩٩"]
)
def test_partial_date_that_is_none_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="such as 2016, May 2016 or 24 November 2023"):
        parse_partial_date(typed)


@given(st.text(max_size=50))
@example('"')
@example("\x00")
@example("2016\u202e")
@example("9" * 10_000)
def test_partial_date_of_any_text_is_stored_form_or_refused(text):
    try:
        stored = parse_partial_date(text)
    except ValidationError:
        return

    assert parse_partial_date(stored) == stored


@given(st.dates(min_value=datetime.date(1000, 1, 1), max_value=datetime.date(2200, 12, 31)))
def test_day_survives_showing_and_typing_it_again(day):
    assert parse_partial_date(display_partial_date(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2016", "2016"), ("2016-05", "May 2016"), ("2016-05-03", "3 May 2016"), ("", ""), ("odd", "odd")],
)
def test_partial_date_is_shown_as_precisely_as_it_is_known(stored, shown):
    assert display_partial_date(stored) == shown


def test_partial_date_box_shows_words_and_accepts_them_back():
    box = PartialDateField().formfield()

    assert isinstance(box, PartialDateFormField)
    assert box.prepare_value("2023-11-24") == "24 November 2023"
    assert box.clean("24 November 2023") == "2023-11-24"
    assert box.clean("") == ""
