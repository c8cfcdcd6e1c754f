"""The second factor from turning it on to losing the phone."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from accounts.second_factor import must_have_second_factor, new_recovery_codes
from tests.accounts.conftest import PASSWORD

OVERVIEW, TURN_ON, VERIFY, NEW_CODES, TURN_OFF = (
    reverse(f"accounts:{name}") for name in ("second_factor", "turn_on", "verify", "new_codes", "turn_off")
)
HOME = "/admin/"


def code_of(device, *, steps=0):
    """What the app shows now, or so many half minutes later."""
    device.refresh_from_db()
    return f"{TOTP(device.bin_key, drift=device.drift + steps).token():06}"


def wrong_code(device):
    return f"{(int(code_of(device)) + 500_000) % 1_000_000:06}"


@pytest.fixture
def device(people):
    """The confirmed device of the moderator."""
    return TOTPDevice.objects.create(user=people.moderator, name="app")


@pytest.fixture
def recovery_codes(people, device):
    return new_recovery_codes(user=people.moderator)


@pytest.fixture
def signed_in(client, people):
    """A browser in which the moderator has typed the password, and only that."""
    client.force_login(people.moderator)
    return client


@pytest.fixture
def verified(signed_in, device):
    """The same after the code."""
    assert signed_in.post(VERIFY, {"code": code_of(device)}).status_code == 302
    return signed_in


def is_let_in(client):
    return client.get(reverse("wagtailadmin_account")).status_code == 200


def test_second_factor_is_turned_on_with_a_code(signed_in, people):
    assert "The second factor is on" not in signed_in.get(OVERVIEW).content.decode()
    signed_in.get(TURN_ON)
    device = TOTPDevice.objects.get(user=people.moderator)
    assert not device.confirmed

    answer = signed_in.post(TURN_ON, {"code": f" {code_of(device)[:3]} {code_of(device)[3:]} "})

    device.refresh_from_db()
    codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.content.decode())
    assert device.confirmed
    assert {code.replace("-", "") for code in codes} == set(StaticToken.objects.values_list("token", flat=True))
    assert len(codes) == 10
    assert "no-store" in answer["Cache-Control"]
    assert is_let_in(signed_in)
    assert codes[0] not in signed_in.get(OVERVIEW).content.decode()


def test_second_factor_is_not_turned_on_by_a_wrong_code(signed_in, people):
    signed_in.get(TURN_ON)
    device = TOTPDevice.objects.get()

    answer = signed_in.post(TURN_ON, {"code": wrong_code(device)})

    device.refresh_from_db()
    assert not device.confirmed
    assert "This code does not fit" in answer.content.decode()
    assert "Error:" in re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)[1]


def test_key_stays_the_same_until_it_is_confirmed(signed_in):
    pages = [signed_in.get(TURN_ON).context["key"] for _number in range(2)]

    assert pages[0] == pages[1]
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", pages[0])


def test_qr_code_is_drawn_here_without_inline_code(signed_in):
    answer = signed_in.get(TURN_ON)

    text = answer.content.decode()
    assert unquote(answer.context["qr_code"]).startswith("data:image/svg+xml;charset=utf-8,<svg")
    assert 'style="' not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert re.findall(r'(?:src|href)="https?://[^"]*"', text.replace("https://www.enable-javascript.com/", "/")) == []


def test_password_alone_leads_to_the_code(client, people, device):
    client.post(reverse("wagtailadmin_login"), {"username": "moderator", "password": PASSWORD, "next": "/admin/pages/"})

    answer = client.get("/admin/pages/")

    assert (answer.status_code, answer["Location"]) == (302, f"{VERIFY}?next=%2Fadmin%2Fpages%2F")


@pytest.mark.parametrize(
    "address",
    [
        HOME,
        "/admin/pages/",
        "/admin/images/",
        "/admin/account/",
        "/admin/users/",
        "/admin/reports/workflow/",
        "/admin/nothing-here/",
        OVERVIEW,
        TURN_ON,
        NEW_CODES,
        TURN_OFF,
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_desk_is_closed_before_the_code(signed_in, device, address, method):
    answer = getattr(signed_in, method)(address)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, VERIFY)


def test_script_is_told_so_instead_of_sent_elsewhere(signed_in, device):
    answer = signed_in.get("/admin/choose-page/", headers={"x-requested-with": "XMLHttpRequest"})

    assert answer.status_code == 403


def test_public_site_and_signing_out_stay_open_before_the_code(signed_in, device):
    assert signed_in.get("/healthz/").status_code == 200
    assert signed_in.get(reverse("wagtailadmin_sprite")).status_code == 200
    assert signed_in.post(reverse("wagtailadmin_logout"))["Location"] == reverse("wagtailadmin_login")
    assert "_auth_user_id" not in signed_in.session


def test_right_code_opens_the_desk(signed_in, device):
    session = signed_in.session.session_key

    answer = signed_in.post(VERIFY, {"code": code_of(device), "next": "/admin/pages/"})

    assert answer["Location"] == "/admin/pages/"
    assert is_let_in(signed_in)
    assert signed_in.session.session_key != session


def test_code_works_once(people, verified, device):
    other = Client()
    other.force_login(people.moderator)

    answer = other.post(VERIFY, {"code": code_of(device)})

    assert "wrong or was used before" in answer.content.decode()
    assert not is_let_in(other)


def test_wrong_codes_are_slowed_down(signed_in, device):
    signed_in.post(VERIFY, {"code": wrong_code(device)})

    answer = signed_in.post(VERIFY, {"code": code_of(device)})

    assert "Too many wrong codes. Try again in 1" in answer.content.decode().replace("\xa0", " ")
    assert not is_let_in(signed_in)


def test_recovery_code_works_once_and_while_the_app_is_slowed_down(signed_in, device, recovery_codes):
    signed_in.post(VERIFY, {"code": wrong_code(device)})

    signed_in.post(VERIFY, {"code": recovery_codes[0].upper()})

    assert is_let_in(signed_in)
    assert StaticToken.objects.count() == 9
    signed_in.post(reverse("wagtailadmin_logout"))
    signed_in.force_login(device.user)
    signed_in.post(VERIFY, {"code": recovery_codes[0]})
    assert not is_let_in(signed_in)


def test_last_recovery_codes_are_warned_about(signed_in, recovery_codes):
    StaticToken.objects.exclude(token__in=[code.replace("-", "") for code in recovery_codes[:2]]).delete()

    answer = signed_in.post(VERIFY, {"code": recovery_codes[0]}, follow=True)

    assert "You have 1 recovery code left" in answer.content.decode()


def test_code_of_a_colleague_does_not_help(signed_in, people, device):
    other = TOTPDevice.objects.create(user=people.editor, name="app")

    signed_in.post(VERIFY, {"code": code_of(other)})

    assert not is_let_in(signed_in)


@pytest.mark.parametrize(
    "code", ["", "\x00", "1" * 10_000, "１２３４５６", "12345", "-1", "1e5", "' OR 1=1", "1_2_3_4"]
)
def test_hostile_code_is_answered_with_the_form(signed_in, recovery_codes, code):
    answer = signed_in.post(VERIFY, {"code": code})

    assert answer.status_code == 200
    assert not is_let_in(signed_in)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\x00",
    ],
)
def test_next_leads_to_no_other_host(signed_in, device, address):
    page = signed_in.get(VERIFY, {"next": address})
    assert page.context["next"] == HOME

    assert signed_in.post(VERIFY, {"code": code_of(device), "next": address})["Location"] == HOME


def test_second_factor_is_turned_off_with_password_and_code(verified, device):
    answer = verified.post(TURN_OFF, {"password": PASSWORD, "code": code_of(device, steps=1)})

    assert answer["Location"] == OVERVIEW
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert is_let_in(verified)


@pytest.mark.parametrize(("password", "steps"), [("wrong", 1), (PASSWORD, 40)])
def test_second_factor_is_not_turned_off_without_both(verified, device, password, steps):
    verified.post(TURN_OFF, {"password": password, "code": code_of(device, steps=steps)})

    assert TOTPDevice.objects.get().confirmed


def test_wrong_password_does_not_use_up_a_recovery_code(verified, recovery_codes):
    verified.post(TURN_OFF, {"password": "wrong", "code": recovery_codes[0]})

    assert StaticToken.objects.count() == 10


def test_guessing_the_password_at_an_open_desk_is_locked_out(verified, device, settings):
    settings.AXES_ENABLED = True

    answers = [verified.post(TURN_OFF, {"password": f"{n}", "code": "123456"}).status_code for n in range(10)]

    assert answers == [200] * 9 + [429]


def test_new_recovery_codes_replace_the_old_ones(verified, device, recovery_codes):
    answer = verified.post(NEW_CODES, {"password": PASSWORD, "code": code_of(device, steps=1)})

    tokens = set(StaticToken.objects.values_list("token", flat=True))
    assert len(tokens) == 10
    assert tokens.isdisjoint(code.replace("-", "") for code in recovery_codes)
    assert all(f"{token[:4]}-{token[4:]}" in answer.content.decode() for token in tokens)


@pytest.mark.parametrize("address", [NEW_CODES, TURN_OFF])
def test_page_about_a_missing_second_factor_leads_to_the_overview(signed_in, address):
    assert signed_in.get(address)["Location"] == OVERVIEW


def test_turning_on_twice_leads_to_the_overview(verified):
    assert verified.get(TURN_ON)["Location"] == OVERVIEW


def test_every_page_of_the_second_factor_asks_strangers_to_sign_in(client, people):
    for address in [OVERVIEW, TURN_ON, VERIFY, NEW_CODES, TURN_OFF, reverse("accounts:reset", args=[people.editor.pk])]:
        assert client.get(address)["Location"].startswith(reverse("wagtailadmin_login"))


def test_account_page_links_to_the_second_factor(signed_in):
    assert OVERVIEW in signed_in.get(reverse("wagtailadmin_account")).content.decode()


@pytest.mark.parametrize(
    ("name", "required"), [("editor", False), ("moderator", True), ("manager", True), ("root", True)]
)
def test_second_factor_is_required_of_who_can_publish(client, people, settings, name, required):
    settings.REQUIRE_SECOND_FACTOR = True
    person = getattr(people, name)
    client.force_login(person)

    answer = client.get(HOME)

    assert must_have_second_factor(person) is required
    assert (answer.status_code == 302 and answer["Location"].startswith(TURN_ON)) is required
    assert client.get(TURN_ON).status_code == 200
    assert client.post(reverse("wagtailadmin_logout")).status_code == 302


def test_required_second_factor_opens_the_desk_once_it_is_on(signed_in, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    signed_in.get(TURN_ON)

    signed_in.post(TURN_ON, {"code": code_of(TOTPDevice.objects.get())})

    assert is_let_in(signed_in)


def test_required_second_factor_that_is_turned_off_is_asked_for_again(verified, device, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert "you will be asked to turn it on again" in verified.get(TURN_OFF).content.decode()

    verified.post(TURN_OFF, {"password": PASSWORD, "code": code_of(device, steps=1)})

    assert verified.get(HOME)["Location"].startswith(TURN_ON)


def test_verified_session_costs_one_query_for_its_device(verified, settings):
    settings.REQUIRE_SECOND_FACTOR = True

    with CaptureQueriesContext(connection) as queries:
        verified.get(VERIFY)

    assert sum("otp_" in query["sql"] or "grouppagepermission" in query["sql"] for query in queries) == 1


def test_reset_command_takes_everything_away(people, device, recovery_codes, capsys):
    call_command("reset_second_factor", "moderator")

    assert capsys.readouterr().out == "moderator now signs in with the password alone.\n"
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()

    call_command("reset_second_factor", "moderator")
    assert capsys.readouterr().out == "moderator had no second factor.\n"


def test_reset_command_for_nobody_says_so(db):
    with pytest.raises(CommandError, match="nobody with the user name edith"):
        call_command("reset_second_factor", "edith")


@pytest.mark.parametrize(
    ("actor", "of_whom", "may"),
    [
        ("manager", "moderator", True),
        ("root", "manager", True),
        ("manager", "root", False),
        ("manager", "manager", False),
        ("moderator", "editor", False),
    ],
)
def test_second_factor_is_reset_in_the_desk_by_the_right_people(client, people, actor, of_whom, may):
    colleague = getattr(people, of_whom)
    TOTPDevice.objects.create(user=colleague, name="app", confirmed=actor != of_whom)
    client.force_login(getattr(people, actor))
    address = reverse("accounts:reset", args=[colleague.pk])
    assert (client.get(address).status_code == 200) is may
    assert TOTPDevice.objects.exists()

    client.post(address)

    assert TOTPDevice.objects.exists() is not may


def test_list_of_users_offers_the_reset(client, people, device):
    client.force_login(people.manager)

    text = client.get(reverse("wagtailusers_users:index")).content.decode()

    assert reverse("accounts:reset", args=[people.moderator.pk]) in text
    assert reverse("accounts:reset", args=[people.root.pk]) not in text


def test_changes_of_the_second_factor_are_in_the_log(verified, device):
    verified.post(NEW_CODES, {"password": PASSWORD, "code": code_of(device, steps=1)})

    entry = ModelLogEntry.objects.get(action="accounts.recovery_codes")

    assert (entry.user, entry.object_id) == (device.user, str(device.user.pk))
    assert str(registry.get_formatter(entry).format_message(entry)) == "New recovery codes made"


def test_session_is_unverified_after_the_device_is_gone(verified, people):
    TOTPDevice.objects.all().delete()
    TOTPDevice.objects.create(user=people.moderator, name="another")

    assert not is_let_in(verified)


def test_account_that_may_not_use_the_desk_gets_no_second_factor_pages(client, people):
    client.force_login(get_user_model().objects.create_user("visitor"))

    assert client.get(TURN_ON)["Location"].startswith(reverse("wagtailadmin_login"))
