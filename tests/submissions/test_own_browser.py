"""A browser in which somebody showed that an address is theirs: no limit for them there, and "About you" filled in."""

import re

import pytest
from django.test import Client

from outbox.models import OutgoingMail
from submissions.access import cookie_name
from submissions.actions.asking import ask_contacts
from submissions.actions.drafts import begin, keep_answer
from submissions.actions.links import new_device, remember_device
from submissions.models import DeviceKey, Submission
from submissions.secrets import hashed
from tests.factories import InitiativeFactory

pytestmark = pytest.mark.django_db
JO = "jo@example.org"


@pytest.fixture
def entry(directory):
    return InitiativeFactory(
        parent=directory,
        title="Bramley Baths",
        contact_name="Jo Smith",
        contact_email=JO,
        last_confirmed_at="2020-01-01",
    )


def mails(**kwargs):
    return OutgoingMail.objects.filter(to=JO, **kwargs)


def device_of(browser: Client) -> DeviceKey:
    return DeviceKey.objects.get(secret_hash=hashed(browser.cookies[cookie_name()].value))


def confirm(browser: Client, draft: Submission) -> None:
    """Have a link mailed and press its button in this browser."""
    browser.post("/submit/find/", {"reference": draft.reference, "email": JO})
    path = re.search(r"(/submit/return/\S+)", mails().latest("pk").text)[1]
    once = re.search(r'name="once" value="([^"]+)"', browser.get(path).text)[1]
    assert browser.post(path, {"once": once}).status_code in {302, 303}


def ask_five_times(browser: Client, draft: Submission) -> list[bool]:
    """Ask for links in every way there is, and return which of the mails count against the address."""
    before = mails().count()
    for address, values in (
        ("/submit/find/", {"reference": draft.reference, "email": JO}),
        ("/submit/find/", {"reference": draft.reference, "email": JO.upper()}),
        ("/submit/my-data/", {"email": JO}),
        (f"/submit/{draft.reference}/later/", {"email": JO}),
        (f"/submit/{draft.reference}/later/", {"email": JO}),
    ):
        assert browser.post(address, values).status_code < 400
    return [mail.asked_by_visitor for mail in OutgoingMail.objects.filter(to__iexact=JO).order_by("pk")[before:]]


def test_who_confirmed_the_address_in_this_browser_waits_for_no_mail(client, draft):
    confirm(client, draft)

    counted = ask_five_times(client, draft)

    assert counted == [False] * 5
    waiting = client.get(f"/submit/{draft.reference}/later/sent/").text
    assert "at most three" not in waiting
    # What she asked for leaves the three an hour of everybody else as they were.
    assert mails(asked_by_visitor=True).count() == 1


def test_sending_many_from_a_browser_that_confirmed_makes_none_wait(client, draft, right_answers):
    confirm(client, draft)

    for number in range(5):
        other = begin("initiative", once=f"other {number}", device=device_of(client))
        for step, raw in right_answers.items():
            keep_answer(other, step, raw, is_done=True)
        client.post(f"/submit/{other.reference}/check/", {})

    asked = mails(code="submission-confirm")
    assert asked.count() == 5
    assert not asked.filter(asked_by_visitor=True).exists()


def test_browser_that_only_typed_the_address_is_held_to_three_even_after_its_owner_confirmed(client, draft):
    typed, owner = Client(), client
    device, typed.cookies[cookie_name()] = new_device()
    remember_device(draft, device)
    confirm(owner, draft)

    counted = ask_five_times(typed, draft)

    assert set(counted) == {True}
    assert mails(asked_by_visitor=True, next_try_at__gt=mails().earliest("pk").created_at).count() >= 1
    going_now = [
        mail for mail in OutgoingMail.objects.filter(asked_by_visitor=True) if mail.next_try_at <= mail.created_at
    ]
    assert len(going_now) <= 3


def test_cookie_that_was_planted_before_proves_nothing_after_the_owner_pressed_the_button(client, draft):
    device, planted = new_device()
    client.cookies[cookie_name()] = planted

    confirm(client, draft)

    assert not device.used_links.exists()
    assert device_of(client).used_links.filter(email=JO).count() == 1
    confirm(client, draft)  # gets a new key, and keeps what was shown with the one before
    assert device_of(client).used_links.filter(email=JO).count() == 2


def begin_at(browser: Client, entry, journey: str = "change") -> str:
    """Begin a suggestion or a claim as the pages do; return the page "About you"."""
    path = f"/submit/{journey}/{entry.pk}/"
    once = re.search(r'name="once" value="([^"]+)"', browser.get(path).text)[1]
    field = "reason" if journey == "change" else "claim"
    browser.post(path, {"once": once, field: "It moved."})
    submission = Submission.objects.latest("pk")
    assert submission.journey == journey
    return browser.get(f"/submit/{submission.reference}/you/").text


def test_link_of_the_yearly_mail_fills_in_about_you(client, entry):
    ask_contacts(limit=10)
    path = re.search(r"https?://[^/\s]+(/still-right/\S+)", mails().latest("pk").text)[1]

    client.post(path, {"answer": "change"})

    submission = Submission.objects.get()
    page = client.get(f"/submit/{submission.reference}/you/").text
    assert 'value="Jo Smith"' in page
    assert f'value="{JO}"' in page
    keep_answer(submission, "reason", {"reason": ["It moved."]}, is_done=True)
    check = client.get(f"/submit/{submission.reference}/check/").text
    assert "Jo Smith" in check


@pytest.mark.parametrize("journey", ["change", "claim"])
def test_contact_who_confirmed_the_address_in_this_browser_finds_about_you_filled_in(client, draft, entry, journey):
    confirm(client, draft)

    page = begin_at(client, entry, journey)

    assert 'value="Jo Smith"' in page
    assert f'value="{JO}"' in page
    assert not Submission.objects.latest("pk").email_confirmed_at


def test_nobody_else_finds_the_private_contact_there(client, draft, entry):
    strangers = [Client(), Client()]
    # One has the key to a submission with the address of the contact, which the contact confirmed elsewhere.
    device, strangers[1].cookies[cookie_name()] = new_device()
    remember_device(draft, device)
    confirm(client, draft)
    entry.contact_name = "Canary Contactperson"
    entry.save()

    for journey in ("change", "claim"):
        for stranger in strangers:
            page = begin_at(stranger, entry, journey)
            assert JO not in page
            assert "Canary" not in page
