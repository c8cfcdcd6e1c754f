"""The page of one entry, as somebody reads it who wants to borrow the idea."""

import datetime
import re

import pytest

from casestudies.models import CaseStudyIndexPage, CaseStudyPage, Outcome
from connectors.choices import LinkKind
from connectors.models import (
    Clause,
    ConnectorPage,
    DirectoryPage,
    EntryLink,
    EntryPage,
    EntryPlace,
    EntrySource,
    InitiativePage,
)
from home.models import HomePage, StandardPage
from tests.factories import (
    CaseStudyFactory,
    ConnectorFactory,
    InitiativeFactory,
    PlaceFactory,
    RegionFactory,
    ThemeFactory,
)

ENTRY_QUERIES = 20


def html_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_initiative_shows_its_facts_and_lessons(client, directory):
    place = PlaceFactory(name="Leeds", slug="leeds")
    entry = InitiativeFactory(
        parent=directory,
        title="Bramley Baths",
        organisation="Friends of the baths",
        partners="Council\nUniversity",
        people_reached=1234,
        people_reached_note="swimmers in 2019",
        setup_cost_amount=1_500_000,
        cost_price_year=1997,
        started="2013-01",
        website="https://www.example.org/baths",
        what_did_not_work="<p>The roof leaked.</p>",
        happy_to_hear_from="Leases\nRoofs",
        places=[place],
    )

    html = html_of(client, entry)

    for words in (
        "Friends of the baths",
        "<li>University</li>",
        "1,234",
        "swimmers in 2019",
        "£1,500,000",
        "(1997)",
        "January 2013",
        ">example.org</a>",
        "The roof leaked.",
        "<li>Roofs</li>",
        'href="/places/leeds/"',
    ):
        assert words in html


def test_unknown_facts_are_left_out_rather_than_shown_as_nothing(client, directory):
    html = html_of(client, InitiativeFactory(parent=directory))

    for words in ("Partners", "People reached", "Cost to set up", "Stage", "None", "Volunteers"):
        assert words not in html
    assert "No source is recorded yet." in html
    assert "Not yet: this entry was put together from public sources" in html


def test_link_is_shown_at_both_ends_with_the_fitting_word(client, directory):
    part = InitiativeFactory(parent=directory, title="The part")
    whole = InitiativeFactory(parent=directory, title="The whole")
    EntryLink.objects.create(entry=part, target=whole, kind=LinkKind.PART_OF, note="Since 2019.")

    assert "Part of</span> <a" in html_of(client, part)
    assert "Has as a part</span> <a" in html_of(client, whole)
    assert "Since 2019." in html_of(client, whole)


@pytest.mark.parametrize("hide", ["draft", "restricted"])
def test_link_to_an_entry_that_is_not_public_is_not_shown(client, directory, hide):
    entry = InitiativeFactory(parent=directory)
    hidden = InitiativeFactory(parent=directory, title="Hidden partner", live=hide != "draft")
    if hide == "restricted":
        hidden.view_restrictions.create(restriction_type="login")
    EntryLink.objects.create(entry=entry, target=hidden)
    EntryLink.objects.create(entry=hidden, target=entry, kind=LinkKind.ABOUT)

    assert "Hidden partner" not in html_of(client, entry)


def test_source_shows_what_it_tells_and_when_it_was_read(client, directory):
    entry = InitiativeFactory(parent=directory)
    EntrySource.objects.create(
        entry=entry,
        title="Annual report",
        url="https://example.org/report",
        publisher="The baths",
        published_on="2019-05",
        accessed_on=datetime.date(2026, 11, 22),
        says="It counted 1,234 swimmers.",
    )

    html = html_of(client, entry)

    assert "It counted 1,234 swimmers." in html
    assert '<a href="https://example.org/report">Annual report</a>' in html
    assert "The baths, May 2019. Read on 22 November 2026" in html


def test_confirmed_entry_says_when_and_by_whom(client, directory):
    entry = InitiativeFactory(
        parent=directory, last_confirmed_at=datetime.date(2026, 5, 3), last_confirmed_by="the group"
    )

    assert "3 May 2026 by the group" in html_of(client, entry)


def test_entry_past_its_check_says_that_it_may_be_out_of_date(client, directory):
    stale = InitiativeFactory(parent=directory, review_due=datetime.date(2020, 1, 1))
    fresh = InitiativeFactory(parent=directory, review_due=datetime.date(2999, 1, 1))

    assert "It may be out of date." in html_of(client, stale)
    assert "It may be out of date." not in html_of(client, fresh)


def test_charter_shows_its_clauses_and_says_what_is_not_stated(client, directory):
    charter = ConnectorFactory(parent=directory, kind="instrument", members_count=91, members_as_of="2023-06")
    for topic, strength in (("pay", "required"), ("secure_work", "")):
        Clause.objects.create(
            connector=charter, topic=topic, asks=f"About {topic}", strength=strength, how_checked="A panel looks."
        )

    html = html_of(client, charter)

    assert "About pay" in html
    assert "Required" in html
    assert "Not stated" in html
    assert html.count("A panel looks.") == 1
    assert "(June 2023)" in html


