"""The front door: what this is, and the ways in."""

import pytest

from tests.factories import (
    CaseStudyFactory,
    ConnectorFactory,
    InitiativeFactory,
    PlaceFactory,
    RegionFactory,
    StandardPageFactory,
    ThemeFactory,
    TierFactory,
)


def test_home_says_what_this_is_and_leads_on(client, home):
    home.introduction = "Borrow what others tried."
    home.save()

    html = client.get("/").content.decode()

    assert "Good work in one town should be known in the next" in html
    assert "Borrow what others tried." in html
    assert '<form class="search" action="/directory/"' in html
    assert 'href="/submit/"' in html


def test_home_counts_entries_by_kind_theme_and_region(client, directory, shelf):
    food = ThemeFactory(name="Food", slug="food")
    north = RegionFactory(code="TLC", name="North East")
    InitiativeFactory(parent=directory, themes=[food], places=[PlaceFactory(region=north)])
    ConnectorFactory(parent=directory, themes=[food])
    CaseStudyFactory(parent=shelf)

    counts = client.get("/").context["counts"]

    assert [(kind["value"], kind["count"]) for kind in counts["kind"]] == [
        ("initiative", 1),
        ("connector", 1),
        ("commitment", 0),
        ("case-study", 1),
    ]
    assert counts["theme"] == [{"value": "food", "label": "Food", "count": 2}]
    assert counts["region"] == [{"value": "TLC", "label": "North East", "count": 1}]


def test_home_does_not_link_to_an_empty_list(client, directory):
    ThemeFactory(name="Food", slug="food")

    assert "/directory/?theme=food" not in client.get("/").content.decode()


def test_home_shows_the_three_newest_case_studies(client, shelf):
    studies = [CaseStudyFactory(parent=shelf, title=f"Story {number}") for number in range(4)]

    shown = client.get("/").context["case_studies"]

    assert [study.title for study in shown] == [study.title for study in reversed(studies[1:])]


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_costs_the_same_queries_for_one_of_everything_and_three(
    client, directory, shelf, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        region = RegionFactory()
        for factory, parent in (
            (InitiativeFactory, directory),
            (ConnectorFactory, directory),
            (CaseStudyFactory, shelf),
        ):
            factory(parent=parent, themes=[ThemeFactory()], tiers=[TierFactory()], places=[PlaceFactory(region=region)])
    client.get("/")

    with django_assert_num_queries(6):
        client.get("/")


@pytest.mark.parametrize("item_count", [1, 3])
def test_shelf_costs_the_same_queries_for_one_case_study_and_three(
    client, shelf, item_count, django_assert_num_queries
):
    for _number in range(item_count):
        CaseStudyFactory(parent=shelf, themes=[ThemeFactory()], places=[PlaceFactory()])
    client.get("/case-studies/")

    with django_assert_num_queries(11):
        client.get("/case-studies/")


def test_empty_shelf_says_where_to_look_meanwhile(client, shelf):
    assert "No case study yet" in client.get("/case-studies/").content.decode()


def test_page_below_another_is_found_by_its_address(client, home):
    about = StandardPageFactory(parent=home, title="About", slug="about")
    StandardPageFactory(parent=about, title="Team", slug="team")

    assert "<h1>Team</h1>" in client.get("/about/team/").content.decode()
    assert client.get("/about/nobody/").status_code == 404
    assert client.get("/nobody/team/").status_code == 404


def test_draft_page_is_not_found(client, home):
    StandardPageFactory(parent=home, slug="secret", live=False)

    assert client.get("/secret/").status_code == 404
