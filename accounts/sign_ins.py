"""The three sign-ins that a fresh copy of the site comes with, and the file that remembers their passwords."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import EDITORS, MODERATORS, SITE_MANAGERS

GROUP_OF = {"editor": EDITORS, "moderator": MODERATORS, "manager": SITE_MANAGERS}

# Without the signs that people mistake for each other (i l 1, o 0): it has to be read aloud and typed.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class SignInError(Exception):
    """The sign-ins cannot be made or shown. Its text says why and what to do."""


class State(models.TextChoices):
    CREATED = "created", _("new")
    APPLIED = "applied", _("password taken from EDITOR_PASSWORD")
    KNOWN = "known", _("as before")
    CHANGED = "changed", _("the password was changed since; only its owner knows it")
    FOREIGN = "foreign", _("made by somebody else; its password is not known here")
    GONE = "gone", _("the account no longer exists")


@dataclass(frozen=True)
class SignIn:
    """One account. `password` is empty when it is not known, so that no wrong one is ever shown."""

    name: str
    state: State
    password: str = ""


def sign_ins_file() -> Path:
    return Path(settings.DATA_DIR) / "sign-ins.json"


def admin_address() -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('wagtailadmin_home')}"


@transaction.atomic
def create_sign_ins(*, chosen_password: str = "") -> list[SignIn]:
    """Make the accounts that are missing and remember their passwords.

    Args:
        chosen_password: for all three instead of fresh ones. When it differs from the one remembered, it replaces it,
            but only for accounts that still have the password that was given to them here.

    Raises:
        SignInError: on a public server without `chosen_password`, with a weak one there, or when a group is missing.
    """
    _refuse_on_public_server(chosen_password)
    if chosen_password and settings.REQUIRE_SECOND_FACTOR:
        _refuse_weak(chosen_password)
    remembered = _read_file()
    made = [_create_one(name, remembered.get(name, ""), chosen_password) for name in GROUP_OF]
    passwords = {**remembered, **{sign_in.name: sign_in.password for sign_in in made if sign_in.password}}
    if passwords != remembered:
        # Inside the transaction: an account whose password could not be written down must not come into being.
        _write_file(passwords)
    return made


def known_sign_ins(*, chosen_password: str = "") -> list[SignIn]:
    """Return the accounts of the file, without a password where it no longer is the right one.

    Raises:
        SignInError: on a public server without `chosen_password`, or when there is no file.
    """
    _refuse_on_public_server(chosen_password)
    remembered = _read_file()
    if not remembered:
        raise SignInError(
            _(
                "There is no readable %(path)s. Run `manage.py create_sign_ins` to make the accounts that are missing, "
                "or `manage.py changepassword editor` to set a new password for one that exists."
            )
            % {"path": sign_ins_file()}
        )
    users = {user.get_username(): user for user in get_user_model().objects.filter(username__in=remembered)}
    return [_compare(name, users.get(name), password) for name, password in remembered.items()]


def fresh_password() -> str:
    """Return four groups of four signs, such as "w7kd-p2hm-xr9c-4tna": 79 bits, and nothing that needs a shift key."""
    return "-".join("".join(secrets.choice(ALPHABET) for _sign in range(4)) for _group in range(4))


def _create_one(name: str, remembered: str, chosen: str) -> SignIn:
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        password = chosen or fresh_password()
        group = Group.objects.filter(name=GROUP_OF[name]).first()
        if group is None:
            raise SignInError(_("The groups do not exist yet. Run `manage.py setup_roles` first."))
        get_user_model().objects.create_user(username=name, password=password).groups.add(group)
        return SignIn(name, State.CREATED, password)
    found = _compare(name, user, remembered)
    if found.state == State.KNOWN and chosen and chosen != remembered:
        user.set_password(chosen)
        user.save(update_fields=["password"])
        return SignIn(name, State.APPLIED, chosen)
    return found


def _compare(name: str, user: AbstractUser | None, remembered: str) -> SignIn:
    if user is None:
        return SignIn(name, State.GONE)
    if not remembered:
        return SignIn(name, State.FOREIGN)
    if not user.check_password(remembered):
        return SignIn(name, State.CHANGED)
    return SignIn(name, State.KNOWN, remembered)


def _refuse_on_public_server(chosen_password: str) -> None:
    # The settings for development and tests say that publishing needs no second factor. All others count as public.
    if settings.REQUIRE_SECOND_FACTOR and not chosen_password:
        raise SignInError(
            _(
                "This looks like a public server, where no account should have a name that everybody can guess and a "
                "password that lies in a file. Use `manage.py createsuperuser`, or set EDITOR_PASSWORD if you want the "
                "accounts editor, moderator and manager all the same."
            )
        )


def _refuse_weak(password: str) -> None:
    try:
        for name in GROUP_OF:
            validate_password(password, get_user_model()(username=name))
    except ValidationError as error:
        raise SignInError(_("EDITOR_PASSWORD is too weak: %(why)s") % {"why": " ".join(error.messages)}) from error


def _read_file() -> dict[str, str]:
    try:
        content = json.loads(sign_ins_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: password for name, password in content.items() if name in GROUP_OF and isinstance(password, str)}


def _write_file(passwords: dict[str, str]) -> None:
    path = sign_ins_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    # Made with its mode, not changed to it afterwards: at no moment can anybody else read it.
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=2)
    draft.replace(path)
