"""The first page of the desk: what waits for whoever sits at it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from accounts.models import User
from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS
from connectors.models import InitiativePage
from core.models import SiteDetails
from outbox.models import MailState, OutgoingMail
from tests.factories import InitiativeFactory
from tests.submissions.test_queue import sent

pytestmark = pytest.mark.django_db
HOME = "wagtailadmin_home"


def me(client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def failed_mail():
    OutgoingMail.objects.create(code="x", to="jo@example.org", state=MailState.FAILED, give_up_at=timezone.now())


def drafted(parent, user, title=None) -> InitiativePage:
    """A page that somebody wrote and saved as a draft, as the editor does."""
    named = {"title": title} if title else {}
    page = InitiativeFactory(parent=parent, live=False, owner=user, **named)
    page.save_revision(user=user, log_action=True)
    return page


def submitted(parent, user, title=None) -> InitiativePage:
    page = drafted(parent, user, title)
    page.get_workflow().start(page, user)
    return page


def test_editor_reads_what_the_moderator_asked_and_which_drafts_are_open(sign_in, directory):
    desk = sign_in(EDITORS)
    editor, moderator = me(desk), User.objects.create_user("mo", "mo@example.org", first_name="Mo", last_name="Moss")
    page = submitted(directory, editor, "Bramley Baths")
    page.current_workflow_task_state.reject(user=moderator, comment="Which year?")
    drafted(directory, editor, "Pub in Hudswell")
    drafted(directory, moderator, "Hers")
    submitted(directory, editor, "With the moderators")

    home = desk.get(reverse(HOME)).text

    assert "1 page came back to you" in home
    assert "Mo Moss: “Which year?”" in home
    assert "1 draft of yours is not finished" in home
    assert "Pub in Hudswell" in home
    assert "wait for your approval" not in home
    assert "waits for your approval" not in home


def test_moderator_reads_what_waits_and_each_line_leads_to_exactly_that(sign_in, directory):
    desk = sign_in(MODERATORS)
    editor = User.objects.create_user("ed", "ed@example.org", first_name="Ed", last_name="Ash")
    submitted(directory, editor)
    sent("Late", due_in=-3)
    sent("In time", due_in=2)
    failed_mail()

    page = desk.get(reverse(HOME))

    lines = page.context["lines"]
    told = [(line.text, line.age) for line in lines]
    assert told == [
        ("1 submission is later than promised", "the first was due 3 days ago"),
        ("2 submissions wait for a decision", "the next is due in 2 days"),
        ("1 page waits for your approval", "the oldest has been waiting since today"),
        ("1 mail could not be delivered", "the first has been waiting since today"),
    ]
    assert "sent by Ed Ash" in page.text
    assert [len(desk.get(line.url).context["object_list"]) for line in lines] == [1, 2, 1, 1]


def test_first_page_says_what_happens_by_itself_this_week(sign_in, directory):
    desk = sign_in(EDITORS)
    soon = timezone.now() + datetime.timedelta(days=2)
    InitiativeFactory(parent=directory, title="Fair", expire_at=soon)
    InitiativeFactory(parent=directory, title="Later", expire_at=soon + datetime.timedelta(days=30))

    assert "1 page is published or taken off by itself" in desk.get(reverse(HOME)).text


@pytest.mark.parametrize("role", [EDITORS, SITE_MANAGERS])
def test_when_nothing_waits_the_first_page_says_what_to_do_next(sign_in, role):
    SiteDetails.objects.update_or_create(site=Site.objects.get(), defaults={"contact_email": "us@example.org"})

    page = sign_in(role).get(reverse(HOME)).text

    assert "Nothing waits for you" in page
    assert f'href="{reverse("coverage_report")}"' in page
    assert "Site summary" not in page


def test_editor_is_not_told_what_only_moderators_may_do(sign_in, directory):
    desk = sign_in(EDITORS)
    sent("Late", due_in=-3)
    failed_mail()
    submitted(directory, User.objects.create_user("ed", "ed@example.org"))

    assert "Nothing waits for you" in desk.get(reverse(HOME)).text


def test_first_page_makes_as_many_queries_for_three_of_each_as_for_one(sign_in, directory):
    desk = sign_in(MODERATORS)
    user, counts = me(desk), []
    for number in (1, 2):
        for _ in range(number):
            submitted(directory, user)
            drafted(directory, user)
            submitted(directory, user).current_workflow_task_state.reject(user=user, comment="Why?")
            sent()
            InitiativeFactory(parent=directory, expire_at=timezone.now() + datetime.timedelta(days=1))
            InitiativeFactory(parent=directory, last_confirmed_at=datetime.date(2020, 1, 1))
        desk.get(reverse(HOME))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(HOME)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_deleted_page_leaves_the_first_page(sign_in, directory):
    desk = sign_in(MODERATORS)
    page = submitted(directory, me(desk))
    Page.objects.get(pk=page.pk).delete()

    assert Revision.objects.filter(object_id=str(page.pk)).count() == 0
    assert "Nothing waits for you" in desk.get(reverse(HOME)).text
