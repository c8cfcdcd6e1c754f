"""The page of a commitment as visitors read it."""

import pytest

from accounts.models import User
from commitments.actions import approve_status, propose_status, take_over_published_status
from commitments.choices import Status
from connectors.choices import LinkKind
from connectors.models import EntryLink
from tests.commitments.test_history import MODERATORS, found, somebody
from tests.factories import CommitmentFactory, InitiativeFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def commitment(tracker):
    values = {"title": "A tram", "slug": "a-tram", "amount": "2500000000", "places": [PlaceFactory(name="Leeds")]}
    return CommitmentFactory(parent=tracker, **values)


def test_a_page_without_a_history_says_that_nobody_has_looked_and_not_that_nothing_was_done(client, commitment):
    text = text_of(client.get("/commitments/a-tram/"))

    assert "Not yet assessed" in text
    assert "Nobody has looked yet" in text
    assert "Not started" not in text
    assert "In our words" in text
    assert "<blockquote" not in text


def test_a_page_shows_its_history_with_reasons_sources_and_what_was_corrected(client, commitment):
    first = take_over_published_status(commitment=commitment, finding=found(Status.DELAYED, "2023-05"))
    take_over_published_status(commitment=commitment, finding=found(Status.IN_PROGRESS, "2023-06", corrects=first))
    author = somebody(MODERATORS)
    propose_status(commitment=commitment, finding=found(Status.BROKEN, "2024"), by=author)

    text = text_of(client.get("/commitments/a-tram/"))

    assert text.index("June 2023") < text.index("May 2023")
    assert "Corrected by the update of June 2023" in text
    assert "Corrects the update of May 2023" in text
    assert text.count('href="https://example.org/report"') == 2
    assert "Broken or withdrawn" not in text, "a proposal is not public"
    assert author.username not in text
    assert "Taken over from the published source" in text


def test_the_table_of_money_says_what_is_not_known(client, commitment):
    text = text_of(client.get("/commitments/a-tram/"))

    assert "£2.5bn" in text
    money = text[text.index('id="money"') :]
    assert money[: money.index("</table>")].count("not known") == 3


def test_who_depends_on_it_stands_apart_from_other_links(client, commitment, directory):
    waits = InitiativeFactory(parent=directory, title="Stop gardens", places=[PlaceFactory(name="Leeds")])
    EntryLink.objects.create(
        entry=waits, target=commitment, kind=LinkKind.DEPENDS_ON, note="Its beds are at the stops."
    )

    text = text_of(client.get("/commitments/a-tram/"))
    section = text[text.index('id="dependants"') :]
    assert "Stop gardens" in section[: section.index("</section>")]
    assert "Its beds are at the stops." in section
    assert text.count("Stop gardens") == 1
    take_over_published_status(commitment=commitment, finding=found(Status.DELAYED, "2023-05"))
    other_end = text_of(client.get(waits.url))
    assert "Depends on" in other_end
    assert "Delayed, as of May 2023" in other_end


def test_the_page_takes_the_same_number_of_queries_for_one_update_and_for_three(
    client, commitment, django_assert_max_num_queries
):
    counts = []
    for number in range(3):
        take_over_published_status(commitment=commitment, finding=found(date=f"202{number}"))
        CommitmentFactory(parent=commitment.get_parent(), parent_commitment=commitment)
        client.get("/commitments/a-tram/")
        with django_assert_max_num_queries(20) as queries:
            client.get("/commitments/a-tram/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_feed_names_each_approved_change_and_no_proposal(client, commitment):
    update = propose_status(commitment=commitment, finding=found(Status.STALLED), by=somebody(MODERATORS))
    assert b"<entry>" not in client.get("/commitments/a-tram/feed.atom").content

    approve_status(update=update, by=User.objects.exclude(pk=update.made_by_id).first() or somebody(MODERATORS))

    feed = client.get("/commitments/a-tram/feed.atom").content.decode()
    assert "A tram: Stalled (May 2023)" in feed
    assert client.get("/commitments/other/feed.atom").status_code == 404


def test_the_method_page_explains_all_ten_statuses(client, home):
    text = text_of(client.get("/commitments/method/"))

    assert all(str(status.meaning) in text for status in Status)
    assert len(Status) == 10


def test_a_change_is_suggested_only_with_the_address_of_evidence(client, commitment):
    take_over_published_status(commitment=commitment, finding=found())
    address = f"/submit/change/{commitment.pk}/"
    page = client.get(address)
    assert "The address of a public page that shows it" in text_of(page)

    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    typed = {"reason": "It was called off.", "once": once}
    text = text_of(client.post(address, {**typed, "evidence": ""}, follow=True))
    assert "Give the address of a page that shows it" in text
    assert "It was called off." in text
    assert client.get(f"/submit/claim/{commitment.pk}/").status_code == 404
