"""Beginning a draft, keeping its answers, sending it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from connectors.models import EntryPage
from core.licences import Licence
from submissions.actions.flagging import flag
from submissions.actions.links import (
    ask_to_confirm,
    end_links_to_others,
    has_confirmed,
    mail_way_back,
    remember_device,
)
from submissions.actions.queue import enqueue
from submissions.actions.thread import note_change
from submissions.forms.base import Raw, tidy_line
from submissions.forms.you import YouForm
from submissions.journeys import YOU, unfinished
from submissions.models import Answer, DeviceKey, LogEntry, Submission
from submissions.models.thread import Done
from submissions.prefilling import answers_from
from submissions.secrets import hashed
from submissions.states import ClosedError, Journey, State

CONTACT = ("contact_name", "contact_role", "contact_email")


class NotFinishedError(Exception):
    """It cannot be sent yet. `steps` are the pages that still need an answer."""

    def __init__(self, steps: list):
        super().__init__(", ".join(step.slug for step in steps))
        self.steps = steps


@dataclass(frozen=True)
class Kept:
    """What became of an answer.

    Attributes:
        other: what another window had saved meanwhile, when it differs; then nothing was overwritten.
    """

    version: int
    other: Raw | None = None


@transaction.atomic
def begin(
    journey: str,
    *,
    once: str,
    device: DeviceKey,
    step: str = "",
    raw: Raw | None = None,
    target: EntryPage | None = None,
) -> Submission:
    """Begin a draft, with its first answer if there is one. The same page sent again, also at the same time, gives the same.

    Args:
        once: the random number that the page carried. It is as good as a key: only who was sent the page has it.
        target: the published entry, for a change or a claim.
    """
    submission, is_new = Submission.objects.get_or_create(
        begun_with=hashed(once), defaults={"journey": journey, "target": target}
    )
    remember_device(submission, device)
    if not is_new:
        return submission
    if journey == Journey.CHANGE and target:
        said = answers_from(target)
        submission.before = said | {"picture": {"key": [target.image_id]}}
        submission.save(update_fields=["before"])
        Answer.objects.bulk_create(Answer(submission=submission, step=slug, data=data) for slug, data in said.items())
    if target and has_confirmed(device, target.contact_email):
        _fill_in_contact(submission, target)
    LogEntry.objects.create(submission=submission, done=Done.BEGUN)
    if raw is not None:
        keep_answer(submission, step, raw, is_done=True)
    return submission


def _fill_in_contact(submission: Submission, entry: EntryPage) -> None:
    """Fill in "About you" for the contact of the entry, who has shown in this browser that the address on file is theirs.

    Nobody else may get it: it is private. The address is confirmed again when it is sent.
    """
    submission.contact_name, submission.contact_email = entry.contact_name, entry.contact_email
    submission.save(update_fields=["contact_name", "contact_email"])


def has_begun(once: str) -> bool:
    """Tell whether the page that carried this number has begun a draft."""
    return Submission.objects.filter(begun_with=hashed(once)).exists()


@transaction.atomic
def keep_answer(
    submission: Submission,
    step: str,
    raw: Raw,
    *,
    version: int | None = None,
    window: str = "",
    is_done: bool = False,
    by: DeviceKey | None = None,
) -> Kept:
    """Keep what was typed on a page, right or not.

    Args:
        version: of the answer that the page was drawn with, 0 when there was none; nothing does not compare. When another
            window saved something else since, nothing is overwritten.
        window: the number of that page.
        is_done: sent with "Continue", not only kept while typing.
        by: the browser, where that matters: it may have a new address confirmed.

    Raises:
        ClosedError: when it was decided meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not locked.can_change:
        raise ClosedError(locked.reference)
    if step == YOU and locked.is_sent and not is_done:
        return Kept(version or 0)  # half an address, kept while it is typed, must not become the one we write to
    if step == YOU:
        _keep_contact(locked, raw, by)
        kept_raw = {name: values for name, values in raw.items() if not name.startswith("contact_")}
    else:
        kept_raw = raw
    answer, is_new = Answer.objects.get_or_create(
        submission=locked, step=step, defaults={"data": kept_raw, "is_done": is_done, "window": window}
    )
    if is_new:
        note_change(locked)
    else:
        is_other = answer.data != kept_raw
        is_older = version is not None and answer.version > version
        if is_other and is_older and not (window and answer.window == window):
            return Kept(answer.version, other=answer.data)
        if is_other or is_done > answer.is_done:
            if is_other:
                answer.version += 1
                note_change(locked)
            answer.window = window
            answer.data, answer.is_done, answer.updated_at = kept_raw, is_done or answer.is_done, timezone.now()
            answer.save()
    locked.updated_at = timezone.now()
    locked.save(update_fields=["updated_at"])
    if locked.is_in_queue:
        flag(locked)
    submission.forget_answers()
    submission.refresh_from_db()
    return Kept(answer.version)


