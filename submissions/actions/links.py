"""Links that are mailed, and the browsers that may open a submission."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from submissions import mails
from submissions.actions.queue import enqueue
from submissions.models import DeviceKey, MailedLink, Submission
from submissions.models.keys import Purpose
from submissions.secrets import hashed, new_secret
from submissions.states import State

ONE_CLICK = timedelta(minutes=10)  # how long the same page may press its button again


class LinkEndedError(Exception):
    """The link was used, is older than a day, or a newer one was sent. `link` is what is known of it."""

    def __init__(self, link: MailedLink):
        super().__init__(link.pk)
        self.link = link


def make_link(purpose: str, email: str, submission: Submission | None = None) -> str:
    """Return the secret of a new link. Older ones for the same purpose, address and submission work no longer."""
    older = MailedLink.objects.filter(purpose=purpose, email__iexact=email, submission=submission, used_at=None)
    older.filter(superseded_at=None).update(superseded_at=timezone.now())
    secret = new_secret()
    MailedLink.objects.create(secret_hash=hashed(secret), purpose=purpose, email=email, submission=submission)
    return secret


def has_confirmed(device: DeviceKey | None, email: str) -> bool:
    """Tell whether a link that was mailed to this address was opened in this browser: whoever asks there reads its mail.

    A browser that only may open the same submission proves nothing: somebody may have typed another's address there.
    """
    return bool(device and email) and device.used_links.filter(email__iexact=email).exists()


def ask_to_confirm(submission: Submission, *, by: DeviceKey | None = None) -> None:
    """Mail a link that confirms the address of what was sent.

    Args:
        by: the browser that caused it, here and below. Where its owner has shown that the address is theirs, the limit
            of mails to an address is not meant for them.
    """
    email = submission.contact_email
    secret = make_link(Purpose.CONFIRM, email, submission)
    mails.ask_to_confirm(submission, secret, email, by_stranger=not has_confirmed(by, email))


def mail_way_back(submission: Submission, email: str, *, by: DeviceKey | None = None) -> None:
    """Mail a link that opens the submission in any browser."""
    secret = make_link(Purpose.RETURN, email, submission)
    mails.send_return_link(submission, secret, email, by_stranger=not has_confirmed(by, email))


@transaction.atomic
def mail_way_back_if_right(reference: str, email: str, *, by: DeviceKey | None = None) -> None:
    """Mail a link when the submission was sent from this address. Otherwise do the same work: the time must not tell either."""
    found = Submission.objects.filter(reference=reference).first()
    is_right = bool(found) and found.contact_email.casefold() == email.casefold()
    secret = make_link(Purpose.RETURN, email, found if is_right else None)
    with transaction.atomic():
        asked = found if is_right else Submission(reference=reference[:9])
        mails.send_return_link(asked, secret, email, by_stranger=not has_confirmed(by, email))
        transaction.set_rollback(not is_right)
    if not is_right:
        MailedLink.objects.filter(secret_hash=hashed(secret)).delete()


@transaction.atomic
def renew_link(link: MailedLink, *, by: DeviceKey | None = None) -> bool:
    """Mail a new link in place of one that ended, to the same address. Return whether there is one to be had.

    An address that was replaced since, which may have been a stranger's, gets nothing more.
    """
    submission = Submission.objects.select_for_update().get(pk=link.submission_id)
    if not may_renew(link):
        return False
    if link.purpose == Purpose.CONFIRM and submission.state == State.UNCONFIRMED:
        ask_to_confirm(submission, by=by)
    else:
        mail_way_back(submission, link.email, by=by)
    return True


def may_renew(link: MailedLink) -> bool:
    """Say whether its address is still the one that links to this submission are mailed to."""
    newest = MailedLink.objects.filter(
        submission=link.submission_id, purpose__in=[Purpose.RETURN, Purpose.CONFIRM]
    ).latest("pk")
    return newest.email.casefold() == link.email.casefold()


def end_links_to_others(submission: Submission, email: str) -> None:
    """End the links that were mailed to other addresses than this one: who corrects an address had mistyped it."""
    others = submission.mailed_links.filter(used_at=None, superseded_at=None).exclude(email__iexact=email)
    others.update(superseded_at=timezone.now())


def find_link(secret: str, purpose: str) -> MailedLink | None:
    """Return what is known of a link, also when it ended. Looking at it uses nothing up: mail scanners look too."""
    return MailedLink.objects.filter(secret_hash=hashed(secret), purpose=purpose).select_related("submission").first()


@transaction.atomic
def use_link(link: MailedLink, *, once: str = "", device: DeviceKey | None = None) -> MailedLink:
    """Use a link up.

    Args:
        device: the browser, where it has a key; from now on it has shown that it reads mail at the address.
        once: the random number of the page whose button was pressed: pressed twice it is one use.

    Raises:
        LinkEndedError: when it ended, also when another request used it first.
    """
    locked = MailedLink.objects.select_for_update().get(pk=link.pk)
    if once and locked.used_with == hashed(once) and timezone.now() < locked.used_at + ONE_CLICK:
        # Of two presses the browser keeps one key, and we do not know which: the newer one is made of the older.
        MailedLink.objects.filter(pk=locked.pk).update(used_by=device or locked.used_by)
        return locked
    if not locked.is_good:
        raise LinkEndedError(locked)
    locked.used_at, locked.used_with, locked.used_by = timezone.now(), hashed(once) if once else "", device
    locked.save(update_fields=["used_at", "used_with", "used_by"])
    return locked


@transaction.atomic
def open_with_link(link: MailedLink, device: DeviceKey, *, once: str = "") -> Submission:
    """Let a browser open the submission. Who has the link reads mail at the address, so that is confirmed, too.

    A submission that waited for just that reaches the moderators.

    Raises:
        LinkEndedError: when the link ended.
    """
    used = use_link(link, once=once, device=device)
    submission = Submission.objects.select_for_update().get(pk=used.submission_id)
    remember_device(submission, device)
    if submission.contact_email.casefold() == used.email.casefold() and not submission.email_confirmed_at:
        submission.email_confirmed_at = timezone.now()
        submission.save(update_fields=["email_confirmed_at"])
    if submission.state == State.UNCONFIRMED and submission.email_confirmed_at:
        enqueue(submission)
    return submission


def new_device() -> tuple[DeviceKey, str]:
    """Return a new browser's key and the secret for its cookie."""
    secret = new_secret()
    return DeviceKey.objects.create(secret_hash=hashed(secret)), secret


def replace_device(known: DeviceKey | None) -> tuple[DeviceKey, str]:
    """Return a new key for a browser with what its present one opens, and the secret for its cookie.

    A cookie that somebody else may have put into the browser must not open what is added to the new key.
    """
    device, secret = new_device()
    if known:
        device.submissions.set(known.submissions.all())
        known.used_links.update(used_by=device)
    return device, secret


def remember_device(submission: Submission, device: DeviceKey) -> None:
    """Let a browser open a submission from now on."""
    device.submissions.add(submission)
