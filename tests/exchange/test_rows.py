"""Places, terms and single cells: what is understood, what is reported, what is refused."""

import pytest

from connectors.models import EntryPage, InitiativePage
from core.rich_text import without_keys
from tests.exchange.conftest import place_names, row

pytestmark = pytest.mark.django_db


def reasons(report):
    return list(report.notes_by_reason)


@pytest.mark.parametrize(
    "cells",
    [
        {"place": "hartlepool"},
        {"place": "E06000001"},
        {"place": "Hartlepool Borough Council"},
        {"place": "TS24 8AA"},
        {"place": "", "postcode": "ts248aa"},
        {"place": "", "postcode": " TS 24"},
        {"place": "", "latitude": "54.69", "longitude": "-1.2"},
        {"place": "Nowhere at all", "postcode": "TS24 8AA"},
    ],
)
def test_place_is_found_by(bring_in, cells):
    bring_in([row(**cells)])

    assert place_names(InitiativePage.objects.get()) == ["Hartlepool"]


@pytest.mark.parametrize(
    ("text", "postcode", "code"),
    [
        ("Caerdydd", "", "W06000015"),
        ("Newcastle", "", "E08000021"),
        ("Newcastle", "ST5 1AA", "E07000195"),
        ("North East", "", "TLC"),
        ("UK-wide", "", "K02000001"),
        ("Nationwide", "", "K02000001"),
    ],
)
def test_name_that_could_be_several_places_is(bring_in, text, postcode, code):
    bring_in([row(place=text, postcode=postcode)])

    assert InitiativePage.objects.get().lead_place.place.code == code


def test_row_without_a_place_is_kept_as_a_draft_where_that_is_asked_for(bring_in):
    report = bring_in([row(place="Atlantis")], publish=True, placeless_go_live=False)

    assert reasons(report) == ["Unknown place", "No place: kept as a draft until an editor gives it one"]
    assert not InitiativePage.objects.get().live
    assert report.drafts == 1


def test_row_without_a_place_goes_live_and_is_said(bring_in):
    report = bring_in([row(place="Atlantis")], publish=True)

    assert InitiativePage.objects.get().live
    assert "Unknown place" in reasons(report)


def test_row_of_only_what_is_required_goes_live(bring_in):
    four = {name: value for name, value in row().items() if name in {"external_id", "kind", "title", "summary"}}

    bring_in([four], publish=True)

    assert InitiativePage.objects.get().live


def test_position_that_nobody_called_exact_is_kept_roughly(bring_in):
    bring_in([row(latitude="54.69171", longitude="-1.21299")])

    entry = InitiativePage.objects.get()
    assert (str(entry.latitude), str(entry.longitude)) == ("54.69000", "-1.21000")
    assert entry.point_precision == "postcode_district"


def test_unknown_terms_are_said_and_the_row_is_kept(bring_in):
    report = bring_in([row(themes="food; alchemy", tiers="empire")])

    assert report.unknown_terms == {"alchemy": 1, "empire": 1}
    assert [item.tag.name for item in InitiativePage.objects.get().theme_items.all()] == ["Food"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"external_id": ""}, "No external_id"),
        ({"title": " \u200b"}, "No title"),
        ({"summary": ""}, "No summary: and no body to take its first sentence from"),
        ({"kind": "spaceship"}, "Unknown kind: “spaceship”; there are initiative, connector, case-study"),
        ({"external_id": "x" * 121}, "The external_id is longer than 120 characters"),
        ({"external_id": "row-2"}, "The same external_id stands on an earlier line: line 2"),
    ],
)
def test_bad_row_is_refused_with_its_line_and_the_others_stay(bring_in, cells, reason):
    report = bring_in([row(2), {**row(3), **cells}, row(4)])

    assert [(bad["line"], bad["reason"]) for bad in report.rejected] == [(3, reason)]
    assert EntryPage.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"started": "soon"}, "No date in started"),
        ({"started": "2020", "ended": "2019"}, "It ended before it started: the end was left out"),
        ({"website": "not an address"}, "No web address in website"),
        ({"website": "javascript:alert(1)"}, "No web address in website"),
        ({"latitude": "0", "longitude": "0"}, "Position is no point of the United Kingdom: left out"),
        ({"latitude": "NaN", "longitude": "1"}, "Position is no point of the United Kingdom: left out"),
        ({"postcode": "ZZ99 9ZZ"}, "Unknown postcode"),
        ({"stage": "flying"}, "Unknown stage"),
        ({"keywords": "k" * 101}, "Keyword longer than 100 characters left out"),
        ({"licence": "Ask Jo"}, "Licence taken as not known"),
    ],
)
def test_cell_that_makes_no_sense_is_left_out_and_said(bring_in, cells, reason):
    report = bring_in([row(**cells)])

    assert reasons(report) == [reason]
    assert EntryPage.objects.count() == 1


def test_long_summary_is_cut_at_a_sentence_and_kept_whole_in_the_body(bring_in):
    sentence = "They grow food for everybody in the town. "
    report = bring_in([row(summary=sentence * 10)])

    entry = InitiativePage.objects.get()
    assert entry.summary == (sentence * 6).strip()
    assert without_keys(entry.what_it_does) == f"<p>{(sentence * 10).strip()}</p>"
    assert "Summary cut to 280 characters; the whole text stands in the body" in reasons(report)


def test_markup_is_cleaned(bring_in):
    bring_in([row(title="<script>x</script>", body='<p onclick="x">Hello<script>bad()</script></p><img src=x>')])

    entry = InitiativePage.objects.get()
    assert entry.title == "<script>x</script>"  # text, which templates escape
    assert without_keys(entry.what_it_does) == "<p>Hello</p>"


def test_contact_columns_are_not_imported(bring_in):
    report = bring_in([row(contact_email="jo@example.org")])

    assert InitiativePage.objects.get().contact_email == ""
    assert "Not imported: contact_email." in report.about_file


def test_row_of_another_kind_than_its_entry_is_refused(bring_in):
    bring_in([row()])
    report = bring_in([row(kind="connector")])

    assert [bad["reason"] for bad in report.rejected] == ["The entry exists as another kind: Initiative"]
