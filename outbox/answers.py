"""What a mail server's answer means for a mail."""

import enum
import re
import smtplib
from dataclasses import dataclass

from outbox.words import one_line

LONGEST_WORDS = 300
PERMANENT = 500  # the first code that says never
GOING_AWAY = 421  # the server closes the connection
ANY_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


class Outcome(enum.Enum):
    SENT = "sent"
    LATER = "later"  # this mail, not now
    REFUSED = "refused"  # this mail, never
    TROUBLE = "trouble"  # the server, any mail
    FAILED = "failed"  # we could not even make it


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome and the words to show for it: without addresses of people."""

    outcome: Outcome
    words: str


def answer_of(error: Exception) -> Answer:
    """Return what an error of sending means."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=recipients) if recipients:
            return _of_code(*next(iter(recipients.values())))
        case smtplib.SMTPSenderRefused(smtp_code=code, smtp_error=said) if code >= PERMANENT:
            # What is wrong with our own address is not the fault of the mail: somebody will put it right.
            return Answer(Outcome.LATER, in_short(f"{code} {_text(said)}"))
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return Answer(Outcome.TROUBLE, in_short(f"{error.smtp_code} {_text(error.smtp_error)}"))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            return _of_code(code, said)
        case OSError():  # smtplib's others too, such as a connection that is closed
            return Answer(Outcome.TROUBLE, in_short(str(error) or type(error).__name__))
        case _:
            name = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
            return Answer(Outcome.FAILED, in_short(f"{name}{error}"))


def in_short(words: str) -> str:
    """Return words of a server for the desk: one line, without the addresses that servers like to repeat."""
    return one_line(ANY_ADDRESS.sub("…", words), LONGEST_WORDS)


def _of_code(code: int, said: bytes | str) -> Answer:
    words = in_short(f"{code} {_text(said)}")
    if code == GOING_AWAY or code < 0:
        return Answer(Outcome.TROUBLE, words)
    return Answer(Outcome.REFUSED if code >= PERMANENT else Outcome.LATER, words)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
