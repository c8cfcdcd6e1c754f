"""What a contact had taken out of an entry stays out, whatever editors have in hand meanwhile."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import EDITORS, MODERATORS
from connectors.models import EntrySource, InitiativePage, Theme, Tier
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.publishing import Chosen, publish
from submissions.actions.revising import Edit, revise
from submissions.contact_words import ask_about_what_was_not_seen
from submissions.log_actions import CHANGED
from submissions.models import Submission
from tests.factories import ThemeFactory, UserFactory
from tests.submissions.visitor import Visitor

PHONE = "0113 496 0000"
WITH_PHONE = f'We run the baths - all of us.\n\nRing Jo on {PHONE} "any time" & ask.'
WITHOUT = "We run the baths - all of us.\n\nAsk at the desk."


@pytest.fixture
def desk(client, home):
    """A moderator's browser."""
    user = UserFactory(email="mod@example.org")
    user.save()
    user.groups.add(Group.objects.get(name=MODERATORS))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def entry(draft, desk):
    """An entry that was published from a submission with a telephone number in its text."""
    about = draft.answers["about"] | {"what_it_does": [WITH_PHONE]}
    keep_answer(draft, "about", about, is_done=True)
    draft.email_confirmed_at = timezone.now()
    draft.save()
    draft.forget_answers()
    send(draft)
    chosen = Chosen("Bramley Baths", "Residents run the baths.", list(Theme.objects.all()), list(Tier.objects.all()))
    publish(draft, desk.user, chosen)
    return InitiativePage.objects.get()


