"""The addresses of the second factor, and what its app would show."""

from django.urls import reverse
from django_otp.oath import TOTP

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


def is_let_in(client):
    return client.get(reverse("wagtailadmin_account")).status_code == 200
