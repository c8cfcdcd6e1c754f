"""Coming back: links that are mailed, the cookie they are exchanged for, and what strangers can learn, which is nothing."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outbox.models import OutgoingMail
from submissions.access import cookie_name
from submissions.actions.drafts import save_for_later, send
from submissions.actions.links import make_link, new_device
from submissions.models import MailedLink
from submissions.models.keys import Purpose
from submissions.states import State

pytestmark = pytest.mark.django_db
EMAIL = "jo@example.org"


def address(secret, name="submit_return"):
    return reverse(name, args=[secret])


def press(browser, path, **data):
    """Open the page of a link and press its button."""
    once = re.search(r'name="once" value="([^"]+)"', browser.get(path).content.decode())
    return browser.post(path, {"once": once[1] if once else "", **data})


def words_of(response, reference):
    """The page without what differs from one time to the next."""
    page = re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]+"', "", response.content.decode())
    return page.replace(reference, "…")


def mailed(code):
    return OutgoingMail.objects.filter(code=code).order_by("pk")


def secret_in(mail):
    return re.search(r"/submit/(?:return|confirm)/([^/\s]+)/", mail.text)[1]


def age(**ago):
    MailedLink.objects.update(ends_at=timezone.now() - datetime.timedelta(**ago))


def test_link_is_opened_by_its_button_and_not_by_looking(client, draft):
    secret = make_link(Purpose.RETURN, EMAIL, draft)

    for looks in (client.get, client.head, Client().get):
        response = looks(address(secret))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert secret not in response.content.decode()
    assert MailedLink.objects.get().is_good

    response = press(client, address(secret))
    assert response.status_code == 303
    assert secret not in response.url
    assert client.get(reverse("submit_status", args=[draft.reference])).status_code == 200


def test_link_leads_to_where_somebody_stopped(client, draft):
    response = press(client, address(make_link(Purpose.RETURN, EMAIL, draft)))

    assert response.url == reverse("submit_step", args=[draft.reference, "money"])


def test_pressing_twice_ends_in_the_same_place_and_is_one_use(client, draft):
    path = address(make_link(Purpose.RETURN, EMAIL, draft))
    once = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())[1]

    # A double click: the second request leaves before the first one's cookie is there.
    first, second = Client().post(path, {"once": once}), client.post(path, {"once": once})

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert client.get(reverse("submit_status", args=[draft.reference])).status_code == 200
    assert press(Client(), path).status_code == 410
    MailedLink.objects.update(used_at=timezone.now() - datetime.timedelta(hours=1))
    assert Client().post(path, {"once": once}).status_code == 410


def test_used_link_goes_straight_on_where_it_was_used_and_nowhere_else(client, draft):
    path = address(make_link(Purpose.RETURN, EMAIL, draft))
    press(client, path)

    here, elsewhere = client.get(path), Client().get(path)

    assert (here.status_code, here.url) == (303, reverse("submit_step", args=[draft.reference, "money"]))
    assert elsewhere.status_code == 410
    assert "This link was used already" in elsewhere.content.decode()


def test_ended_link_offers_a_new_one_in_one_click_to_the_same_address_only(client, draft):
    older = address(make_link(Purpose.RETURN, EMAIL, draft))
    newer = address(make_link(Purpose.RETURN, EMAIL, draft))
    assert "There is a newer link" in client.get(older).content.decode()
    age(minutes=1)
    page = client.get(newer).content.decode()
    assert "It worked for 24 hours" in page
    assert "j…@example.org" in page
    assert EMAIL not in page

    page = client.post(newer, {"again": "1"}).content.decode()

    assert "We sent you a new link" in page
    assert EMAIL not in page
    mail = mailed("submission-return").get()
    assert mail.to == EMAIL
    assert press(client, address(secret_in(mail))).status_code == 303


def test_fourth_mail_within_an_hour_waits_and_the_page_says_until_when(client, draft):
    path = address(make_link(Purpose.RETURN, EMAIL, draft))
    age(minutes=1)

    pages = [client.post(path, {"again": "1"}).content.decode() for _ in range(4)]

    assert ["at most three mails an hour" in page for page in pages] == [False, False, False, True]
    goes_at = timezone.localtime(mailed("submission-return").last().next_try_at)
    assert f"This one goes at {goes_at:%H:%M}" in pages[3]


def test_address_that_was_corrected_gets_nothing_more(owner, draft):
    save_for_later(draft, "wrong@example.org")
    wrong = address(secret_in(mailed("submission-return").get()))
    save_for_later(draft, EMAIL)

    stranger = Client()

    assert press(stranger, wrong).status_code == 410
    assert stranger.post(wrong, {"again": "1"}).status_code == 410
    assert [mail.to for mail in mailed("submission-return")] == ["wrong@example.org", EMAIL]
    assert press(stranger, address(secret_in(mailed("submission-return").last()))).status_code == 303


def test_confirming_on_another_device_puts_it_before_the_moderators_once(draft):
    send(draft)
    path = address(secret_in(mailed("submission-confirm").get()), "submit_confirm")
    phone = Client()

    pressed = press(phone, path)
    again = phone.get(path)

    draft.refresh_from_db()
    assert draft.state == State.WAITING
    assert (pressed.url, again.url) == (reverse("submit_sent", args=[draft.reference]),) * 2
    assert mailed("submission-arrived").count() == 1
    page = phone.get(reverse("submit_status", args=[draft.reference])).content.decode()
    assert "It waits for our decision" in page


def test_link_that_ended_before_the_address_was_confirmed_is_renewed_even_where_it_was_sent(owner, draft):
    send(draft)
    path = address(secret_in(mailed("submission-confirm").get()), "submit_confirm")
    age(minutes=1)

    assert owner.get(path).status_code == 410
    owner.post(path, {"again": "1"})

    press(owner, address(secret_in(mailed("submission-confirm").last()), "submit_confirm"))
    draft.refresh_from_db()
    assert draft.state == State.WAITING


def test_exchange_gives_a_fresh_cookie_that_no_one_else_could_have_planted(client, draft, settings):
    settings.SESSION_COOKIE_SECURE = True
    planted = new_device()[1]
    client.cookies["__Host-draft"] = planted

    response = press(client, address(make_link(Purpose.RETURN, EMAIL, draft)))

    cookie = response.cookies["__Host-draft"]
    assert cookie.value != planted
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert not cookie["domain"]
    thief = Client()
    thief.cookies["__Host-draft"] = planted
    assert thief.get(reverse("submit_status", args=[draft.reference])).status_code == 403


@pytest.mark.parametrize("secret", ["x", "A" * 43, "..%2F", "%00", "é" * 20, "a" * 5_000])
def test_guessed_link_opens_nothing_and_shows_another_way(client, draft, secret):
    make_link(Purpose.RETURN, EMAIL, draft)

    for browser in (client.get, client.post):
        response = browser(f"/submit/return/{secret}/")
        assert response.status_code in {400, 404}
        assert cookie_name() not in response.cookies
    assert MailedLink.objects.get().is_good


def test_link_works_for_its_own_purpose_only(client, draft):
    secret = make_link(Purpose.RETURN, EMAIL, draft)

    assert client.post(address(secret, "submit_confirm")).status_code == 404


def test_whoever_asks_by_reference_learns_nothing_and_the_right_address_gets_a_link(client, draft):
    answers, queries = [], []
    client.get(reverse("submit_find"))
    for reference, email in (
        (draft.reference, "eve@example.com"),
        ("8888-8888", EMAIL),
        (draft.reference, "JO@example.org"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.post(reverse("submit_find"), {"reference": reference.lower(), "email": email})
        answers.append(words_of(response, reference))
        queries.append(len(captured))

    assert answers[0] == answers[1] == answers[2]
    assert max(queries) - min(queries) <= 3  # the same work, but for undoing it, so the same time
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["JO@example.org"]
    assert MailedLink.objects.count() == 1
    assert press(client, address(secret_in(OutgoingMail.objects.get()))).status_code == 303


@given(reference=st.text(max_size=60), email=st.text(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_to_find_something_gets_a_page(client, draft, reference, email):
    response = client.post(reverse("submit_find"), {"reference": reference, "email": f"{email}@example.org"})

    assert response.status_code == 200
    assert not OutgoingMail.objects.exists()


def test_browser_without_the_key_is_told_nothing_but_how_to_get_one(client, draft):
    theirs = client.get(reverse("submit_status", args=[draft.reference]))
    nobodys = client.get("/submit/8888-8888/")

    assert (theirs.status_code, nobodys.status_code) == (403, 403)
    assert words_of(theirs, draft.reference) == words_of(nobodys, "8888-8888")
    assert "This is kept on another device" in theirs.content.decode()


def test_finishing_later_asks_for_the_address_then_and_says_where_the_link_went(owner, draft):
    later = reverse("submit_later", args=[draft.reference])

    wrong = owner.post(later, {"email": "jo at example"}).content.decode()
    assert "<title>Error: " in wrong
    assert wrong.count("Enter an e-mail address in the correct format, like name@example.org") == 2
    assert 'value="jo at example"' in wrong

    response = owner.post(later, {"email": " jo@home.example "}, follow=True)
    assert "jo@home.example" in response.content.decode()
    assert "You can close this window" in response.content.decode()
    mail = mailed("submission-return").get()
    assert mail.to == "jo@home.example"
    laptop = Client()
    assert press(laptop, address(secret_in(mail))).status_code == 303


def test_address_can_be_corrected_after_sending(owner, draft):
    send(draft)
    resend = reverse("submit_resend", args=[draft.reference])

    owner.post(resend, {"email": EMAIL})
    owner.post(resend, {"email": "jo@home.example"})

    assert [mail.to for mail in mailed("submission-confirm")] == [EMAIL, EMAIL, "jo@home.example"]
    first = mailed("submission-confirm").first()
    assert press(Client(), address(secret_in(first), "submit_confirm")).status_code == 410
    last = mailed("submission-confirm").last()
    assert press(Client(), address(secret_in(last), "submit_confirm")).status_code == 303
