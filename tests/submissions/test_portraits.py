"""Upright photos that people send: whole on the page of the entry, and cut on cards where the moderator says."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import MODERATORS
from connectors.models import InitiativePage
from submissions.actions.drafts import begin, keep_answer
from submissions.actions.photos import add_photo
from submissions.models import Submission, SubmissionPhoto
from tests.core.test_focus import banded, seen
from tests.factories import InitiativeFactory
from tests.submissions.test_exposed import sent
from tests.submissions.test_journey import address
from tests.submissions.test_publishing import filled, of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(photo_folder):
    """Photos and pictures of each test are its own."""


@pytest.fixture
def desk(sign_in):
    return sign_in(MODERATORS)


def add_banded(submission: Submission, width: int, height: int) -> SubmissionPhoto:
    photo = add_photo(submission, SimpleUploadedFile("bands.png", banded(width, height).read(), "image/png"))
    SubmissionPhoto.objects.filter(pk=photo.pk).update(alt="Jo at the pool", people="agreed")
    return photo


def test_upright_photo_is_whole_on_its_page_and_shows_heads_on_cards(desk, draft, client):
    add_banded(draft, 300, 400)

    publish(desk, sent(draft))

    entry = InitiativePage.objects.get()
    page = client.get(entry.url).text
    figure = page[page.index('<figure class="entry-picture upright">') :]
    sides = [int(re.search(rf'\b{side}="(\d+)"', figure)[1]) for side in ("width", "height")]
    assert sides == [300, 400]
    assert seen(entry.image) == {"red", "blue"}


def test_sender_sees_the_card_of_an_upright_photo_cut_as_it_will_be(owner, draft):
    add_banded(draft, 300, 400)

    assert '<img class="upright"' in owner.get(address(draft, "check")).text


@pytest.mark.parametrize(("focus", "bands"), [("top", {"red", "blue"}), ("bottom", {"lime", "yellow"})])
def test_moderator_chooses_what_stays_in_view(desk, draft, focus, bands):
    photo = add_banded(draft, 300, 400)
    page = desk.get(of(sent(draft))).text
    assert page.count("desk-crop-") == 4  # each choice shows what it would leave
    assert "The page of the entry shows it whole." in page

    publish(desk, draft, **{f"focus_{photo.pk}": focus})

    assert seen(InitiativePage.objects.get().image) == bands


def test_photo_that_lies_is_cut_in_the_middle_unless_chosen_otherwise(desk, draft, client):
    photo = add_banded(draft, 400, 400)
    form = filled(desk, sent(draft))
    assert form[f"focus_{photo.pk}"] == "middle"

    publish(desk, draft)

    entry = InitiativePage.objects.get()
    assert seen(entry.image) == {"blue", "lime"}
    assert "upright" not in client.get(entry.url).text


def test_choice_that_is_none_of_ours_is_refused_and_what_was_typed_stays(desk, draft):
    photo = add_banded(draft, 300, 400)

    answer = publish(desk, sent(draft), summary="Other words.", **{f"focus_{photo.pk}": "'; drop"})

    assert answer.status_code == 200
    assert "Other words." in answer.text
    assert not InitiativePage.objects.exists()


def test_merging_and_taking_over_ask_the_same(desk, draft, right_answers, directory, device):
    entry = InitiativeFactory(parent=directory)
    photo = add_banded(draft, 300, 400)
    values = {"entry": entry.pk, f"focus_{photo.pk}": "bottom"}
    desk.post(of(sent(draft), "merge"), filled(desk, draft, "merge", **values))
    entry.refresh_from_db()
    assert seen(entry.get_latest_revision_as_object().image) == {"lime", "yellow"}

    change = begin("change", once="page 9", device=device, target=entry, step="reason", raw={"reason": ["New photo."]})
    keep_answer(change, "you", right_answers["you"], is_done=True)
    other = add_banded(change, 300, 404)
    values = {f"focus_{other.pk}": "top"}
    desk.post(of(sent(change), "take_over"), filled(desk, change, "take_over", **values))

    assert seen(InitiativePage.objects.get().image) == {"red", "blue"}
