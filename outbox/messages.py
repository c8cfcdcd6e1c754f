"""From a row of the outbox to the message that leaves: plain text, and the same as HTML."""

import re
from dataclasses import dataclass
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import SiteDetails
from outbox.addresses import is_address
from outbox.models import OutgoingMail
from outbox.words import one_line

ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST_LABEL = 60  # a button on a phone is two lines at most


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a button when it has an address."""

    html: SafeString
    url: str = ""


def site_details() -> SiteDetails:
    return SiteDetails.objects.filter(site__is_default_site=True).first() or SiteDetails()


def answered_at(reply_to: str, details: SiteDetails | None = None) -> str:
    """Return the address that replies to a mail go to: of the person it names, else the site's; empty when there is neither."""
    own = parseaddr(reply_to)[1]
    return own if is_address(own) else (details or site_details()).contact_email


def message_of(mail: OutgoingMail, details: SiteDetails) -> EmailMultiAlternatives:
    """Return a mail as Django sends it.

    Raises:
        ValueError: its words were erased while it waited.
    """
    if not (mail.text or mail.html):
        raise ValueError("Its words were erased.")
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    reply_to = answered_at(mail.reply_to, details)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((name or one_line(details.name, 80), address)),
        to=[mail.to],
        reply_to=[reply_to] if reply_to else [],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(localtime(mail.created_at)),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html or html_of(mail.subject, mail.text, details.name), "text/html")
    return message


def html_of(subject: str, text: str, site_name: str) -> str:
    """Return a text as a page for mail programs: paragraphs, buttons and links to this site, and nothing from elsewhere."""
    context = {"subject": subject, "blocks": blocks_of(text), "site_name": site_name, "language": get_language()}
    return render_to_string("outbox/mail.html", context)


def blocks_of(text: str) -> list[Block]:
    """Return the paragraphs of a text. An address of this site on a line of its own is a button.

    Its label is the line right before it, if that ends with a colon and is short.
    """
    blocks = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            url = line.strip()
            if not (ADDRESS.fullmatch(url) and is_ours(url)):
                lines.append(line)
                continue
            label = lines.pop()[:-1] if lines and _is_label(lines[-1]) else _("Open this page")
            blocks += _paragraphs(lines)
            blocks.append(Block(escape(label), url))
            lines = []
        blocks += _paragraphs(lines)
    return blocks


def is_ours(url: str) -> bool:
    """Tell whether an address leads to this site. Others are somebody's words and stay text."""
    ours = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    try:
        theirs = urlsplit(url)
    except ValueError:
        return False
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def _is_label(line: str) -> bool:
    return line.endswith(":") and len(line) <= LONGEST_LABEL


def _paragraphs(lines: list[str]) -> list[Block]:
    if not any(line.strip() for line in lines):
        return []
    return [Block(mark_safe("<br>".join(_linked(line) for line in lines)))]  # noqa: S308 - each line is escaped


def _linked(line: str) -> str:
    """Return one line, escaped, with the addresses of this site in it as links."""
    parts, end = [], 0
    for match in ADDRESS.finditer(line):
        url = match[0].rstrip(".,;:!?)'’”")
        if is_ours(url):
            parts += [escape(line[end : match.start()]), format_html('<a href="{0}">{0}</a>', url)]
            end = match.start() + len(url)
    return "".join([*parts, escape(line[end:])])
