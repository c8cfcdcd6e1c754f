"""What is typed into the pages, however hostile: kept, judged in words, never a server error."""

import time

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from submissions.forms.about import InitiativeAboutForm, StageForm
from submissions.forms.base import MOST_KEPT, tidy_text
from submissions.forms.sources import SourcesForm
from submissions.forms.where import WhereForm
from submissions.journeys import CASE_STUDY, CLAIM, CONNECTOR, INITIATIVE, REASON
from submissions.placing import meanings_of, settle, without_inward_halves
from tests.factories import PlaceFactory

HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            "\x00",
            "\ud800",
            "\u202eevil\u2066",
            "a\r\nBcc: x@example.org",
            "{{7*7}} ${7*7} <%= 7*7 %>",
            "<script>alert(1)</script>",
            "=HYPERLINK(1)",
            "http://[::1",
            "javascript:alert(1)",
            "9999-99-99",
        ]
    ),
)
# In one order: the workers of a run must collect the same tests.
FORMS = list(dict.fromkeys(step.form for step in (*INITIATIVE, *CONNECTOR, *CASE_STUDY, *CLAIM, REASON) if step.form))


def posted(**values: list[str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, typed in values.items():
        query.setlist(name, typed)
    return query


@pytest.mark.parametrize("form_class", FORMS, ids=lambda form: form.__name__)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hostile_values_are_kept_and_judged(directory, form_class, data):
    names = form_class.kept_names()
    typed = {name: data.draw(st.lists(HOSTILE, min_size=1, max_size=2)) for name in names}
    raw = form_class.raw_from(posted(**typed, csrfmiddlewaretoken=["x"], reference=["y"]))

    assert set(raw) <= set(names)
    assert not any(mark in value for values in raw.values() for value in values for mark in "\x00\ud800")
    form = form_class(raw)
    if form.is_valid():
        for value in form.cleaned_data.values():
            assert not isinstance(value, str) or "\u202e" not in value
    else:
        assert all(str(error) for errors in form.errors.values() for error in errors)


@pytest.mark.parametrize("form_class", FORMS, ids=lambda form: form.__name__)
def test_page_of_a_megabyte_is_shortened_and_judged_at_once(directory, form_class):
    long = ["x" * 1_000_000, "Ab, " * 250_000]
    raw = form_class.raw_from(posted(**dict.fromkeys(form_class.kept_names(), long)))
    began = time.perf_counter()
    form_class(raw).is_valid()

    assert all(sum(map(len, values)) <= MOST_KEPT for values in raw.values())
    assert time.perf_counter() - began < 2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=HOSTILE, button=st.sampled_from(["first", "remove", "meant", "do"]))
def test_hostile_places_are_asked_about(directory, typed, button):
    raw = WhereForm.raw_from(posted(find=[typed], places=[typed]))
    settled = settle(raw, posted(**{button: [typed]}))

    assert settled["places"] == []
    WhereForm(settled).is_valid()


def test_text_pasted_from_a_letter_or_a_chat_is_cleaned_without_a_word():
    pasted = "One\u00ad line\u200b\r\nand\u2028another\x0b \t\r\n\r\n\r\n\r\nthe end \ufeff"

    assert tidy_text(pasted) == "One line\nand\nanother\n\nthe end"


@pytest.mark.parametrize(("letters", "said"), [(280, None), (281, "it is 1 too long"), (300, "it is 20 too long")])
def test_letters_are_counted_as_they_are_kept(letters, said):
    summary = "é" * (letters - 2) + "\r\n" + "x"
    form = InitiativeAboutForm({"title": ["Baths"], "summary": [f"  {summary}\n\n"]})

    assert form.is_valid() is (said is None)
    assert said is None or form.errors["summary"] == [f"What it does must be 280 characters or fewer: {said}"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ts24 8qt", "TS24"),
        ("TS248QT", "TS24"),
        ("near TS24 8QT, Leeds", "near TS24, Leeds"),
        ("TS24", "TS24"),
        ("Leeds", "Leeds"),
    ],
)
def test_of_a_postcode_only_the_first_half_is_kept(typed, kept):
    assert without_inward_halves(typed) == kept
    assert WhereForm.raw_from(posted(find=[typed]))["find"] == [kept]


def test_name_with_and_in_it_is_one_place(directory):
    PlaceFactory(name="Tyne and Wear")
    PlaceFactory(name="Leeds")

    assert [meaning.typed for meaning in meanings_of("Tyne & Wear")] == ["Tyne & Wear"]
    assert [meaning.is_clear for meaning in meanings_of("Leeds and Tyne and Wear")] == [True, False, False]
    assert [meaning.is_clear for meaning in meanings_of("Leeds, Tyne and Wear")] == [True, True]


def test_end_before_the_start_is_said():
    form = StageForm({"stage": ["ended"], "started": ["May 2019"], "ended": ["2018"]})

    assert form.errors["ended"] == ["The end must be after the start"]


def test_link_without_its_address_is_asked_for():
    form = SourcesForm({"url_1": [""], "says_1": ["A report"], "url_4": ["example.org/report"]})

    assert form.errors == {"url_1": ["Enter the address of link 1"]}
    assert form.has_many
