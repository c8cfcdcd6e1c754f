"""References that people read aloud, and secrets that open a draft. Of a secret only its hash is ever kept."""

import hashlib
import secrets

# No vowels, so no words; none of 0 O 1 I L S 5 Z 2 U V, which are read or written for each other.
LETTERS = "346789BCDFGHJKMNPQRTWXY"
HALF = 4
BYTES = 32  # 256 bits


def new_reference() -> str:
    """Return a reference such as "K7QX-M3RD": 23⁸, about 78 billion, so that nobody meets one by trying."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    return f"{drawn[:HALF]}-{drawn[HALF:]}"


def tidy_reference(text: str) -> str:
    """Return a reference as it is kept, whatever case, blanks and hyphens somebody typed; other text in capitals."""
    letters = "".join(mark for mark in text.upper() if mark.isalnum())
    return f"{letters[:HALF]}-{letters[HALF:]}" if len(letters) == 2 * HALF else letters


def new_secret() -> str:
    """Return 256 random bits as text for an address or a cookie."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a secret. No salt: nobody can guess 256 random bits, and it must be found by its hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
