"""“This is ours”: who becomes the contact of an entry."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from connectors.models import EntryPage
from submissions import entry_mails
from submissions.actions.decisions import NotPublishableError, close, undecided
from submissions.actions.revising import Edit, NotLiveError, Revised, revise
from submissions.log_actions import CLAIMED
from submissions.models import LogEntry, Message, Submission
from submissions.models.thread import Done, MessageKind
from submissions.states import Journey, State


def is_from_contact(submission: Submission) -> bool:
    """Tell whether the confirmed address is that of the entry's contact.

    Asked only once the address is confirmed: else a stranger could find out which address is on file.
    """
    if not submission.target_id or not submission.email_confirmed_at:
        return False
    on_file = EntryPage.objects.values_list("contact_email", flat=True).get(pk=submission.target_id)
    return bool(on_file) and on_file.casefold() == submission.contact_email.casefold()


def accept_proven_claim(submission: Submission) -> bool:
    """Accept a claim whose sender reads mail at the address on file. Returns False when a moderator has to decide.

    The caller holds the row's lock.
    """
    if submission.journey != Journey.CLAIM or not submission.from_contact:
        return False
    try:
        revised = _hand_over(submission, user=None, is_proven=True)
    except (NotLiveError, ValidationError):
        return False
    submission.state, submission.decided_at, submission.page = State.PUBLISHED, timezone.now(), revised.entry
    submission.save(update_fields=["state", "decided_at", "page"])
    note = _("The confirmed address is that of the contact on file")
    LogEntry.objects.create(submission=submission, done=Done.PUBLISHED, note=note)
    entry_mails.say_claim_accepted(submission)
    return True


def accept_claim(submission: Submission, user, *, mark: str | None = None) -> Revised:
    """Make the sender of a claim the contact of the entry, and tell her and whoever was it before.

    Raises:
        AlreadyDecidedError, ChangedMeanwhileError: as `undecided`.
        NotPublishableError: the entry is not on the site any more, or lacks something.
    """
    with undecided(submission, mark=mark) as locked:
        name, email = (locked.target.contact_name, locked.target.contact_email) if locked.target else ("", "")
        try:
            revised = _hand_over(locked, user=user, is_proven=False)
        except NotLiveError:
            raise NotPublishableError(_("The entry is not on the site any more.")) from None
        except ValidationError as error:
            raise NotPublishableError(" ".join(error.messages)) from error
        locked.page = revised.entry
        close(locked, user, State.PUBLISHED, Done.PUBLISHED, note=_("Became the contact"))
        text = _("You are the contact of this entry now.")
        Message.objects.create(submission=locked, kind=MessageKind.DECISION, author=user, text=text)
        entry_mails.say_claim_accepted(locked, reply_to=user.email)
        if email and email.casefold() != locked.contact_email.casefold():
            entry_mails.say_contact_replaced(locked, name, email, reply_to=user.email)
    return revised


def _hand_over(submission: Submission, *, user, is_proven: bool) -> Revised:
    def put(entry: EntryPage) -> None:
        entry.contact_name, entry.contact_email = submission.contact_name, submission.contact_email

    data = {"reference": submission.reference, "proven": is_proven}
    return revise(
        submission.target_id,
        [Edit("contact", put, touches=("contact_name", "contact_email"))],
        user=user,
        action=CLAIMED,
        data=data,
    )