def form_of(desk, page) -> dict:
    """What the editing form of a page holds when it is opened."""
    soup = BeautifulSoup(desk.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    return Visitor._fields(soup.select_one("form[data-edit-form]"))


def save(desk, page, form: dict, **values):
    response = desk.post(f"/admin/pages/{page.pk}/edit/", form | values)
    assert response.status_code == 302
    return response


def suggest(entry, device, once="b", **about) -> Submission:
    submission = begin("change", once=once, device=device, step="reason", raw={"reason": ["x"]}, target=entry)
    keep_answer(submission, "about", submission.answers["about"] | about, is_done=True)
    you = {"contact_name": ["Jo Smith"], "contact_email": ["jo@example.org"], "agree": ["on"]}
    keep_answer(submission, "you", you, is_done=True)
    submission.email_confirmed_at = timezone.now()
    submission.save()
    submission.forget_answers()
    send(submission)
    return Submission.objects.get(pk=submission.pk)


def take_over(desk, submission, *fields: str):
    address = f"/admin/submissions/{submission.reference}/take-over/"
    hidden = {field.name: field.value() for field in desk.get(address).context["form"].hidden_fields()}
    response = desk.post(address, hidden | {f"take_{field}": "on" for field in fields})
    assert response.status_code == 302
    return response


def test_number_that_a_contact_had_removed_stays_removed(entry, desk, device):
    assert PHONE in desk.get(entry.url).text
    save(desk, entry, form_of(desk, entry), summary="A trust runs the baths.")

    take_over(desk, suggest(entry, device, what_it_does=[WITHOUT]), "what_it_does")
    assert PHONE not in desk.get(entry.url).text
    save(desk, entry, form_of(desk, entry), **{"action-publish": "y"})

    text = desk.get(entry.url).text
    assert "A trust runs the baths." in text
    assert PHONE not in text
    assert "Ask at the desk." in text


def test_versions_that_were_only_saved_do_not_differ(entry, desk):
    InitiativePage.objects.update(
        what_it_does="<p>Stored <strong>before</strong>\n</p>\n<p>Two.</p>", happy_to_hear_from="a\nb"
    )
    entry.refresh_from_db()
    entry.save_revision().publish()
    save(desk, entry, form_of(desk, entry))

    response = desk.get(f"/admin/pages/{entry.pk}/revisions/compare/live...latest/")
    assert response.status_code == 200
    assert response.context["changes"] == []


def question(desk, entry) -> str:
    return f"/admin/entries/{entry.pk}/contact-words/"


def answer(desk, entry, what: str):
    page = desk.get(question(desk, entry))
    return desk.post(question(desk, entry), {"mark": page.context["question"].mark, "do": what})


@pytest.fixture
def at_odds(entry, desk, device):
    """An entry whose draft says something else than what its contact had changed since."""
    save(desk, entry, form_of(desk, entry), summary="The editors' words.", organisation="A trust")
    said = take_over(desk, suggest(entry, device, summary=["The contact's words."]), "summary")
    assert said.status_code == 302
    return InitiativePage.objects.get()


def test_publishing_says_first_field_by_field_what_it_would_take_back(at_odds, desk):
    assert "Compare and decide" in desk.get(f"/admin/pages/{at_odds.pk}/edit/").text
    published = save(desk, at_odds, form_of(desk, at_odds), partners="New partners", **{"action-publish": "y"})

    assert published.url == question(desk, at_odds)
    page = desk.get(published.url)
    said = " ".join(BeautifulSoup(page.content, "html.parser").select_one("main").get_text(" ", strip=True).split())
    assert [field.label for field in page.context["question"].fields] == ["Summary"]
    for words in (
        "contact",
        "editors",
        "Took over from the suggestion",
        "Publish all the same",
        "Take the contact’s words",
    ):
        assert words in said
    live = InitiativePage.objects.get()
    assert (live.summary, live.organisation) == ("The contact's words.", "Bramley Baths Ltd")
    # Nothing that was typed is lost.
    assert live.get_latest_revision_as_object().partners == "New partners"


@pytest.mark.parametrize(("what", "summary"), [("take", "The contact's words."), ("publish", "The editors' words.")])
def test_either_answer_publishes_the_rest_of_the_draft_and_settles_it(at_odds, desk, what, summary):
    answer(desk, at_odds, what)

    live = InitiativePage.objects.get()
    assert (live.summary, live.organisation, live.has_unpublished_changes) == (summary, "A trust", False)
    # A second click, or somebody else's, finds nothing to decide; the next change of the field is nobody's concern.
    assert desk.post(question(desk, live), {"mark": "x", "do": what}).url == f"/admin/pages/{live.pk}/edit/"
    save(desk, live, form_of(desk, live), summary="Later words.", **{"action-publish": "y"})
    assert InitiativePage.objects.get().summary == "Later words."


def test_whoever_answers_has_seen_the_newest_draft(at_odds, desk):
    mark = desk.get(question(desk, at_odds)).context["question"].mark
    save(desk, at_odds, form_of(desk, at_odds), organisation="Somebody else's words")

    again = desk.post(question(desk, at_odds), {"mark": mark, "do": "publish"})

    assert "changed while you were reading" in again.text
    assert InitiativePage.objects.get().summary == "The contact's words."


def test_form_that_was_open_before_the_change_asks_too(entry, desk, device):
    """No draft was begun then: what was typed meanwhile would bring the number back."""
    opened = form_of(desk, entry)
    take_over(desk, suggest(entry, device, what_it_does=[WITHOUT]), "what_it_does")

    published = save(desk, entry, opened, summary="A trust.", **{"action-publish": "y"})

    assert published.url == question(desk, entry)
    assert PHONE not in desk.get(entry.url).text
    answer(desk, entry, "take")
    live = InitiativePage.objects.get()
    assert live.summary == "A trust."
    assert PHONE not in live.what_it_does


def test_old_form_that_was_only_saved_asks_when_it_is_published_later(entry, desk, device):
    opened = form_of(desk, entry)
    take_over(desk, suggest(entry, device, what_it_does=[WITHOUT]), "what_it_does")
    save(desk, entry, opened, summary="A trust.")

    published = save(desk, entry, form_of(desk, entry), **{"action-publish": "y"})

    assert published.url == question(desk, entry)
    assert PHONE not in desk.get(entry.url).text


def test_who_began_after_the_change_is_not_asked(entry, desk, device):
    take_over(desk, suggest(entry, device, summary=["The contact's words."]), "summary")

    save(desk, entry, form_of(desk, entry), summary="Shorter.", **{"action-publish": "y"})

    assert InitiativePage.objects.get().summary == "Shorter."


def test_lists_of_rows_and_themes_are_taken_too(entry, desk):
    live, food = InitiativePage.objects.get(), ThemeFactory(name="Food")
    draft = live.latest_revision.as_object()

    def put(page):
        page.themes.set([food], clear=True)
        page.sources = [EntrySource(title="The contact's source")]

    revise(live.pk, [Edit("lists", put, touches=("themes", "sources"))], action=CHANGED)
    draft.sources, draft.organisation = [EntrySource(title="Ours")], "A trust"
    draft.save_revision()
    ask_about_what_was_not_seen(live.pk, 0)
    assert set(desk.get(question(desk, entry)).context["question"].names) == {"themes", "sources"}
    answer(desk, entry, "take")

    live = InitiativePage.objects.get()
    assert [theme.name for theme in live.themes.all()] == ["Food"]
    assert [source.title for source in live.sources.all()] == ["The contact's source"]
    assert live.organisation == "A trust"


def test_draft_that_would_go_live_by_itself_waits_for_an_answer(entry, desk, device):
    draft = InitiativePage.objects.get()
    draft.summary, draft.go_live_at = "The editors' words.", timezone.now() + timezone.timedelta(days=3)
    draft.save_revision().publish()

    submission = suggest(entry, device, summary=["The contact's words."])
    take_over(desk, submission, "summary")

    assert not InitiativePage.objects.get().revisions.exclude(approved_go_live_at=None).exists()
    assert "not published by itself" in submission.log.last().note


def test_publishing_several_names_the_one_that_waits(at_odds, desk):
    response = desk.post(f"/admin/bulk/wagtailcore/page/publish/?id={at_odds.pk}&next=/admin/", follow=True)

    assert "Nothing was published: “Bramley Baths”" in response.text
    assert InitiativePage.objects.get().summary == "The contact's words."


def test_only_who_may_publish_is_asked_and_only_with_a_token(at_odds, desk, sign_in):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.user)
    page = strict.get(question(desk, at_odds))
    values = {"mark": page.context["question"].mark, "do": "publish"}
    assert strict.post(question(desk, at_odds), values).status_code == 403
    token = BeautifulSoup(page.content, "html.parser").select_one("main [name=csrfmiddlewaretoken]")["value"]
    assert strict.post(question(desk, at_odds), values | {"csrfmiddlewaretoken": token}).status_code == 302

    assert sign_in(EDITORS).get(question(desk, at_odds)).status_code in {302, 403}


def test_page_of_the_question_asks_the_database_as_often_for_three_changes(entry, desk, device):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(question(desk, entry)).status_code == 200
        return len(captured)

    save(desk, entry, form_of(desk, entry), summary="Ours.", organisation="Ours")
    take_over(desk, suggest(entry, device, summary=["The contact's words."]), "summary")
    once = queries()
    for number in (1, 2):
        take_over(desk, suggest(entry, device, f"c{number}", summary=[f"Again {number}."]), "summary")
    assert queries() <= once
