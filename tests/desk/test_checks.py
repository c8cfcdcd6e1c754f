"""What the checks find in an entry, as its editor sees it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from accounts.roles import EDITORS
from connectors.models import EntrySource, InitiativePage
from core.models import CoreImage
from desk.checks.reading_age import reading_age, syllables
from desk.checks.registry import remarks_on
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory, ThemeFactory

EASY = "We grow food in the park. Come and help us on a fine day. " * 5
HARD = (
    "Institutional intermediaries operationalise collaborative governance arrangements, facilitating multidimensional "
    "organisational transformation throughout heterogeneous administrative jurisdictions simultaneously. "
) * 4


def said(entry) -> str:
    return "\n".join(f"{remark.sentence} {remark.what_to_do}" for remark in remarks_on(entry))


@pytest.mark.django_db
def test_entry_with_everything_gets_no_remarks(directory):
    entry = InitiativeFactory(
        parent=directory, themes=[ThemeFactory()], places=[PlaceFactory(), PlaceFactory()], provenance_note=EASY
    )
    entry.sources = [EntrySource(title="Report", url="https://a.example/")]

    assert said(entry) == ""


@pytest.mark.django_db
def test_checks_say_what_is_missing_and_what_to_do(directory):
    entry = InitiativeFactory(parent=directory, provenance_note=HARD)
    entry.image = CoreImage.objects.create(title="Leeks", file=get_test_image_file())
    entry.summary = "Ask jo.smith@example.org, 0113 496 0000, or write to LS1 4AP."

    text = said(entry)

    for sentence in (
        "The picture has no alternative text.",
        "It has no place.",
        "It names no source.",
        "an e-mail address: jo.smith@example.org",
        "a telephone number: 0113 496 0000",
        "a full postcode: LS1 4AP",
    ):
        assert sentence in text
    assert "You have to be about" in text


@pytest.mark.django_db
def test_lead_place_is_missed(directory):
    entry = InitiativeFactory(parent=directory, places=[PlaceFactory()])
    entry.entry_places.update(is_lead=False)

    assert "None of its places" in said(InitiativePage.objects.get())


@pytest.mark.django_db
def test_headings_that_jump_are_found_in_a_story(shelf):
    entry = CaseStudyFactory(
        parent=shelf, story=[("text", "<h2>One</h2><p>a</p><h4>Two</h4>"), ("text", "<h3>Three</h3>")]
    )

    assert said(entry).count("A heading of level 4 follows one of level 2.") == 1
    assert "level 3" not in said(entry)


@pytest.mark.django_db
def test_editor_sees_remarks_of_the_saved_draft_in_the_panel_and_on_a_page(sign_in, directory):
    entry = InitiativeFactory(parent=directory)
    entry.summary = "Write to jo@example.org."
    entry.save_revision()
    desk, address = sign_in(EDITORS), reverse("desk_entry_checks", args=[entry.pk])

    page, part = desk.get(address).text, desk.get(f"{address}?part=1").text
    editor = desk.get(reverse("wagtailadmin_pages:edit", args=[entry.pk])).text

    assert all("jo@example.org" in text and "It names no source." in text for text in (page, part, editor))
    assert "<html" not in part
    assert address in editor
    assert desk.get(reverse("desk_entry_checks", args=[10**30])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [InitiativeFactory, CaseStudyFactory])
def test_each_remark_leads_to_its_field_in_the_form(sign_in, directory, shelf, kind):
    entry = kind(parent=shelf if kind is CaseStudyFactory else directory, themes=[ThemeFactory()])
    entry.image = CoreImage.objects.create(title="Leeks", file=get_test_image_file())
    entry.summary = "Write to jo@example.org."
    entry.what_did_not_work = f"<p>{HARD}</p>"
    entry.save_revision()
    desk = sign_in(EDITORS)

    remarks = BeautifulSoup(desk.get(reverse("desk_entry_checks", args=[entry.pk])).text, "html.parser")
    editor = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[entry.pk])).text, "html.parser")
    links = [link["href"].partition("#") for link in remarks.select(".desk-checks a")]

    parts = [editor.find(id=anchor) for _address, _sharp, anchor in links]
    assert [part.find("h2").get_text(" ", strip=True).split(" *")[0] for part in parts] == [
        "Picture",
        "What did not work",
        "Places",
        "Sources",
        "Summary",
    ]
    assert {address for address, _sharp, _anchor in links} == {reverse("wagtailadmin_pages:edit", args=[entry.pk])}


@pytest.mark.django_db
def test_checks_of_three_of_everything_make_as_many_queries_as_of_one(sign_in, directory):
    desk, counts = sign_in(EDITORS), []
    for number in (1, 3, 3):
        entry = InitiativeFactory(parent=directory, places=[PlaceFactory() for _n in range(number)])
        entry.sources = [EntrySource(title=str(n)) for n in range(number)]
        entry.save()
        address = reverse("desk_entry_checks", args=[entry.pk])
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        counts.append(len(queries))

    assert counts[2] <= counts[0]


@pytest.mark.parametrize(("text", "age"), [("Too short.", None), (EASY, 5)])
def test_reading_age_of_easy_words_is_low_and_of_few_words_unknown(text, age):
    assert reading_age(text) == age


def test_reading_age_of_hard_words_is_high():
    assert reading_age(HARD) > 20


@pytest.mark.parametrize("text", ["", '"' * 10_000, "a" * 10_000, "\u202e" * 50, "..!? " * 2_000, "word " * 10_000])
def test_reading_age_survives_anything(text):
    assert reading_age(text) is None or reading_age(text) >= 5


@pytest.mark.parametrize(("word", "count"), [("cat", 1), ("table", 2), ("home", 1), ("organisation", 5), ("the", 1)])
def test_syllables_are_about_right(word, count):
    assert syllables(word) == count
