"""The sign-ins of a fresh copy: made once, shown truthfully, never taken from a person."""

import json
import re
import stat

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command

from accounts.roles import set_up_roles
from accounts.sign_ins import fresh_password, sign_ins_file

NAMES = ["editor", "moderator", "manager"]


@pytest.fixture(autouse=True)
def own_data_dir(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.delenv("EDITOR_PASSWORD", raising=False)


@pytest.fixture
def roles(tree):
    set_up_roles()


def run(command, capsys):
    call_command(command)
    return capsys.readouterr().out


def stored():
    return json.loads(sign_ins_file().read_text())


def user(name):
    return get_user_model().objects.get(username=name)


def change_password(name, password):
    person = user(name)
    person.set_password(password)
    person.save()


def test_create_sign_ins_makes_one_account_for_each_role(roles, capsys):
    shown = run("create_sign_ins", capsys)

    groups = {name: [group.name for group in user(name).groups.all()] for name in NAMES}
    assert groups == {"editor": ["Editors"], "moderator": ["Moderators"], "manager": ["Site managers"]}
    assert not any(user(name).is_superuser for name in NAMES)
    assert "Sign in at http://localhost:8000/admin/" in shown
    assert all(re.search(rf"{name} +{stored()[name]} ", shown) for name in NAMES)
    assert len(set(stored().values())) == 3
    assert all(user(name).check_password(stored()[name]) for name in NAMES)


def test_create_sign_ins_writes_a_file_for_its_owner_only(roles, capsys):
    run("create_sign_ins", capsys)

    assert stat.S_IMODE(sign_ins_file().stat().st_mode) == 0o600
    assert [path.name for path in sign_ins_file().parent.iterdir()] == ["sign-ins.json"]


def test_create_sign_ins_changes_nothing_the_second_time(roles, capsys):
    run("create_sign_ins", capsys)
    before = (stored(), [user(name).password for name in NAMES])

    shown = run("create_sign_ins", capsys)

    assert (stored(), [user(name).password for name in NAMES]) == before
    assert stored()["editor"] in shown


def test_create_sign_ins_makes_only_the_missing_account(roles, capsys):
    run("create_sign_ins", capsys)
    before = stored()
    user("moderator").delete()

    run("create_sign_ins", capsys)

    assert stored()["editor"] == before["editor"]
    assert stored()["moderator"] != before["moderator"]
    assert user("moderator").check_password(stored()["moderator"])


def test_create_sign_ins_keeps_a_password_that_a_person_changed(roles, capsys, monkeypatch):
    run("create_sign_ins", capsys)
    change_password("editor", "my own secret words")

    run("create_sign_ins", capsys)
    monkeypatch.setenv("EDITOR_PASSWORD", "a new one for everybody")
    shown = run("create_sign_ins", capsys)

    assert user("editor").check_password("my own secret words")
    assert user("manager").check_password("a new one for everybody")
    assert re.search(r"editor +– +\(the password was changed since", shown)


def test_create_sign_ins_leaves_an_account_of_somebody_else_alone(roles, capsys, monkeypatch):
    get_user_model().objects.create_user("editor", password="edith's own words")
    monkeypatch.setenv("EDITOR_PASSWORD", "a new one for everybody")

    shown = run("create_sign_ins", capsys)

    assert user("editor").check_password("edith's own words")
    assert not user("editor").groups.exists()
    assert "manage.py changepassword editor" in shown


def test_create_sign_ins_takes_the_password_from_the_environment(roles, capsys, monkeypatch):
    monkeypatch.setenv("EDITOR_PASSWORD", "first chosen words")
    run("create_sign_ins", capsys)
    assert all(user(name).check_password("first chosen words") for name in NAMES)

    monkeypatch.setenv("EDITOR_PASSWORD", "second chosen words")
    shown = run("create_sign_ins", capsys)

    assert all(user(name).check_password("second chosen words") for name in NAMES)
    assert stored() == dict.fromkeys(NAMES, "second chosen words")
    assert shown.count("password taken from EDITOR_PASSWORD") == 3


def test_create_sign_ins_before_setup_roles_says_what_to_do(tree):
    from django.contrib.auth.models import Group

    Group.objects.all().delete()

    with pytest.raises(CommandError, match="setup_roles"):
        call_command("create_sign_ins")

    assert not get_user_model().objects.exists()


def test_create_sign_ins_makes_no_account_whose_password_cannot_be_kept(roles, tmp_path, settings):
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("not a folder")

    with pytest.raises(OSError, match="file"):
        call_command("create_sign_ins")

    assert not get_user_model().objects.exists()


def test_show_sign_ins_shows_them_again(roles, capsys):
    run("create_sign_ins", capsys)

    shown = run("show_sign_ins", capsys)

    assert all(re.search(rf"{name} +{stored()[name]} +\(as before\)", shown) for name in NAMES)


def test_show_sign_ins_shows_no_wrong_password(roles, capsys):
    run("create_sign_ins", capsys)
    change_password("manager", "my own secret words")
    user("moderator").delete()

    shown = run("show_sign_ins", capsys)

    assert stored()["editor"] in shown
    assert stored()["manager"] not in shown
    assert stored()["moderator"] not in shown
    assert "manage.py changepassword manager" in shown
    assert "manage.py create_sign_ins" in shown


@pytest.mark.parametrize("content", [None, "", "not json", "[1, 2]", '{"editor": 7, "root": "x"}'])
def test_show_sign_ins_without_a_usable_file_says_what_to_do(roles, content):
    if content is not None:
        sign_ins_file().write_text(content)

    with pytest.raises(CommandError, match="create_sign_ins"):
        call_command("show_sign_ins")


@pytest.mark.parametrize("command", ["create_sign_ins", "show_sign_ins"])
def test_sign_ins_are_refused_on_a_public_server(roles, settings, command):
    settings.REQUIRE_SECOND_FACTOR = True

    with pytest.raises(CommandError, match="createsuperuser"):
        call_command(command)

    assert not get_user_model().objects.exists()


def test_create_sign_ins_on_a_public_server_takes_a_strong_password_only(roles, settings, capsys, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setenv("EDITOR_PASSWORD", "password1234")
    with pytest.raises(CommandError, match="too weak"):
        call_command("create_sign_ins")

    monkeypatch.setenv("EDITOR_PASSWORD", "leeks beside the police station")
    run("create_sign_ins", capsys)

    assert user("editor").check_password("leeks beside the police station")


def test_fresh_password_is_strong_and_can_be_typed():
    passwords = {fresh_password() for _number in range(200)}

    assert len(passwords) == 200
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in passwords)
    assert all(validate_password(password) is None for password in passwords)


def test_password_hash_is_not_weak(db, settings):
    from config.settings import base

    # The tests hash with MD5 to be fast. What is checked here is what everybody else gets.
    settings.PASSWORD_HASHERS = getattr(base, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)
    person = get_user_model().objects.create_user("edith", password="leeks beside the police station")

    algorithm, iterations, salt, _digest = person.password.split("$")
    assert (algorithm, int(iterations) >= 600_000, len(salt) >= 16) == ("pbkdf2_sha256", True, True)
    assert authenticate(username="edith", password="leeks beside the police station") == person


def test_password_of_a_new_account_must_be_long(settings):
    with pytest.raises(Exception, match="at least 12"):
        validate_password("short-pw-11")
