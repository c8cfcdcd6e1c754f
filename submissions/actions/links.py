"""Links that are mailed, and the browsers that may open a submission."""

from django.db import transaction
from django.utils import timezone

from submissions.actions.queue import enqueue
from submissions.models import DeviceKey, MailedLink, Submission
from submissions.secrets import hashed, new_secret
from submissions.states import State


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


def find_link(secret: str, purpose: str) -> MailedLink | None:
    """Return what is known of a link, also when it ended. Looking at it uses nothing up: mail scanners look too."""
    return MailedLink.objects.filter(secret_hash=hashed(secret), purpose=purpose).select_related("submission").first()


@transaction.atomic
def use_link(link: MailedLink) -> MailedLink:
    """Use a link up.

    Raises:
        LinkEndedError: when it ended, also when another request used it first.
    """
    locked = MailedLink.objects.select_for_update().get(pk=link.pk)
    if not locked.is_good:
        raise LinkEndedError(locked)
    locked.used_at = timezone.now()
    locked.save(update_fields=["used_at"])
    return locked


@transaction.atomic
def open_with_link(link: MailedLink, device: DeviceKey) -> Submission:
    """Let a browser open the submission. Who has the link reads mail at the address, so that is confirmed, too.

    A submission that waited for just that reaches the moderators.

    Raises:
        LinkEndedError: when the link ended.
    """
    used = use_link(link)
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


def remember_device(submission: Submission, device: DeviceKey) -> None:
    """Let a browser open a submission from now on."""
    device.submissions.add(submission)
