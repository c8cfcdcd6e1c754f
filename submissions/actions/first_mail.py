"""Beginning a draft by mail, where a network begins so many that the next one has to show an address first."""

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from connectors.models import EntryPage
from submissions import mails_data
from submissions.actions.arrivals import note_mailed_link
from submissions.actions.drafts import begin
from submissions.actions.links import LinkEndedError, use_link
from submissions.forms.base import Raw
from submissions.journeys import first_step
from submissions.models import DeviceKey, MailedLink, Submission
from submissions.models.keys import Purpose, link_ends
from submissions.secrets import hashed, new_secret

MOST_TYPED = 20_000  # letters kept with a link: more than the first page takes


@transaction.atomic
def mail_link_to_begin(unsaved: Submission, raw: Raw, email: str, request: HttpRequest) -> MailedLink:
    """Mail a link that begins a draft with what was typed. Others that were mailed there still work: each is another draft."""
    about = {"journey": unsaved.journey} | ({"target": unsaved.target_id} if unsaved.target_id else {})
    short = {name: [value[:MOST_TYPED] for value in values[:1]] for name, values in raw.items()}
    return _mailed(MailedLink(purpose=Purpose.BEGIN, email=email, typed={**about, "raw": short}), request)


@transaction.atomic
def mail_again(link: MailedLink, request: HttpRequest) -> MailedLink:
    """Mail a new link in place of one whose day is over."""
    return _mailed(link, request)


@transaction.atomic
def begin_with_link(link: MailedLink, device: DeviceKey, *, once: str) -> Submission:
    """Begin the draft. Who has the link reads mail at the address, so that is confirmed, too. A double click begins one.

    Raises:
        LinkEndedError: when the link ended.
    """
    used = use_link(link, once=once, device=device)
    journey, raw = used.typed["journey"], used.typed.get("raw")
    number = f"link {used.secret_hash}"
    is_first = raw is not None
    if not is_first and not Submission.objects.filter(begun_with=hashed(number)).exists():
        raise LinkEndedError(used)  # it was deleted within minutes
    target = EntryPage.objects.listed().filter(pk=used.typed.get("target")).first()
    if used.typed.get("target") and not target:
        raise LinkEndedError(used)  # the entry was taken off the site
    submission = begin(journey, once=number, device=device, step=first_step(journey).slug, raw=raw, target=target)
    if is_first:
        submission.contact_email, submission.email_confirmed_at = used.email, timezone.now()
        submission.save(update_fields=["contact_email", "email_confirmed_at"])
        used.typed = {name: value for name, value in used.typed.items() if name != "raw"}
        used.save(update_fields=["typed"])
    return submission


def _mailed(link: MailedLink, request: HttpRequest) -> MailedLink:
    secret = new_secret()
    link.secret_hash, link.ends_at = hashed(secret), link_ends()
    link.save()
    mails_data.send_link_to_begin(link.email, secret, about=f"begin {link.pk}")
    note_mailed_link(request)
    return link
