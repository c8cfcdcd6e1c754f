"""The one reader of contact details. Telephone numbers are those that Ofcom keeps for drama; addresses end in example."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.contact_details import ContactKind, find_contact_details, without_contact_details

PHONES = [
    "0113 496 0000",
    "01134960000",
    "0113 4960000",
    "0113-496-0000",
    "0113.496.0000",
    "0113\u00a0496\u00a00000",
    "0113 – 496 – 0000",
    "0113‑496‑0000",
    "(0113) 496 0000",
    "(0113)4960000",
    "020 7946 0000",
    "0207 946 0000",
    "01632 960 000",
    "01632 960000",
    "07700 900123",
    "07700 900 123",
    "07700900123",
    "077 00 900 123",
    "07 700 900 123",
    "+44 113 496 0000",
    "+44 (0)113 496 0000",
    "+44(0)1134960000",
    "+44 (0) 113 496 0000",
    "+44 7700 900123",
    "+447700900123",
    "(+44) 7700 900123",
    "0044 7700 900123",
    "447700900123",
    "01204 56789",
    "0800 496 0000",
    "0808 157 0000",
    "0800 496000",
    "0113 496 0000 ext 12",
    "0113 496 0000 ext. 12",
    "0113 496 0000 x12",
    "0113 496 0000, extension 12",
    "+353 20 914 9000",
    "０７７００ ９００１２３",
    "٠٧٧٠٠٩٠٠١٢٣",
]
EMAILS = [
    "jo@example.org",
    "jo.smith+baths@mail.example.co.uk",
    "JO@EXAMPLE.ORG",
    "o'neill@example.org",
    "ŵyn@caerdydd.example",
    "jo＠example.org",
    "jo (at) example (dot) org",
    "jo [at] example.org",
    "jo(at)example.co.uk",
    "jo {at} example {dot} org",
    "jo at example dot org",
    "jo.smith at example dot co dot uk",
]
POSTCODES = [
    "LS13 3DF",
    "ls13 3df",
    "Ls13 3df",
    "LS133DF",
    "LS13  3DF",
    "LS13\u00a03DF",
    "LS13-3DF",
    "M1 1AE",
    "W1A 0AX",
    "SW1A 1AA",
    "EC1A 1BB",
    "BT48 6DQ",
    "CF10 1AA",
]
HARMLESS = [
    "",
    "It began in 2013.",
    "2016-2019",
    "2016–2019 and 2020-2023",
    "from 1 April 2019 to 31 March 2020",
    "01/02/2019-03/04/2020",
    "01.02.2019 10.30",
    "01-02-2019 10 people came",
    "01-02-2019 50 people came",
    "07-04-2019 200 people came",
    "2019-01-02T10:30:00",
    "£120,000",
    "£1,134,960,000 over 10 years",
    "£0.01134960000",
    "1,134,960,000 visits",
    "0.1134960000",
    "1 in 3",
    "16 per cent of 12 345 homes",
    "charity 1234567",
    "charity no. 1134960",
    "registered charity SC012345 and company SC123456",
    "company number 01234567",
    "company number 01234567 12 people",
    "company 01134960 000 members",
    "ISBN 978-0-11-349600-0",
    "ISBN 9780113496000",
    "ISBN 0113496000",
    "ISBN-10: 0-113-49600-0",
    "ISBN: 011349600X",
    "UPRN 01134960000",
    "E08000035",
    "W06000015 and S12000033, N09000003",
    "53.8008, -1.5491",
    "192.0.2.7",
    "call 999, 101 or 111",
    "open 0930-1530, 300 people",
    "open 0930-1530 300 people",
    "open 0800-1800 20 volunteers",
    "Monday 09.30-15.30 and 10.00-11.00 2019",
    "phone number 0113 for the first part",
    "version 2.0.1134960000",
    "https://example.org/item/01134960000",
    "see www.example.org/?id=07700900123&x=LS133DF",
    "look at example.org",
    "look at example dot, said the guide",
    "we meet @ the baths",
    "@bramleybaths@social.example",
    "https://social.example/@jo",
    "5@example",
    "M25 1st exit",
    "M25 2nd junction",
    "the A6 4th June",
    "flat E1 6ft wide",
    "LS13",
    "TS24 and LS1",
    "Q1 2AB",
    "CO2 5kg",
    "CO2 10 kg",
    "E10 5pm",
    "SE1 9am",
    "PM2.5",
    "S106 agreement",
    "B12 vitamins",
    "D2N2 4AB",
    "4x4 5BE",
    "Key stage 2, years 3 to 6",
]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *((ContactKind.PHONE, text) for text in PHONES),
        *((ContactKind.EMAIL, text) for text in EMAILS),
        *((ContactKind.POSTCODE, text) for text in POSTCODES),
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "Call Jo ({}).", "Tel:{}, or come by.", "1.\n{}\n2019", "Since 2013 {} / or later"]
)
def test_contact_detail_is_found_as_it_is_written(kind, written, around):
    text = around.format(written)

    (found,) = find_contact_details(text)

    assert found.kind == kind
    assert text[found.start : found.end].strip("()") == written.strip("()")


@pytest.mark.parametrize("text", HARMLESS)
def test_number_that_is_nobodys_contact_is_left_alone(text):
    assert find_contact_details(text) == []


def test_each_of_several_is_found_in_order():
    text = (
        "0113 496 0000/07700 900123 or 0113 496 0001 07700 900124, jo@example.org, LS13 3DF; https://wa.me/447700900125"
    )

    assert [found.text for found in find_contact_details(text)] == [
        "0113 496 0000",
        "07700 900123",
        "0113 496 0001",
        "07700 900124",
        "jo@example.org",
        "LS13 3DF",
        "447700900125",
    ]


def test_first_half_of_a_postcode_stays_when_details_are_taken_out():
    assert without_contact_details("Ask Jo, 07700 900123, at LS13 3DF or jo@example.org.") == "Ask Jo,  , at LS13 or  ."


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abc \n.,;:!?“”’£%&é💬", max_size=30),
    st.sampled_from([*PHONES, *EMAILS, *POSTCODES]),
    st.text(alphabet="abc \n.,;:!?“”’£%&é💬", max_size=30),
)
@example("", "jo (at) example (dot) org", ".a")  # a full stop after a blank is none of an address
def test_contact_detail_is_found_whatever_stands_around_it(before, written, after):
    text = f"{before} {written} {after}"

    assert written in [text[found.start : found.end] for found in find_contact_details(text)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1700, 2100) | st.integers(1, 999) | st.floats(1, 1e9).map("{:,.2f}".format), max_size=8))
def test_years_and_amounts_in_a_row_are_no_contact(numbers):
    assert find_contact_details(", ".join(map(str, numbers))) == []
    assert find_contact_details(" and ".join(f"£{number}" for number in numbers)) == []


@settings(max_examples=200, deadline=None)
@given(st.text())
@example("\0\ud800" * 3)
@example("07700 900123" * 3)
def test_any_text_is_read(text):
    for found in find_contact_details(text):
        assert text[found.start : found.end]
    assert find_contact_details(without_contact_details(without_contact_details(text))) is not None


@pytest.mark.parametrize(
    "piece",
    ["0 ", "0", "0113 49", "a", "a.", "a@", "a@b.", "(at) ", "+44 (0) ", "LS1 ", "a at b dot ", "www.", "ISBN "],
)
def test_long_hostile_text_is_read_in_no_time(piece):
    began = time.perf_counter()

    find_contact_details(piece * (50_000 // len(piece)))

    assert time.perf_counter() - began < 1
