"""“This is ours”: who becomes the contact of an entry, and what nobody learns on the way."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageLogEntry

from accounts.roles import MODERATORS
from connectors.models import InitiativePage
from outbox.models import OutgoingMail
from submissions.actions.claims import accept_claim
from submissions.actions.decisions import AlreadyDecidedError
from submissions.actions.drafts import begin, keep_answer, send
from submissions.actions.links import new_device, open_with_link
from submissions.models import MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.states import State
from tests.factories import InitiativeFactory, UserFactory


@pytest.fixture
def moderator(home):
    user = UserFactory(email="mod@example.org")
    user.save()
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


@pytest.fixture
def entry(directory):
    entry = InitiativeFactory(
        parent=directory, title="Bramley Baths", contact_name="Sam Old", contact_email="Sam@Example.org"
    )
    entry.save_revision().publish()
    return InitiativePage.objects.get()


def claim(entry, email: str) -> Submission:
    submission = begin(
        "claim", once=email, device=new_device()[0], step="claim", raw={"claim": ["I chair it."]}, target=entry
    )
    you = {"contact_name": ["Jo New"], "contact_email": [email], "agree": ["on"]}
    keep_answer(submission, "you", you, is_done=True)
    send(submission)
    return Submission.objects.get(pk=submission.pk)


def confirm(submission: Submission) -> Submission:
    link = MailedLink.objects.get(submission=submission, purpose=Purpose.CONFIRM)
    open_with_link(link, new_device()[0])
    return Submission.objects.get(pk=submission.pk)


def test_who_reads_mail_at_the_address_on_file_is_the_contact_at_once(entry):
    entry.summary = "A draft in hand."
    entry.save_revision()
    sent = claim(entry, "sam@example.ORG")
    assert (sent.state, sent.from_contact) == (State.UNCONFIRMED, False)

    proven = confirm(sent)

    assert (proven.state, proven.from_contact, proven.page_id) == (State.PUBLISHED, True, entry.pk)
    assert proven.log.last().note == "The confirmed address is that of the contact on file"
    assert OutgoingMail.objects.filter(code="claim-accepted", to__iexact="sam@example.org").count() == 1
    assert not OutgoingMail.objects.filter(code="submission-arrived").exists()
    assert "proved" in PageLogEntry.objects.get(action="submissions.claimed").message
    in_hand = InitiativePage.objects.get().get_latest_revision_as_object()
    assert (in_hand.summary, in_hand.contact_name) == ("A draft in hand.", "Jo New")


def test_before_the_address_is_confirmed_nothing_tells_whether_it_is_on_file(entry, client):
    right, wrong = (claim(entry, email) for email in ("sam@example.org", "jo@example.org"))

    for field in ("state", "from_contact", "flags", "due_on"):
        assert getattr(right, field) == getattr(wrong, field)
    mails = [mail.text.replace(mail.about, "") for mail in OutgoingMail.objects.order_by("pk")]
    without_secrets = {"".join(line for line in text.splitlines() if "/submit/confirm/" not in line) for text in mails}
    assert len(without_secrets) == 1


def test_page_of_an_entry_does_not_tell_whether_it_has_a_contact(entry, client):
    def shown() -> list[str]:
        pages = [client.get(address).text for address in (entry.url, f"/submit/claim/{entry.pk}/")]
        return [re.sub(r'(nonce|value)="[^"]*"', "", page) for page in pages]

    with_contact = shown()
    InitiativePage.objects.update(contact_email="", contact_name="")

    assert shown() == with_contact


def test_other_claims_wait_for_a_moderator_who_hands_the_entry_over(entry, moderator):
    waiting = confirm(claim(entry, "jo@example.org"))
    assert (waiting.state, waiting.from_contact) == (State.WAITING, False)

    accept_claim(waiting, moderator)

    live = InitiativePage.objects.get()
    assert (live.contact_name, live.contact_email) == ("Jo New", "jo@example.org")
    told = OutgoingMail.objects.get(code="contact-replaced")
    assert told.to == "Sam@Example.org"
    assert "jo@example.org" not in told.text
    assert "Jo New" not in told.text
    assert OutgoingMail.objects.get(code="claim-accepted").to == "jo@example.org"
    with pytest.raises(AlreadyDecidedError):
        accept_claim(waiting, moderator)


def test_moderator_accepts_a_claim_in_the_desk(entry, moderator, client):
    waiting = confirm(claim(entry, "jo@example.org"))
    client.force_login(moderator)
    assert "Make them the contact" in client.get(f"/admin/submissions/{waiting.reference}/").text
    address = f"/admin/submissions/{waiting.reference}/contact/"

    shown = client.get(address)
    assert "Sam@Example.org" in shown.text
    client.post(address, {"mark": shown.context["form"]["mark"].value()})

    assert InitiativePage.objects.get().contact_email == "jo@example.org"