def test_case_study_shows_question_evidence_results_and_failure(client, shelf):
    study = CaseStudyFactory(
        parent=shelf,
        question="How was it won?",
        evidence_level="monitored",
        what_did_not_work="<p>The first vote failed.</p>",
        untold_place=True,
    )
    Outcome.objects.create(case_study=study, indicator="Members", result="160", measured_on="2025-06")

    html = html_of(client, study)

    for words in (
        "How was it won?",
        "Monitored",
        "The first vote failed.",
        "160",
        "June 2025",
        "Not known",
        "asked not to be named",
    ):
        assert words in html


def test_case_study_without_results_says_so(client, shelf):
    assert "No source we have read gives measured results." in html_of(client, CaseStudyFactory(parent=shelf))


def test_every_block_of_a_story_is_drawn(client, shelf, directory):
    other = InitiativeFactory(parent=directory, title="The other entry")
    study = CaseStudyFactory(parent=shelf)
    study.story = [
        ("text", "<h2>How it began</h2><p>Slowly.</p>"),
        ("key_fact", {"number": "£125m", "label": "first phase", "as_of": "2016-05", "source_title": "Bdaily"}),
        ("timeline", {"title": "Steps", "steps": [{"when": "July 2019", "what": "<p>It opened.</p>"}]}),
        ("quote", {"quote": "We did it.", "who": "A resident", "role": "Neighbour", "consent": True}),
        ("what_did_not_work", "<p>The lease.</p>"),
        ("what_it_needs", "<p>A building.</p>"),
        ("copy_and_change", {"copy": "<p>Ask first.</p>", "change": "<p>Start small.</p>"}),
        ("linked_entry", other.page_ptr),
    ]
    palette = study.story.stream_block.child_blocks
    study.story = [
        (
            b.block_type,
            palette[b.block_type].to_python(palette[b.block_type].get_prep_value(b.value))
            if b.block_type != "linked_entry"
            else other.page_ptr,
        )
        for b in study.story
    ]
    study.save()

    html = html_of(client, study)

    for words in (
        "How it began",
        "£125m",
        "(May 2016)",
        "July 2019",
        "It opened.",
        "We did it.",
        "The lease.",
        "A building.",
        "Ask first.",
        "Start small.",
        "The other entry",
    ):
        assert words in html


def test_breadcrumb_leads_back_to_the_directory(client, directory):
    crumbs = client.get(InitiativeFactory(parent=directory).url).context["breadcrumb"]

    assert [crumb.url for crumb in crumbs] == ["/", "/directory/"]


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize("factory", [InitiativeFactory, ConnectorFactory, CaseStudyFactory])
def test_entry_page_costs_the_same_queries_for_one_link_and_three(
    client, directory, shelf, factory, item_count, django_assert_max_num_queries
):
    theme, region = ThemeFactory(), RegionFactory()
    parent = shelf if factory is CaseStudyFactory else directory
    places = [PlaceFactory(region=region) for _ in range(item_count)]
    entry = factory(parent=parent, themes=[theme], places=places)
    for _number in range(item_count):
        other = InitiativeFactory(parent=directory, themes=[theme], places=[PlaceFactory(region=region)])
        EntryLink.objects.create(entry=entry, target=other)
        EntryLink.objects.create(entry=InitiativeFactory(parent=directory, themes=[theme]), target=entry)
        EntrySource.objects.create(entry=entry, title="Source")
    client.get(entry.url)

    with django_assert_max_num_queries(ENTRY_QUERIES) as queries:
        client.get(entry.url)

    COUNTS.setdefault(factory, {})[item_count] = len(queries)
    assert len(set(COUNTS[factory].values())) == 1


COUNTS: dict = {}


@pytest.mark.parametrize(
    ("model", "parents", "children"),
    [
        (InitiativePage, {DirectoryPage}, set()),
        (ConnectorPage, {DirectoryPage}, set()),
        (CaseStudyPage, {CaseStudyIndexPage}, set()),
        (DirectoryPage, {HomePage}, {InitiativePage, ConnectorPage}),
        (CaseStudyIndexPage, {HomePage}, {CaseStudyPage}),
        (StandardPage, {HomePage, StandardPage}, {StandardPage}),
        (EntryPage, set(), set()),
    ],
)
def test_page_type_stands_only_where_it_belongs(db, model, parents, children):
    assert set(model.allowed_parent_page_models()) == parents
    assert set(model.allowed_subpage_models()) == children
    assert str(model.page_description)


def test_entry_itself_cannot_be_created():
    assert EntryPage.is_creatable is False


def test_entry_that_ends_before_it_starts_is_refused(directory):
    from django.core.exceptions import ValidationError

    entry = InitiativePage(title="Odd", slug="odd", summary="Odd.", started="2020-05", ended="2019")
    with pytest.raises(ValidationError, match="cannot end before it started"):
        entry.clean()
    InitiativePage(title="Fine", slug="fine", summary="Fine.", started="2020-05", ended="2020").clean()


