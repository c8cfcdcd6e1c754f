"""What a submission may already be in the directory as."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from submissions.actions.drafts import begin, keep_answer
from submissions.duplicates import duplicates_of, published_duplicates_of
from submissions.models import Submission
from tests.factories import ConnectorFactory, InitiativeFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def baths(directory, right_answers):
    """The entry that the draft is about, as it stands in the directory."""
    leeds = PlaceFactory._meta.model.objects.get(code=right_answers["where"]["places"][0])
    return InitiativeFactory(
        parent=directory, title="The Bramley Baths", website="https://www.bramleybaths.example/", places=[leeds]
    )


def found(submission) -> list[tuple[str, list[str]]]:
    submission.forget_answers()
    return [(likeness.title, likeness.reasons) for likeness in duplicates_of(submission)]


def test_same_thing_is_found_by_name_website_and_place(draft, baths):
    assert found(draft) == [
        ("The Bramley Baths", ["the same name", "the same website: bramleybaths.example", "the same place: Leeds"])
    ]


def test_nothing_is_found_where_only_the_place_is_the_same(draft, baths):
    keep_answer(draft, "about", {"title": ["Kirkstall Valley Farm"]})
    keep_answer(draft, "who", {"organisation": ["Us"], "website": [""]})

    assert found(draft) == []


@pytest.mark.parametrize("title", ["Bramley Bath", "Friends of Bramley Baths", "BRAMLEY BATHS"])
def test_similar_name_is_enough(draft, baths, title):
    keep_answer(draft, "about", {"title": [title]})
    keep_answer(draft, "who", {"organisation": ["Us"]})

    assert [title for title, _reasons in found(draft)] == ["The Bramley Baths"]


def test_host_of_many_is_no_reason_but_the_same_page_is(draft, directory):
    for number in range(5):
        InitiativeFactory(
            parent=directory, title=f"Scheme {number}", website=f"https://leeds.gov.example/scheme/{number}"
        )
    keep_answer(draft, "who", {"organisation": ["Us"], "website": ["www.leeds.gov.example/scheme/3/"]})

    assert found(draft) == [("Scheme 3", ["the same website: leeds.gov.example"])]


def test_restricted_and_unpublished_entries_are_not_hinted_at(draft, baths):
    baths.unpublish()

    assert found(draft) == []


def test_moderators_see_open_submissions_and_senders_do_not(draft, right_answers, device):
    other = begin("initiative", once="other", device=device, step="about", raw=right_answers["about"])
    Submission.objects.filter(pk=other.pk).update(state="waiting")

    assert found(draft) == [("Bramley Baths", ["the same name"])]
    assert duplicates_of(draft)[0].submission == other
    assert published_duplicates_of(draft) == []


def test_other_suggestions_for_the_same_entry_are_shown(baths, device):
    first = begin("change", once="1", device=device, target=baths)
    second = begin("claim", once="2", device=device, target=baths)
    Submission.objects.filter(pk=first.pk).update(state="waiting")

    assert [(likeness.submission, likeness.reasons) for likeness in duplicates_of(second)] == [
        (first, ["about the same entry"])
    ]


def test_looking_for_them_costs_the_same_queries_with_one_and_with_three(draft, baths, directory, device):
    def queries() -> int:
        draft.forget_answers()
        with CaptureQueriesContext(connection) as captured:
            duplicates_of(draft)
        return len(captured)

    def wait(number: int) -> None:
        other = begin("initiative", once=str(number), device=device, step="about", raw={"title": ["Bramley Baths"]})
        Submission.objects.filter(pk=other.pk).update(state="waiting")

    wait(0)
    queries()
    one = queries()
    for number in (1, 2):
        ConnectorFactory(parent=directory, title=f"Bramley Baths {number}")
        wait(number)

    queries()
    assert len(duplicates_of(draft)) == 3
    assert queries() == one


@pytest.mark.parametrize("title", ["", "\x1f", "(" * 120, "\u202e", '"', "a" * 5_000, "AND OR NOT", "the of"])
@pytest.mark.parametrize("website", ["http://[", "https://", "%", "//", "www.", "a" * 3_000])
def test_odd_answers_find_nothing_and_fail_nowhere(draft, baths, title, website):
    draft.answer_set.filter(step="about").update(data={"title": [title]})
    draft.answer_set.filter(step="who").update(data={"website": [website]})

    assert found(draft) == []
