"""What others do with mail: post it, look for it, try it again, forget it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log

from outbox import conf, limits, sender
from outbox.addresses import LONGEST_ADDRESS, is_address, key_of
from outbox.delivery import deliver_due
from outbox.kinds import REPLY, MailKind, mail_kinds
from outbox.messages import answered_at
from outbox.models import MailState, MailWords, OutgoingMail, OutgoingMailQuerySet
from outbox.words import Words, filled, one_line, tidy, words_for

__all__ = [
    "back_to_own_words",
    "change_words",
    "deliver_due",
    "forget_person",
    "mails_to",
    "post",
    "post_foreign",
    "post_words",
    "try_again",
    "withdraw",
    "words_of",
]


NO_ADDRESS = "This is no e-mail address."


def words_of(code: str, values: dict[str, str], *, reply_to: str = "") -> Words:
    """Return the filled-in words of a kind, to show them in a form before they go or on a page.

    Args:
        values: as for `post`.
        reply_to: as for `post`: with neither that nor a contact e-mail of the site the words say nothing of replying.

    Raises:
        ValueError: there is no such kind, or the values are not exactly those of its placeholders.
    """
    kind = mail_kinds().get(code)
    if kind is None:
        raise ValueError(f"No mail of the kind {code!r} is registered")
    if kind.reply:
        values = values | {REPLY: str(kind.reply) if answered_at(reply_to) else ""}
    return filled(words_for(kind), kind, values)


def post(
    code: str,
    to: str,
    values: dict[str, str],
    *,
    reply_to: str = "",
    about: str = "",
    asked_by_visitor: bool = False,
    not_before: datetime | None = None,
) -> OutgoingMail:
    """Write a mail in the caller's transaction; it is sent after the commit, beside the request.

    Args:
        code: the registered kind.
        to: one address. What is none makes a failed mail, which the desk sees, and no error.
        values: untrusted text for each placeholder of the kind.
        reply_to: the person who reads answers; else the site's contact e-mail.
        about: a reference by which the desk finds all mails about one thing.
        asked_by_visitor: a stranger caused it. Of these an address gets three an hour; further ones wait. `next_try_at` tells
            when it goes.
        not_before: until then it waits, and can be taken back (`withdraw`).

    Raises:
        ValueError: no such kind, or other values than its placeholders.
    """
    words = words_of(code, values, reply_to=reply_to)
    mail = _new_mail(code, to, words, reply_to=reply_to, about=about, not_before=not_before)
    return _write_asked(mail) if asked_by_visitor and mail.state == MailState.WAITING else _write(mail)


def post_words(
    code: str,
    to: str,
    subject: str,
    text: str,
    *,
    reply_to: str = "",
    about: str = "",
    not_before: datetime | None = None,
) -> OutgoingMail:
    """Write a mail with words that a moderator edited; otherwise as `post`."""
    words = tidy(Words(subject, text))
    return _write(_new_mail(code, to, words, reply_to=reply_to, about=about, not_before=not_before))


def withdraw(codes: Iterable[str], *, about: str, since: datetime) -> bool:
    """Take back all mails of these kinds about one thing, written since then, before they go. Call it in a transaction.

    Returns:
        False when one has gone or is being handed over: roll back then.
    """
    mails = OutgoingMail.objects.filter(code__in=codes, about=about, created_at__gte=since)
    # One statement, as taking one to send it is: of the two, one comes first.
    mails.exclude(state__in=[MailState.SENT, MailState.BOUNCED]).filter(taken_until__isnull=True).delete()
    return not mails.exists()


def post_foreign(to: str, subject: str, text: str, *, html: str, reply_to: str, code: str) -> OutgoingMail:
    """Write a mail that code of others made, with its own HTML if it brings one; otherwise as `post`."""
    mail = _new_mail(code, to, tidy(Words(subject, text)), reply_to=reply_to, about="")
    mail.html = html
    return _write(mail)


def try_again(mail: OutgoingMail) -> bool:
    """Send a mail that failed once more, as if it were new. Returns False when somebody else was faster, or its text is gone."""
    moment = now()
    changed = (
        OutgoingMail.objects.undelivered()
        .filter(pk=mail.pk)
        .exclude(text="")
        .update(
            state=MailState.WAITING,
            attempts=0,
            next_try_at=moment,
            give_up_at=moment + conf.try_for(),
            taken_until=None,
        )
    )
    transaction.on_commit(sender.wake, robust=True)
    return bool(changed)


def mails_to(email: str) -> OutgoingMailQuerySet:
    """Return all mails to an address that are still kept, newest first."""
    return OutgoingMail.objects.to_address(email).order_by("-created_at", "-pk")


def forget_person(email: str) -> int:
    """Erase address and words of all mails to an address and return how many; what was waiting is not sent any more.

    Kind, state and times stay: they tell nobody who it was.
    """
    OutgoingMail.objects.filter(reply_to__iexact=email.strip()).update(reply_to="")
    mails = mails_to(email).order_by()
    mails.waiting().update(state=MailState.FAILED, taken_until=None)
    return mails.update(to="", to_key="", subject="", text="", html="", reply_to="", about="", last_error="")


def _new_mail(
    code: str, to: str, words: Words, *, reply_to: str, about: str, not_before: datetime | None = None
) -> OutgoingMail:
    moment, to = now(), to.strip()
    goes_at = max(moment, not_before or moment)
    mail = OutgoingMail(
        code=code,
        to=one_line(to, LONGEST_ADDRESS),
        to_key=key_of(one_line(to, LONGEST_ADDRESS)),
        subject=words.subject,
        text=words.text,
        reply_to=reply_to if is_address(reply_to) else "",
        about=one_line(about, 100),
        created_at=moment,
        next_try_at=goes_at,
        give_up_at=goes_at + conf.try_for(),
    )
    if not is_address(to):
        # Not mended: it might become somebody else's.
        mail.state, mail.text, mail.last_error = MailState.FAILED, "", NO_ADDRESS
    return mail


def _write(mail: OutgoingMail) -> OutgoingMail:
    mail.save()
    # It must not fail what was committed.
    transaction.on_commit(sender.wake, robust=True)
    return mail


@transaction.atomic
def _write_asked(mail: OutgoingMail) -> OutgoingMail:
    limits.hold_others(mail.to_key)
    mail.asked_by_visitor = True
    goes_at = limits.when_to_send(mail.to_key, mail.created_at)
    if goes_at <= mail.created_at:
        return _write(mail)
    return _replaced(mail, mail.created_at) or _hold(mail, goes_at)


def _hold(mail: OutgoingMail, goes_at: datetime) -> OutgoingMail:
    mail.next_try_at = goes_at
    mail.give_up_at = goes_at + conf.try_for()
    mail.save()
    return mail


def _replaced(mail: OutgoingMail, moment: datetime) -> OutgoingMail | None:
    """Put new words in the place of a mail that waits: an older one of the same sort, or the last when three wait already."""
    waiting = limits.held(mail.to_key, moment)
    same = waiting.filter(code=mail.code, about=mail.about).order_by("next_try_at").first()
    if same is None and waiting.count() >= limits.MOST_HELD:
        same = waiting.order_by("-next_try_at").first()
    if same is None:
        return None
    words = {name: getattr(mail, name) for name in ("code", "to", "subject", "text", "reply_to", "about")}
    # Its time may come while we write: then it is gone, and this is a mail of its own.
    if not waiting.filter(pk=same.pk).update(**words):
        return None
    same.refresh_from_db()
    return same


@transaction.atomic
def change_words(kind: MailKind, words: Words) -> None:
    """Keep these words for a kind from now on. Mails that wait have theirs already."""
    kept, _made = MailWords.objects.update_or_create(
        code=kind.code, defaults={"subject": words.subject, "text": words.text}
    )
    log(kept, "wagtail.edit")


@transaction.atomic
def back_to_own_words(kind: MailKind) -> None:
    """Let a kind have the words of its code again."""
    for kept in MailWords.objects.filter(code=kind.code):
        log(kept, "wagtail.delete")
        kept.delete()
