"""Ideas that fit a place: what was tried in places like it, why, and what is never shown."""

import datetime

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from atlas.ideas import kept_ideas
from atlas.place_page import kept_of_directory
from connectors.models import EntryLink
from places.comparing import compare_places
from tests.atlas.test_place_pages import FIGURES
from tests.factories import CaseStudyFactory, InitiativeFactory, PlaceFactory, ThemeFactory, TierFactory


@pytest.fixture
def hartlepool(db):
    return PlaceFactory(name="Hartlepool", slug="hartlepool", **FIGURES)


@pytest.fixture
def halton(hartlepool):
    place = PlaceFactory(name="Halton", slug="halton", **{**FIGURES, "population": 129_587})
    PlaceFactory(name="Far off", **{**FIGURES, "density": 10, "dep_score": 9})
    compare_places()
    return place


def test_idea_from_a_place_like_it_is_shown_with_its_reasons_and_private_ones_never(
    client,
    directory,
    hartlepool,
    halton,
):
    council = TierFactory(slug="district", name="District or unitary council")
    food = ThemeFactory(name="Food", slug="food")
    good = InitiativeFactory(
        parent=directory, title="Growing", themes=[food], tiers=[council], places=[halton], setup_cost_band="under-50k"
    )
    InitiativeFactory(parent=directory, title="Here already", places=[hartlepool, halton])
    InitiativeFactory(parent=directory, title="Draft", places=[halton], live=False)
    InitiativeFactory(parent=directory, title="Ended", places=[halton], stage="ended")
    secret = InitiativeFactory(parent=directory, title="Secret", places=[halton])
    secret.view_restrictions.create(restriction_type="login")
    child = InitiativeFactory(parent=directory, title="Adapted", places=[hartlepool])
    EntryLink.objects.create(entry=child, target=good, kind="adapted_from")
    study = CaseStudyFactory(parent=directory, title="Study", places=[hartlepool], evidence_level="monitored")
    EntryLink.objects.create(entry=study, target=good, kind="about")

    ideas = client.get("/places/hartlepool/ideas/").context["ideas"]
    html = client.get("/places/hartlepool/").content.decode()

    assert [idea.hit.card["title"] for idea in ideas] == ["Growing"]
    for reason in (
        "% like Hartlepool",
        "works at the tier of a",
        "Food: nothing here yet",
        "monitored",
        "set-up £5,000 to £50,000",
        "1 place adapted it",
    ):
        assert reason in ideas[0].reasons
    assert "Ideas that fit Hartlepool" in html
    assert ideas[0].reasons in html


@pytest.mark.parametrize("typed", ["%22", "%00", "food%20food", "%5B%5D", "%E2%80%AE", "x" * 3_000])
def test_theme_that_nobody_offers_is_said_and_ignored(client, directory, halton, typed):
    InitiativeFactory(parent=directory, title="Growing", places=[halton])

    response = client.get(f"/places/hartlepool/ideas/?theme={typed}")

    assert response.status_code == 200
    assert [idea.hit.card["title"] for idea in response.context["ideas"]] == ["Growing"]


def test_place_for_which_nothing_is_found_is_told_what_to_do(client, directory, halton):
    html = client.get("/places/hartlepool/ideas/").content.decode()

    assert "nothing yet that was tried in a place like Hartlepool" in html
    assert 'href="/submit/"' in html


@pytest.mark.parametrize("item_count", [1, 3])
def test_ideas_cost_the_same_queries_for_one_and_three(
    client, directory, halton, item_count, django_assert_max_num_queries, settings
):
    for _number in range(item_count):
        InitiativeFactory(parent=directory, themes=[ThemeFactory()], places=[halton])
    client.get("/places/hartlepool/ideas/")
    settings.SEARCH_CATCH_UP = "never"  # as in production
    kept_ideas.forget()  # the first who asks costs no more
    kept_of_directory.forget()

    with django_assert_max_num_queries(12):
        client.get("/places/hartlepool/ideas/")
    kept_ideas.forget()
    with django_assert_max_num_queries(20):
        client.get("/places/hartlepool/")


def test_kept_ideas_and_place_pages_show_what_was_published_or_removed_since(client, directory, hartlepool, halton):
    def shown():
        titles = {idea.hit.card["title"] for idea in client.get("/places/hartlepool/ideas/").context["ideas"]}
        page = client.get("/places/hartlepool/").content.decode()
        return titles, ">Baths<" in page, ">Growing<" in page

    growing = InitiativeFactory(parent=directory, title="Growing", places=[halton])
    assert shown() == ({"Growing"}, False, True)

    InitiativeFactory(parent=directory, title="Baths", places=[hartlepool])
    InitiativeFactory(parent=directory, title="Repair", places=[halton])
    assert shown() == ({"Growing", "Repair"}, True, True)

    growing.unpublish()
    assert shown() == ({"Repair"}, True, False)


def test_initiative_names_the_places_most_like_its_own(client, directory, halton):
    entry = InitiativeFactory(parent=directory, places=[halton])

    html = client.get(entry.url).content.decode()

    assert "Who else is like the place in this story" in html
    assert "% like Halton" in html
    assert 'href="/places/hartlepool/"' in html


@pytest.mark.parametrize(
    ("confirmed", "by", "said"),
    [
        (None, "", ""),
        (40, "the group", "confirmed by the group in {month}"),
        (40, "", "confirmed in {month}"),
        (400, "the group", ""),
    ],
    ids=["nobody confirmed it", "by the group", "by nobody named", "more than a year ago"],
)
def test_freshness_is_a_reason_only_when_somebody_confirmed_and_says_who_and_when(
    client, directory, halton, confirmed, by, said
):
    day = timezone.localdate() - datetime.timedelta(days=confirmed) if confirmed else None
    InitiativeFactory(
        parent=directory,
        places=[halton],
        last_confirmed_at=day,
        last_confirmed_by=by,
        first_published_at=timezone.now(),
    )

    (idea,) = client.get("/places/hartlepool/ideas/").context["ideas"]

    reasons = idea.reasons.split(": ", 1)[1].split(" · ")
    assert [one for one in reasons if "confirmed" in one or "published" in one] == (
        [said.format(month=date_format(day, "F Y"))] if said else []
    )


def test_places_alike_are_shown_with_what_is_known_and_no_promise(client, directory, halton):
    html = client.get("/places/hartlepool/like/").content.decode()

    assert "The places most like Hartlepool, and what they have tried." in html
