"""The second factor from turning it on to opening the desk with it."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.codes import HOME, NEW_CODES, OVERVIEW, TURN_OFF, TURN_ON, VERIFY, code_of, is_let_in, wrong_code
from tests.accounts.conftest import PASSWORD


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


def test_code_works_once(signed_in, people, device):
    code = code_of(device)
    signed_in.post(VERIFY, {"code": code})
    other = Client()
    other.force_login(people.moderator)

    answer = other.post(VERIFY, {"code": code})

    assert "wrong or was used before" in answer.content.decode()
    assert not is_let_in(other)


def test_wrong_codes_are_slowed_down(signed_in, device, settings):
    settings.OTP_TOTP_THROTTLE_FACTOR = 60
    signed_in.post(VERIFY, {"code": wrong_code(device)})

    answer = signed_in.post(VERIFY, {"code": code_of(device)})

    assert "Too many wrong codes. Try again in 1 minute" in answer.content.decode().replace("\xa0", " ")
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
