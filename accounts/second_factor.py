"""The second factor: codes from an app on the phone, and recovery codes for when the phone is lost."""

import re
from datetime import datetime

import segno
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

RECOVERY_CODES = 10
APP_CODE = re.compile(r"[0-9]{6}")
APP_NAME = "app"
RECOVERY_NAME = "recovery codes"

RIGHTS_THAT_GIVE_RIGHTS = ("accounts.add_user", "accounts.change_user", "auth.change_group")

TURNED_ON = "accounts.second_factor_on"
TURNED_OFF = "accounts.second_factor_off"
NEW_CODES = "accounts.recovery_codes"


def has_second_factor(user: AbstractUser) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def must_have_second_factor(user: AbstractUser) -> bool:
    """Say whether somebody can publish, or can give themselves the right to."""
    return (
        user.is_superuser
        or policy_registry.get_by_type(Page).user_has_permission(user, "publish")
        or any(user.has_perm(right) for right in RIGHTS_THAT_GIVE_RIGHTS)
    )


def recovery_codes_left(user: AbstractUser) -> int:
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def unconfirmed_device(user: AbstractUser) -> TOTPDevice:
    """Return the device that somebody is about to set up. It counts for nothing until it is confirmed."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name=APP_NAME, confirmed=False)


def qr_code(device: TOTPDevice) -> str:
    """Return a picture, as a data: address, that hands the key to an app. Drawn here: no other site learns the key."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, light="white")


def typed_key(device: TOTPDevice) -> str:
    """Return the device's key in groups of four letters, for people who cannot scan a picture."""
    secret = re.search(r"secret=([A-Z2-7]+)", device.config_url)[1]
    return " ".join(re.findall(".{1,4}", secret))


def blocked_until(user: AbstractUser, code: str) -> datetime | None:
    """Return until when no code is looked at, because of wrong ones before, or None."""
    device = _device_for(user, code)
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return None if allowed else why.get("locked_until", timezone.now())


def verify(*, user: AbstractUser, code: str) -> Device | None:
    """Return the device that accepts the code, and use the code up; None when it is wrong, used, or comes too soon."""
    device = _device_for(user, code)
    return device and verify_token(user, device.persistent_id, _tidied(code))


@transaction.atomic
def confirm(*, user: AbstractUser, code: str) -> TOTPDevice | None:
    """Turn the second factor on when the code shows that the app has the key. Return its device, or None."""
    device = verify_token(user, unconfirmed_device(user).persistent_id, _tidied(code))
    if device:
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        _log(user, TURNED_ON)
    return device


@transaction.atomic
def new_recovery_codes(*, user: AbstractUser) -> list[str]:
    """Replace all recovery codes and return the new ones, in halves that are easier to copy."""
    device, _created = StaticDevice.objects.get_or_create(user=user, name=RECOVERY_NAME)
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    _log(user, NEW_CODES)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


@transaction.atomic
def reset(*, user: AbstractUser) -> bool:
    """Remove everything of somebody's second factor. Say whether there was one."""
    had_one = has_second_factor(user)
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if had_one:
        _log(user, TURNED_OFF)
    return had_one


def _log(user: AbstractUser, action: str) -> None:
    # The log goes by the class of what it is given, and `request.user` only stands in for a user.
    log(instance=get_user_model().objects.get(pk=user.pk), action=action)


def _tidied(code: str) -> str:
    return re.sub(r"[\s\-–]", "", code).lower()


def _device_for(user: AbstractUser, code: str) -> Device | None:
    # One device for each kind of code: a wrong code must not slow down the other kind.
    kind = TOTPDevice if APP_CODE.fullmatch(_tidied(code)) else StaticDevice
    return kind.objects.filter(user=user, confirmed=True).first()