def test_half_a_point_is_refused(db):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="both latitude and longitude"):
        InitiativePage(title="Odd", slug="odd", summary="Odd.", latitude=54).clean()


def entry_form(**changes) -> dict:
    """What the desk posts for a new initiative."""
    inline = {
        f"{name}-{part}": value
        for name in ("sources", "links", "external_ids", "comments")
        for part, value in (
            ("TOTAL_FORMS", "0"),
            ("INITIAL_FORMS", "0"),
            ("MIN_NUM_FORMS", "0"),
            ("MAX_NUM_FORMS", "1000"),
        )
    }
    data = {
        "title": "Baths",
        "slug": "baths",
        "summary": "Residents run the baths.",
        "licence": "cc-by-4.0",
        "check_every": "12",
        "keywords": "",
        **inline,
    }
    return {**data, **changes}


def place_forms(*rows: tuple[int, bool]) -> dict:
    forms = {
        "entry_places-TOTAL_FORMS": str(len(rows)),
        "entry_places-INITIAL_FORMS": "0",
        "entry_places-MIN_NUM_FORMS": "1",
        "entry_places-MAX_NUM_FORMS": "1000",
    }
    for number, (place, lead) in enumerate(rows):
        forms |= {
            f"entry_places-{number}-place": place,
            f"entry_places-{number}-role": "based_in",
            f"entry_places-{number}-locality": "",
            f"entry_places-{number}-ORDER": number + 1,
        }
        if lead:
            forms[f"entry_places-{number}-is_lead"] = "on"
    return forms


def create(admin_client, directory, **data):
    url = f"/admin/pages/add/connectors/initiativepage/{directory.pk}/"
    return admin_client.post(url, entry_form(**data))


def test_editor_form_saves_ticked_themes_and_the_only_place_as_lead(admin_client, directory):
    theme, place = ThemeFactory(name="Food"), PlaceFactory()

    create(admin_client, directory, themes=[theme.pk], **place_forms((place.pk, False)))
    draft = InitiativePage.objects.get().get_latest_revision_as_object()
    assert [item.tag for item in draft.theme_items.all()] == [theme]
    assert draft.lead_place.place == place
    assert draft.lead_place.is_lead


def test_editor_form_wants_exactly_one_lead_place_to_publish(admin_client, directory):
    first, second = PlaceFactory(), PlaceFactory()
    places = place_forms((first.pk, True), (second.pk, True))

    response = create(admin_client, directory, **places, **{"action-publish": "1"})

    assert response.status_code == 200
    assert "Tick exactly one lead place" in response.content.decode()
    assert not InitiativePage.objects.exists()


def test_reopened_form_has_the_chosen_themes_ticked(admin_client, directory):
    theme = ThemeFactory(name="Food")
    entry = InitiativeFactory(parent=directory, themes=[theme], places=[PlaceFactory()])

    html = admin_client.get(f"/admin/pages/{entry.pk}/edit/").content.decode()

    box = re.search(r'<input[^>]*name="themes"[^>]*>', html).group()
    assert f'value="{theme.pk}"' in box
    assert "checked" in box


def test_leading_place_of_an_entry_without_places_is_none(directory):
    assert InitiativeFactory(parent=directory).lead_place is None


def test_place_role_is_unique_per_entry(directory):
    from django.db import IntegrityError

    place = PlaceFactory()
    entry = InitiativeFactory(parent=directory, places=[place])
    with pytest.raises(IntegrityError):
        EntryPlace.objects.create(entry=entry, place=place)


def test_entry_opened_from_a_result_leads_back_and_on(client, directory):
    first, second, third = (InitiativeFactory(parent=directory, title=f"Bakery {n}") for n in "ABC")

    html = client.get(f"{second.url}?q=bakery&sort=title").content.decode()

    assert '<a href="/directory/?q=bakery&amp;sort=title">Back to results</a>' in html
    assert f'href="{first.url}?q=bakery&amp;sort=title">Previous: Bakery A' in html
    assert f'href="{third.url}?q=bakery&amp;sort=title">Next: Bakery C' in html


def test_entry_opened_by_its_own_address_has_no_way_back(client, directory):
    entry = InitiativeFactory(parent=directory)

    assert "Back to results" not in client.get(entry.url).content.decode()
    assert "Back to results" not in client.get(f"{entry.url}?utm_source=mail").content.decode()


def test_draft_predecessor_of_a_charter_is_not_named(client, directory):
    draft = ConnectorFactory(parent=directory, title="Embargoed charter", live=False)
    charter = ConnectorFactory(parent=directory, predecessor=draft)

    assert "Embargoed charter" not in html_of(client, charter)


def test_restricted_entry_is_not_named_in_a_story(client, shelf, directory):
    secret = InitiativeFactory(parent=directory, title="Secret partner")
    secret.view_restrictions.create(restriction_type="login")
    study = CaseStudyFactory(parent=shelf)
    study.story = [("linked_entry", secret.page_ptr)]
    study.save()

    assert "Secret partner" not in html_of(client, study)
