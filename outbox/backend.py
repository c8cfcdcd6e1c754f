"""The way into the outbox for mail that others make: the CMS's notifications, Django's own."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from outbox.actions import post_foreign
from outbox.kinds import OTHER


class OutboxBackend(BaseEmailBackend):
    """Writes a row for each recipient, in the caller's transaction, and sends nothing itself.

    Sender, other headers and who else got it are ours to decide; subject, text, HTML and Reply-To are kept.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write all mails and return how many there were.

        Raises:
            ValueError: a mail has an attachment.
        """
        with transaction.atomic():
            for message in email_messages:
                _write(message)
        return len(email_messages)


def _write(message: EmailMessage) -> None:
    if message.attachments:
        raise ValueError("The outbox keeps no attachments: send a link instead.")
    html = [content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
    for recipient in message.recipients():
        post_foreign(
            parseaddr(recipient)[1],
            message.subject,
            message.body,
            html=html[0] if html else "",
            reply_to=parseaddr(message.reply_to[0])[1] if message.reply_to else "",
            code=OTHER,
        )
