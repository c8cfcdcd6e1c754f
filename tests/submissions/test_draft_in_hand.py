"""What a contact had taken out of an entry stays out, whatever editors have in hand meanwhile."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.roles import MODERATORS
from connectors.models import InitiativePage, Theme, Tier
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.publishing import Chosen, publish
from submissions.models import Submission
from tests.factories import UserFactory
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
