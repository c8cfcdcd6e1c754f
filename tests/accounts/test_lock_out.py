"""Guessing passwords: stopped after ten tries, without becoming a way to keep others out."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import client_address, lockable_address
from tests.accounts.conftest import PASSWORD

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def lock_out_on(settings):
    settings.AXES_ENABLED = True


def sign_in(client, password, *, name="moderator", address=HERE, **more):
    form = {"username": name, "password": password, "next": "/admin/"}
    return client.post(reverse("wagtailadmin_login"), form, REMOTE_ADDR=address, **more)


def test_sixty_wrong_passwords_are_blocked_from_the_tenth_on(client, people):
    answers = [sign_in(client, f"wrong {number}").status_code for number in range(60)]

    assert answers == [200] * 9 + [429] * 51


def test_right_password_is_refused_while_locked(client, people):
    for number in range(10):
        sign_in(client, f"wrong {number}")

    answer = sign_in(client, PASSWORD)

    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_lock_of_one_address_does_not_keep_the_owner_out(client, people):
    for number in range(20):
        sign_in(client, f"wrong {number}", address=ELSEWHERE)

    assert sign_in(client, PASSWORD, address=HERE).status_code == 302


def test_lock_of_one_name_does_not_keep_a_colleague_at_the_same_address_out(client, people):
    for number in range(20):
        sign_in(client, f"wrong {number}", name="moderator")

    assert sign_in(client, PASSWORD, name="editor").status_code == 302


def test_made_up_forwarding_header_neither_locks_others_nor_helps(client, people):
    answers = [
        sign_in(client, f"wrong {number}", address=ELSEWHERE, HTTP_X_FORWARDED_FOR=f"{HERE}, 192.0.2.{number}")
        for number in range(11)
    ]

    assert answers[-1].status_code == 429
    assert sign_in(client, PASSWORD, address=HERE).status_code == 302


def test_another_browser_at_the_same_address_is_locked_too(client, people):
    answers = [sign_in(client, f"wrong {number}", HTTP_USER_AGENT=f"browser {number}") for number in range(10)]

    assert answers[-1].status_code == 429


def test_lock_ends_after_half_an_hour_however_often_one_tries(client, people):
    for number in range(30):
        sign_in(client, f"wrong {number}")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))

    assert sign_in(client, PASSWORD).status_code == 302


def test_success_starts_the_count_again(client, people):
    for number in range(9):
        sign_in(client, f"wrong {number}")
    sign_in(client, PASSWORD)
    client.logout()

    assert sign_in(client, "wrong again").status_code == 200
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_locked_page_says_what_to_do_and_repeats_no_name(client, people):
    for number in range(10):
        answer = sign_in(client, f"wrong {number}", name="<b>moderator</b>")

    text = answer.content.decode()
    assert "Too many tries" in text
    assert "for 30 minutes" in text
    assert "moderator" not in text
    assert "style=" not in text
    assert (answer["Retry-After"], "no-store" in answer["Cache-Control"]) == ("1800", True)


def test_locked_page_is_no_json_with_an_open_origin(client, people):
    for number in range(10):
        answer = sign_in(client, f"wrong {number}", headers={"x-requested-with": "XMLHttpRequest"})

    assert (answer.status_code, answer["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("mod\x00erator", "wrong"),
        ("moderator", "wr\x00ong"),
        ("m" * 10_000, "wrong"),
        ("moderator", "w" * 10_000),
        ("\u202eroderator", "wrong"),
        ("", ""),
        ("%s%n'\"--", "{{ 7*7 }}"),
    ],
)
def test_hostile_names_and_passwords_are_answered_with_the_form(client, people, name, password):
    for _number in range(9):
        answer = sign_in(client, password, name=name, HTTP_USER_AGENT="x" * 5_000, HTTP_ACCEPT="y" * 5_000)

    assert answer.status_code == 200


def test_failed_try_is_kept_without_password_and_without_code(client, people):
    form = {"username": "moderator", "password": "nearly right", "code": "123456", "next": "/admin/"}

    client.post(reverse("wagtailadmin_login"), form)

    kept = AccessAttempt.objects.get()
    assert "nearly right" not in f"{vars(kept)}"
    assert "123456" not in f"{vars(kept)}"


def test_tries_are_forgotten_after_the_lock(client, people):
    sign_in(client, "wrong", name="somebody's real name")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))

    sign_in(client, PASSWORD)

    assert not AccessAttempt.objects.exists()


def test_successful_sign_in_is_not_recorded_with_its_address(client, people):
    sign_in(client, PASSWORD)
    client.post(reverse("wagtailadmin_logout"))

    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "", HERE, HERE),
        (0, "192.0.2.1", HERE, HERE),
        (1, "192.0.2.1, 192.0.2.2", HERE, "192.0.2.2"),
        (2, "192.0.2.1, 192.0.2.2", HERE, "192.0.2.1"),
        (2, "192.0.2.1", HERE, HERE),
        (1, "192.0.2.1:4711", HERE, "192.0.2.1"),
        (1, "[2001:db8::1]:4711", HERE, "2001:db8::1"),
        (1, "::ffff:192.0.2.1", HERE, "192.0.2.1"),
        (1, "fe80::1%eth0", HERE, "fe80::1"),
        (1, "unknown", HERE, HERE),
        (1, "'; DROP TABLE", HERE, HERE),
        (0, "", "", ""),
    ],
)
def test_client_address_is_what_our_own_proxies_saw(settings, proxies, forwarded, remote, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [(HERE, HERE), ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"), ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"), ("", None)],
)
def test_lockable_address_is_the_network_where_one_visitor_has_many(remote, expected):
    assert lockable_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == expected


def test_visitor_without_an_address_is_locked_too(client, people):
    # Behind a Unix socket there is no remote address.
    answers = [sign_in(client, f"wrong {number}", address="") for number in range(10)]

    assert answers[-1].status_code == 429
