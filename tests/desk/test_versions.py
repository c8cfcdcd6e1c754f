"""Two versions of a page in words: what a moderator reads before something goes live."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission

from accounts.roles import EDITORS, MODERATORS
from casestudies.models import CaseStudyPage, Outcome
from connectors.models import EntryPlace, EntrySource, InitiativePage
from desk.versions.differences import differences
from desk.versions.wording import Part, Said
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory

pytestmark = pytest.mark.django_db


def comparison(page, before="live", after="latest"):
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before, after])


def changes(desk, page, **choice) -> dict[str, list[str]]:
    """Fields that differ, with what the page says about each."""
    response = desk.get(comparison(page), choice)
    assert response.status_code == 200
    return {
        change.label: [
            " ".join(strip_tags(f"{difference.label} {difference.name}: {difference.words}").split())
            for difference in change.differences
        ]
        for change in response.context["changes"]
    }


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


@pytest.fixture
def published(directory):
    terms = {"themes": [ThemeFactory(name="Food")], "tiers": [TierFactory()], "places": [PlaceFactory(name="Leeds")]}
    page = InitiativeFactory(parent=directory, title="Allotments", **terms)
    page.what_it_does = "<p>They grow leeks.</p><p>Every week.</p>"
    page.sources = [EntrySource(title="First report"), EntrySource(title="Second report")]
    page.save_revision().publish()
    return InitiativePage.objects.get(pk=page.pk)


def test_a_draft_is_compared_with_what_is_published_not_with_the_draft_before(desk, published):
    published.summary = "What it was in the first draft."
    published.save_revision()
    published.summary = "What it is and why."
    published.save_revision()

    assert changes(desk, published) == {"Summary": ["Changed : What it is and removed: whereadded: why."]}


def test_fields_rows_tags_and_pictures_say_in_words_what_changed(desk, published):
    published.what_it_does = '<p>They grow leeks and <a href="https://a.test/">beans</a>.</p><p>Every week.</p>'
    published.started = "2016-05"
    published.image = get_image_model().objects.create(title="Leeks", file=get_test_image_file())
    published.themes.add(ThemeFactory(name="Health"))
    published.themes.remove("Food")
    first, second = published.sources.all()
    first.says = "It has 160 members."
    published.sources = [second, first]
    published.entry_places.add(EntryPlace(place=PlaceFactory(name="York")))
    published.save_revision()

    said = changes(desk, published)

    assert said["What it does"] == ["Changed : They grow leeksadded: and beans [https://a.test/]. Every week."]
    assert said["Started"] == ["Changed : added: May 2016"]
    assert said["Picture"] == ["Changed : added: Leeks"]
    assert sorted(said["Themes"]) == ["Added : added: Health", "Removed : removed: Food"]
    assert [words.split(":")[0] for words in said["Sources"]] in (
        ["Moved Source", "Changed Source"],
        ["Moved and changed Source"],
    )
    assert "Title: First reportadded: What it tells us: It has 160 members." in " ".join(said["Sources"])
    assert [words for words in said["Places"] if "York" in words and words.startswith("Added Place")]
    assert set(said) == {"What it does", "Started", "Picture", "Themes", "Sources", "Places"}


def test_blocks_are_added_removed_moved_and_changed_inside(desk, shelf):
    study = CaseStudyFactory(parent=shelf)
    blocks = [
        {"type": "text", "value": "<p>How it began.</p>", "id": "a"},
        {"type": "key_fact", "value": {"number": "42", "label": "homes"}, "id": "b"},
        {"type": "text", "value": "<p>How it ended.</p>", "id": "c"},
        {
            "type": "timeline",
            "value": {"title": "Dates", "steps": [{"when": "2013", "what": "<p>Begun</p>"}]},
            "id": "d",
        },
    ]
    study.story = study.story.stream_block.to_python(blocks)
    study.outcomes = [Outcome(indicator="Homes", result="6")]
    study.save_revision().publish()
    study = CaseStudyPage.objects.get(pk=study.pk)
    blocks[1]["value"]["number"] = "43"
    blocks[3]["value"]["steps"][0]["when"] = "2014"
    fresh = {"type": "pull_out", "value": {"text": "Nobody had asked."}, "id": "e"}
    study.story = study.story.stream_block.to_python([blocks[3], blocks[0], blocks[1], fresh])
    outcome = study.outcomes.get()
    outcome.result = "7"
    study.outcomes = [outcome]
    study.save_revision()

    said = changes(desk, study)

    assert said["Story"][0].startswith("Moved and changed Steps with dates: ")
    assert "removed: 2013added: 2014" in said["Story"][0]
    assert said["Story"][1].startswith("Changed Key fact: Number: removed: 42added: 43")
    assert sorted(words.split(":")[0] for words in said["Story"][2:]) == ["Added Pull-out", "Removed Text"]
    assert "How it began" not in " ".join(said["Story"])
    assert said["Outcomes"] == ["Changed Outcome: What was measured: Homes After: removed: 6added: 7"]


def test_the_two_versions_are_chosen_by_names_that_people_know(desk, published):
    first = published.latest_revision_id
    published.summary = "Another."
    second = published.save_revision().pk

    page = desk.get(comparison(published)).content.decode()
    options = re.findall(r'<option value="(\w+)"( selected)?>([^<]+)</option>', page)

    assert [(key, bool(chosen)) for key, chosen, _name in options[:3]] == [
        ("live", True),
        (str(second), False),
        (str(first), False),
    ]
    assert options[0][2].startswith("What visitors see: published ")
    assert re.fullmatch(r"Draft of \d+ \w+ \d{4}, \d\d:\d\d – current", options[1][2])
    assert options[2][2].startswith("Published ")
    assert changes(desk, published, before=str(second), after=str(second)) == {}
    assert "same version twice" in desk.get(comparison(published), {"before": second, "after": second}).content.decode()
    assert changes(desk, published, before=str(first), after="live") == {}
    assert "say the same in every field" in desk.get(comparison(published, first, "live")).content.decode()


def test_what_was_never_published_is_compared_with_its_beginning(desk, directory):
    page = InitiativeFactory(parent=directory, live=False)
    page.save_revision()
    page.summary = "Written anew."
    page.save_revision()

    assert list(changes(desk, page)) == ["Summary"]


@pytest.mark.parametrize("nasty", ["", "\0", "²", "-1", "9" * 400, "'\"><script>", "earliest…"])
def test_hostile_choices_fall_back_or_find_nothing(desk, published, nasty):
    published.save_revision()

    assert desk.get(comparison(published), {"before": nasty, "after": nasty}).status_code in {200, 404}


def test_hostile_words_are_shown_as_words(desk, published):
    published.summary = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    published.what_it_does = "<p>&lt;script&gt;alert(3)&lt;/script&gt;</p>"
    published.save_revision()

    page = desk.get(comparison(published)).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_comparing_makes_as_many_queries_for_three_places_as_for_one(desk, published):
    def count():
        page = InitiativePage.objects.get(pk=published.pk).get_latest_revision_as_object()
        page.entry_places.add(EntryPlace(place=PlaceFactory()))
        page.sources.add(EntrySource(title="Another"))
        page.save_revision()
        desk.get(comparison(published))
        with CaptureQueriesContext(connection) as queries:
            desk.get(comparison(published))
        return len(queries)

    assert count() == count() == count()


def test_the_history_and_the_editor_lead_to_the_comparison(desk, published):
    published.summary = "Another."
    revision = published.save_revision(user=None, log_action=True)

    history = desk.get(reverse("wagtailadmin_pages:history", args=[published.pk])).content.decode()
    editor = desk.get(reverse("wagtailadmin_pages:edit", args=[published.pk])).content.decode()

    assert comparison(published, "live", revision.pk) in history
    assert "Compare with what is published" in history
    assert f'href="{comparison(published)}"' in editor


def test_who_may_not_edit_a_page_sees_no_versions_of_it(sign_in, published, shelf):
    editor = sign_in(EDITORS)
    assert editor.get(comparison(published)).status_code == 200

    GroupPagePermission.objects.filter(group__name=EDITORS).update(page=shelf)
    assert editor.get(comparison(published)).status_code == 302


def part(key, words, look=None, name="Source"):
    return Part(key, name, words, words if look is None else look)


def test_rows_without_a_number_are_recognised_by_what_they_say():
    before = {"sources": Said("Sources", parts=(part("", "The long report on leeks"), part("7", "Other")))}
    after = {"sources": Said("Sources", parts=(part("", "The long report on beans"), part("8", "Other")))}

    [changed] = differences(before, after)

    assert [(difference.what, strip_tags(difference.words)) for difference in changed.differences] == [
        ("changed", "The long report on removed: leeksadded: beans")
    ]


def test_a_change_that_no_words_show_is_said_in_words():
    before = {"text": Said("Text", "the same", "<b>the</b> same")}

    [changed] = differences(before, {"text": Said("Text", "the same", "the same")})

    assert "formatting" in str(changed.differences[0].words)


def test_long_texts_are_shown_around_the_change():
    lines = [f"line {number}" for number in range(50)]
    after = [*lines[:25], "new", *lines[25:]]

    [changed] = differences({"a": Said("A", "\n".join(lines), "1")}, {"a": Said("A", "\n".join(after), "2")})

    assert strip_tags(changed.differences[0].words) == "…\nline 24\nadded: new\nline 25\n…"


def test_what_a_form_adds_to_a_story_is_no_change(desk, shelf):
    """Empty fields, pennies and the line breaks of a browser: the seed's stories have none of them."""
    figures = "Tier,Change\nCentral,+23%"
    costs = {"costs": [{"item": "Roof", "amount": "77", "frequency": "once"}]}
    blocks = [
        {"type": "key_fact", "value": {"number": "42", "label": "homes"}, "id": "a"},
        {"type": "costs", "value": costs, "id": "b"},
        {"type": "chart", "value": {"title": "Tiers", "kind": "bar", "figures": figures}, "id": "c"},
    ]
    study = CaseStudyFactory(parent=shelf)
    study.story = study.story.stream_block.to_python(blocks)
    study.keywords.set(["roof", "baths"])
    study.save_revision().publish()
    study = CaseStudyPage.objects.get(pk=study.pk)
    blocks[0]["value"] |= {"unit": "", "as_of": "", "source_title": "", "source_url": ""}
    costs["costs"][0] |= {"amount": "77.00", "exactness": "", "price_year": "", "paid_by": ""}
    blocks[2]["value"] |= {"figures": figures.replace("\n", "\r\n"), "unit": ""}
    study.story = study.story.stream_block.to_python(blocks)
    study.keywords.set(["baths", "roof"], clear=True)
    study.save_revision()

    assert changes(desk, study) == {}

    blocks[2]["value"]["figures"] = figures.replace("\n", "\r\n").replace("23", "24")
    study.story = study.story.stream_block.to_python(blocks)
    study.save_revision()
    (said,) = changes(desk, study)["Story"]
    assert said.count("removed:") == 1