def _keep_contact(submission: Submission, raw: Raw, by: DeviceKey | None) -> None:
    """Keep name, role and e-mail in their columns, shortened to what these hold: the form tells what is too long."""
    previous = submission.contact_email
    for name in CONTACT:
        longest = Submission._meta.get_field(name).max_length
        setattr(submission, name, tidy_line(raw.get(name, [""])[0])[:longest])
    submission.consented_at = (submission.consented_at or timezone.now()) if raw.get("agree") else None
    submission.licence = Licence.CC_BY if submission.consented_at else ""
    if submission.contact_email.casefold() != previous.casefold():
        submission.email_confirmed_at = None
        if submission.is_sent:
            # Else somebody could confirm an address of her own and then have our mail sent to another's.
            submission.state = State.UNCONFIRMED
            end_links_to_others(submission, submission.contact_email)
            if YouForm(raw).has_email:
                ask_to_confirm(submission, by=by)
    submission.save()


@transaction.atomic
def send(submission: Submission, *, by: DeviceKey | None = None) -> Submission:
    """Send a finished draft: it asks for the e-mail address to be confirmed, or reaches the moderators when it is already.

    Sending again what was sent changes nothing, however often and at whatever time.

    Raises:
        NotFinishedError: when pages still need an answer.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.is_sent:
        return locked
    if missing := unfinished(locked):
        raise NotFinishedError(missing)
    locked.state, locked.sent_at = State.UNCONFIRMED, timezone.now()
    locked.save(update_fields=["state", "sent_at"])
    end_links_to_others(locked, locked.contact_email)
    LogEntry.objects.create(submission=locked, done=Done.SENT)
    if locked.email_confirmed_at:
        enqueue(locked)
    else:
        ask_to_confirm(locked, by=by)
    return locked


@transaction.atomic
def save_for_later(submission: Submission, email: str, *, by: DeviceKey | None = None) -> None:
    """Keep the address and mail a link with which the draft can be opened anywhere. Links to another address end.

    Raises:
        ClosedError: when it was sent meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if locked.is_sent:
        raise ClosedError(locked.reference)
    if locked.contact_email.casefold() != email.casefold():
        locked.contact_email, locked.email_confirmed_at = email, None
        locked.save(update_fields=["contact_email", "email_confirmed_at"])
    end_links_to_others(locked, email)
    mail_way_back(locked, email, by=by)


@transaction.atomic
def confirm_again(submission: Submission, email: str, *, by: DeviceKey | None = None) -> None:
    """Mail another link that confirms the address of what was sent, to another address when that one was wrong.

    One that is confirmed already gets no mail.

    Raises:
        ClosedError: when it is still a draft, or was decided meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not locked.is_sent or not locked.can_change:
        raise ClosedError(locked.reference)
    if locked.contact_email.casefold() != email.casefold():
        locked.contact_email, locked.email_confirmed_at, locked.state = email, None, State.UNCONFIRMED
        locked.save(update_fields=["contact_email", "email_confirmed_at", "state"])
        end_links_to_others(locked, email)
    if locked.state == State.UNCONFIRMED:
        ask_to_confirm(locked, by=by)


@transaction.atomic
def delete_draft(submission: Submission) -> None:
    """Delete what was not decided yet, with its photos, at its sender's wish.

    Raises:
        ClosedError: when it was decided meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not locked.can_change:
        raise ClosedError(locked.reference)
    if not locked.queued_at:  # no moderator has read it
        locked.delete()
        return
    locked.state, locked.decided_at = State.WITHDRAWN, timezone.now()
    locked.save(update_fields=["state", "decided_at"])
    LogEntry.objects.create(submission=locked, done=Done.WITHDRAWN)
