"""The second factor later on: new codes, turning it off, who must have it, and resetting it for a colleague."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from accounts.second_factor import must_have_second_factor
from tests.accounts.codes import HOME, NEW_CODES, OVERVIEW, TURN_OFF, TURN_ON, VERIFY, code_of, is_let_in
from tests.accounts.conftest import PASSWORD


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
