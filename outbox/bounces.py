"""Mails that come back: what a delivery report (RFC 3464) says about one of ours."""

import email
from dataclasses import dataclass
from email.message import Message
from email.policy import compat32

from outbox.addresses import key_of
from outbox.answers import in_short
from outbox.models import MailState, OutgoingMail

LONGEST_REPORT = 1024 * 1024
MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report says: which mail, to whom, and why not."""

    message_id: str
    recipient: str
    permanent: bool
    reason: str


def record_bounce(report: bytes) -> OutgoingMail | None:
    """Mark the mail that a report says was not delivered, and return it; None when it is no such report or no mail of ours.

    Args:
        report: what the mail server received, headers included. Anything may stand in it.
    """
    bounce = read_bounce(report)
    mail = _mail_of(bounce) if bounce else None
    if mail is None:
        return None
    mail.state = MailState.BOUNCED if bounce.permanent else MailState.FAILED
    mail.last_error = bounce.reason
    mail.save(update_fields=["state", "last_error"])
    return mail


def read_bounce(report: bytes) -> Bounce | None:
    """Return what a delivery report says of the first recipient that failed; None for any other mail."""
    try:
        message = email.message_from_bytes(report[:LONGEST_REPORT], policy=compat32)
        return _read(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The parser of the standard library stumbles over parts in parts in parts and over broken headers.
        return None


def _read(message: Message) -> Bounce | None:
    parts = [part for part, _number in zip(message.walk(), range(MOST_PARTS), strict=False)]
    failed = next((part for part in parts if _field(part, "Action").lower() == "failed"), None)
    if failed is None or not any(part.get_content_type() == "message/delivery-status" for part in parts):
        return None
    recipient = _field(failed, "Original-Recipient") or _field(failed, "Final-Recipient")
    return Bounce(
        message_id=next(filter(None, (_original_id(part) for part in parts)), ""),
        recipient=recipient.rpartition(";")[2].strip(" <>"),
        permanent=not _field(failed, "Status").startswith("4"),
        reason=in_short(_field(failed, "Diagnostic-Code").partition(";")[2] or _field(failed, "Status")),
    )


def _field(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()


def _original_id(part: Message) -> str:
    """Return the Message-ID of the mail that came back, which is a part of its own or a part of headers only."""
    if part.get_content_type() == "message/rfc822" and isinstance(part.get_payload(), list):
        return _field(part.get_payload(0), "Message-ID")
    if part.get_content_type() == "text/rfc822-headers":
        headers = part.get_payload(decode=True) or b""
        return _field(email.message_from_bytes(headers, policy=compat32), "Message-ID")
    return ""


def _mail_of(bounce: Bounce) -> OutgoingMail | None:
    """Return the sent mail that a report is about: by its Message-ID, else the newest to the address."""
    sent = OutgoingMail.objects.filter(state=MailState.SENT)
    if bounce.message_id:
        return sent.filter(message_id=bounce.message_id[:255].replace("\0", "")).first()
    if not bounce.recipient:
        return None
    return sent.filter(to_key=key_of(bounce.recipient).replace("\0", "")).order_by("-sent_at").first()
