"""Mail on a developer's machine: it is printed and kept as files, and reaches nobody."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console


class FolderBackend(console.EmailBackend):
    """Prints each mail and writes it to `DATA_DIR/mail/` as a file that mail programs open."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.DATA_DIR) / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            # It begins with the time, and is the same when a mail is sent again.
            name = re.sub(r"[^\w.]", "", message.extra_headers["Message-ID"].partition("@")[0])
            (folder / f"{name}.eml").write_bytes(message.message().as_bytes())
        return super().send_messages(email_messages) or 0
