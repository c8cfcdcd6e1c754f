"""Deciding on many statuses of commitments at once, on the desk."""

import pytest
from django.urls import reverse

from accounts.roles import EDITORS, MODERATORS
from commitments.actions import approve_status, propose_status
from commitments.choices import Provenance, Status
from commitments.models import StatusUpdate
from desk.bulk import running
from tests.commitments.test_commitment_page import text_of
from tests.commitments.test_desk import browser_of
from tests.commitments.test_history import found, somebody
from tests.factories import CommitmentFactory

pytestmark = pytest.mark.django_db
LIST = "commitment_waiting"


@pytest.fixture
def author(tracker):
    return somebody(EDITORS)


@pytest.fixture
def trams(tracker, author):
    """Three commitments, each with a status that an editor's file proposes."""
    pages = [CommitmentFactory(parent=tracker, title=f"Tram {number}") for number in range(3)]
    for number, page in enumerate(pages):
        finding = found(Status.DELAYED, f"202{number}")
        propose_status(commitment=page, finding=finding, by=author, provenance=Provenance.IMPORT)
    return pages


def action(slug: str) -> str:
    return reverse("wagtail_bulk_action", args=["commitments", "statusupdate", slug])


def decide(browser, slug: str, keys, back="", **typed):
    """Ask for the confirming page and confirm what it shows."""
    asked = {"id": [str(key) for key in keys], "next": back or reverse(LIST)}
    page = browser.get(action(slug), asked)
    address = f"{action(slug)}?{page.request['QUERY_STRING']}"
    return page, lambda: browser.post(address, {"seen": page.context_data["mark"], **typed}, follow=True)


def test_what_was_ticked_is_approved_and_the_log_names_both(sign_in, trams, author):
    moderator = sign_in(MODERATORS)
    first, second, third = StatusUpdate.objects.order_by("pk")
    listed = text_of(moderator.get(reverse(LIST)))
    assert f'form="decide" name="id" value="{first.pk}" aria-label="Tram 0: Delayed, 2020"' in listed
    assert "from a file" in listed

    page, confirm = decide(moderator, "approve_status", [first.pk, second.pk])
    assert "2 statuses, which you ticked." in text_of(page)
    assert "2 of 2 statuses approved." in text_of(confirm())

    assert list(StatusUpdate.objects.waiting()) == [third]
    first.refresh_from_db()
    assert first.made_by == author
    assert first.approved_by_id not in (None, author.pk)
    history = text_of(moderator.get(reverse("wagtailadmin_pages:history", args=[trams[0].pk])))
    assert "Proposed the status “Delayed” of 2020" in history
    assert "Approved the status “Delayed” of 2020" in history


def test_all_that_match_leave_out_one_s_own_and_say_which(tracker, trams):
    moderator = somebody(MODERATORS)
    propose_status(commitment=trams[0], finding=found(Status.STALLED, "2025"), by=moderator)
    browser = browser_of(moderator)
    back = f"{reverse(LIST)}?q=Tram"
    assert "Decide on all 4 that match" in text_of(browser.get(back))

    page, confirm = decide(browser, "approve_status", ["all"], back)
    assert "4 of 4 matching statuses." in text_of(page)
    assert "1 of them you proposed yourself" in text_of(page)
    assert "Approve: 3" in text_of(page)
    done = text_of(confirm())

    assert "3 of 4 statuses approved." in done
    assert "Tram 0: Stalled, 2025 (proposed by" in done
    assert "You proposed this yourself. Somebody else has to decide on it." in done
    assert StatusUpdate.objects.waiting().get().made_by == moderator


def test_all_under_a_filter_are_only_those(tracker, trams, sign_in):
    desk = propose_status(commitment=trams[0], finding=found(Status.STALLED, "2025"), by=somebody(EDITORS))
    moderator = sign_in(MODERATORS)

    _page, confirm = decide(moderator, "approve_status", ["all"], f"{reverse(LIST)}?provenance=import")
    assert "3 of 3 statuses approved." in text_of(confirm())

    assert StatusUpdate.objects.waiting().get() == desk


def test_many_are_declined_with_a_reason_that_must_be_given(sign_in, trams):
    moderator = sign_in(MODERATORS)
    keys = list(StatusUpdate.objects.values_list("pk", flat=True))

    _page, without = decide(moderator, "decline_status", keys, value=" ")
    assert "This field is required." in text_of(without())
    _page, confirm = decide(moderator, "decline_status", keys, value="A blog is no source.")
    assert "3 of 3 statuses declined." in text_of(confirm())

    assert set(StatusUpdate.objects.values_list("declined_because", flat=True)) == {"A blog is no source."}


def test_of_two_people_at_once_one_wins_and_the_other_is_told(sign_in, trams, monkeypatch):
    moderator, faster = sign_in(MODERATORS), somebody(MODERATORS)
    update, *_others = StatusUpdate.objects.order_by("pk")
    begin = running.begin

    def while_somebody_else_decides(**values):
        approve_status(update=update, by=faster)
        return begin(**values)

    monkeypatch.setattr("desk.bulk.views.begin", while_somebody_else_decides)
    _page, confirm = decide(moderator, "decline_status", ["all"], value="No.")
    done = text_of(confirm())

    assert "2 of 3 statuses declined." in done
    assert "Tram 0: Delayed, 2020" in done
    assert "Somebody else has decided on this meanwhile." in done
    update.refresh_from_db()
    assert (update.approved_by, update.declined_at) == (faster, None)


def test_an_editor_sees_the_list_but_can_decide_on_nothing(sign_in, trams):
    editor = sign_in(EDITORS)

    listed = text_of(editor.get(reverse(LIST)))
    assert "Tram 0" in listed
    assert "Approve" not in listed.split("Nobody decides on what they proposed themselves.")[1]
    assert editor.get(action("approve_status"), {"id": "all", "next": reverse(LIST)}).status_code != 200
    editor.post(f"{action('approve_status')}?id=all", {"seen": ""})
    assert StatusUpdate.objects.waiting().count() == 3


def test_hostile_addresses_decide_on_nothing(sign_in, trams):
    moderator = sign_in(MODERATORS)

    for asked in ({"id": ["x", "9" * 40, "-1", ""]}, {"id": "all", "next": "https://example.org/"}, {}):
        assert "there is nothing to decide" in text_of(moderator.get(action("approve_status"), asked))
    for query in ("made_by=x&status=kept&whose=%00&ordering=password&p=-1", f"q={'[' * 500}"):
        assert moderator.get(f"{reverse(LIST)}?{query}").status_code == 200


def test_list_first_page_and_confirming_take_the_same_queries_for_one_and_three(
    sign_in, tracker, author, django_assert_max_num_queries
):
    moderator = sign_in(MODERATORS)
    asked = {"id": "all", "next": reverse(LIST)}
    addresses = [(reverse(LIST), {}), (action("approve_status"), asked), (reverse("wagtailadmin_home"), {})]
    counts = []
    for number in range(3):
        page = CommitmentFactory(parent=tracker, title=f"Tram {number}")
        propose_status(commitment=page, finding=found(), by=author)
        row = []
        for address, query in addresses:
            moderator.get(address, query)
            with django_assert_max_num_queries(20) as queries:
                text = text_of(moderator.get(address, query))
            row.append(len(queries))
        counts.append(row)

    assert counts[0] == counts[2]
    assert "3 statuses of commitments wait for your approval" in text
