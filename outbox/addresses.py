"""What is an e-mail address, and when two are the same."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.text import without_control_characters

LONGEST_ADDRESS = 254


def is_address(text: str) -> bool:
    """Tell whether a text is one plain e-mail address that may stand in a header."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    # A quoted name before the @ may hold anything by the rules of mail.
    return len(text) <= LONGEST_ADDRESS and text == without_control_characters(text)


def key_of(address: str) -> str:
    """Return an address as addresses are compared: without regard to capitals."""
    return address.strip().casefold()[:LONGEST_ADDRESS]
