"""What editors do with commitments on the desk."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from accounts.roles import EDITORS, MODERATORS
from commitments.actions import propose_status, take_over_published_status
from commitments.choices import Status
from commitments.desk.viewset import CommitmentViewSet
from commitments.models import CommitmentPage, NothingFound, StatusUpdate
from places.kinds import PlaceKind
from tests.commitments.test_commitment_page import text_of
from tests.commitments.test_history import found, somebody
from tests.factories import CommitmentFactory, PlaceFactory, RegionFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "status": "delayed",
    "date": "May 2023",
    "reason": "It opens a year later.",
    "title_1": "A report",
    "url_1": "https://example.org/report",
}


@pytest.fixture
def commitment(tracker):
    return CommitmentFactory(parent=tracker, title="A tram")


def browser_of(user) -> Client:
    user.save()  # the factory sets the password after the first save
    browser = Client()
    browser.force_login(user)
    return browser


def test_one_proposes_and_another_approves_and_the_page_s_history_names_both(client, sign_in, commitment):
    author = sign_in(MODERATORS)
    address = reverse("commitment_statuses", args=[commitment.pk])
    assert "waits for somebody else" in text_of(author.post(address, TYPED, follow=True)).replace("&#x27;", "'")
    update = StatusUpdate.objects.get()
    approve = reverse("commitment_approve", args=[update.pk])
    assert "Approve: I have read" not in text_of(author.get(address))

    assert "You proposed this yourself" in text_of(author.post(approve, follow=True))
    assert CommitmentPage.objects.get().current_status is Status.NOT_ASSESSED

    other = browser_of(somebody(MODERATORS))
    assert "From <strong>Not yet assessed</strong> to <strong>Delayed</strong>" in text_of(other.get(address))
    other.post(approve)
    assert CommitmentPage.objects.get().current_status is Status.DELAYED
    history = text_of(other.get(reverse("wagtailadmin_pages:history", args=[commitment.pk])))
    assert "Proposed the status “Delayed” of May 2023" in history
    assert "Approved the status “Delayed” of May 2023" in history
    assert "Somebody else has decided" in text_of(other.post(approve, follow=True))


def test_a_proposal_without_a_source_is_kept_as_typed(sign_in, commitment):
    address = reverse("commitment_statuses", args=[commitment.pk])

    text = text_of(sign_in(EDITORS).post(address, {**TYPED, "url_1": "", "date": "soon", "title_2": "Only a title"}))

    assert not StatusUpdate.objects.exists()
    assert "It opens a year later." in text
    assert 'value="soon"' in text
    assert "Give both the title and the address" in text


def test_an_editor_sees_what_waits_but_can_neither_approve_nor_decline(sign_in, commitment):
    update = propose_status(commitment=commitment, finding=found(), by=somebody(MODERATORS))
    editor = sign_in(EDITORS)

    editor.post(reverse("commitment_approve", args=[update.pk]))
    editor.post(reverse("commitment_decline", args=[update.pk]), {"because": "No"})

    update.refresh_from_db()
    assert update.is_waiting
    assert "Approve: I have read" not in text_of(editor.get(reverse("commitment_statuses", args=[commitment.pk])))


def test_a_moderator_declines_with_a_reason_that_only_the_desk_sees(client, sign_in, commitment):
    update = propose_status(commitment=commitment, finding=found(), by=somebody(EDITORS))
    address = reverse("commitment_decline", args=[update.pk])
    moderator = sign_in(MODERATORS)

    assert moderator.post(address, {"because": ""}).status_code == 200
    text = text_of(moderator.post(address, {"because": "A blog is no source."}, follow=True))

    assert "A blog is no source." in text
    assert "A blog is no source." not in text_of(Client().get(commitment.url))
    assert CommitmentPage.objects.get().current_status is Status.NOT_ASSESSED


def test_a_commitment_with_a_history_is_not_deleted_on_the_desk(sign_in, commitment, tracker):
    take_over_published_status(commitment=commitment, finding=found())
    boss = somebody(MODERATORS)
    boss.is_superuser = True
    boss.save()
    browser = browser_of(boss)

    for page in (commitment, tracker):
        text = text_of(browser.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True))
        assert "never deleted. Unpublish it instead" in text
    assert CommitmentPage.objects.exists()


def test_the_list_says_what_waits_and_takes_the_same_queries_for_one_and_three(
    sign_in, tracker, django_assert_max_num_queries
):
    author, counts = somebody(EDITORS), []
    assert Group.objects.exists()
    browser = sign_in(MODERATORS)
    address = reverse("commitment_desk:index")
    for number in range(3):
        page = CommitmentFactory(parent=tracker, title=f"Promise {number}")
        take_over_published_status(commitment=page, finding=found())
        propose_status(commitment=page, finding=found(Status.STALLED, "2024"), by=author)
        browser.get(address)
        with django_assert_max_num_queries(60) as queries:
            text = text_of(browser.get(address))
        counts.append(len(queries))
    CommitmentFactory(parent=tracker, title="Nothing to do")

    assert counts[0] == counts[2]
    assert "Delayed" in text
    waiting = text_of(browser.get(address, {"to_do": "waiting"}))
    assert "Promise 2" in waiting
    assert "Nothing to do" not in waiting
    assert "Nothing to do" in text_of(browser.get(address, {"status": "not_assessed"}))


def test_the_list_narrowed_to_a_place_holds_what_was_promised_to_it_around_it_and_in_it(sign_in, tracker):
    nation = PlaceFactory(name="England", kind=PlaceKind.NATION)
    region = RegionFactory(name="North East", nation=nation)
    hartlepool = PlaceFactory(name="Hartlepool", region=region, nation=nation)
    country = PlaceFactory(name="United Kingdom", kind=PlaceKind.COUNTRY)
    overdue = datetime.date(2020, 1, 1)
    to_town = CommitmentFactory(parent=tracker, title="To the town", places=[hartlepool], next_check=overdue)
    for title, place in (("To the region", region), ("To England", nation), ("To the country", country)):
        CommitmentFactory(parent=tracker, title=title, places=[place], live=False)
    CommitmentFactory(parent=tracker, title="To another", places=[PlaceFactory(name="Stockton", region=region)])
    browser, address = sign_in(EDITORS), reverse("commitment_desk:index")

    text = text_of(browser.get(address, {"place": hartlepool.pk}))
    for title in ("To the town", "To the region", "To England", "To the country"):
        assert title in text
    assert "To another" not in text
    assert "1 January 2020 <strong>overdue</strong>" in text
    assert reverse("wagtailadmin_pages:edit", args=[to_town.pk]) in text
    assert reverse("commitment_import") in text
    assert "To another" in text_of(browser.get(address, {"place": region.pk}))

    other = PlaceFactory(name="Rutland")
    assert "To another" not in text_of(browser.get(address, {"place": other.pk}))
    empty = text_of(browser.get(address, {"place": other.pk, "status": "delivered"}))
    assert "If you looked for promises to Rutland and found none" in empty
    NothingFound.objects.create(place=other, date="2026-11-02", note="In Hansard since 2019.")
    assert "On 2 November 2026 somebody looked and found none: In Hansard" in text_of(
        browser.get(address, {"place": other.pk})
    )
    assert browser.get(address, {"place": "'; DROP"}).status_code == 200


def test_menu_holds_both_lists_under_commitments(sign_in, tracker):
    desk = sign_in(EDITORS).get(reverse("wagtailadmin_home"))

    shown = admin_menu.menu_items_for_request(desk.wsgi_request)
    submenu = next(item for item in shown if item.label == "Commitments").menu
    assert [(item.label, item.url) for item in submenu.menu_items_for_request(desk.wsgi_request)] == [
        ("Commitments", reverse(CommitmentViewSet().get_url_name("index"))),
        ("Looked, found none", reverse(NothingFound.snippet_viewset.get_url_name("list"))),
    ]
    assert "Looked, found none" not in [item.label for item in shown]
