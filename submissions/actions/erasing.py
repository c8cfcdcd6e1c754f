"""Erasing a person, and erasing her again after a backup was restored."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.models import FormState
from wagtail.models import Revision
from wagtail.search import index

from connectors.models import EntryPage, GoneAddress
from exchange.jobs import forget_jobs_that_hold
from outbox.actions import forget_person
from outbox.models import OutgoingMail
from search.projection import record_change
from submissions import tombstones
from submissions.actions.emptying import empty
from submissions.asking import whom
from submissions.models import Answer, LogEntry, MailedLink, Message, Submission
from submissions.models.still_right import Asking, AskingLink
from submissions.models.thread import Done
from submissions.people import (
    entries_with_contact,
    full_names_of,
    keys_that_open_only,
    links_to,
    names_of,
    own_pictures,
    published_mentions,
    revisions_with_contact,
    submissions_of,
)
from submissions.states import IN_QUEUE, State
from submissions.traces import traces_of, without

BETWEEN_WORDS = re.compile(r"[\s<>\"'(),:;\[\]{}\\]+")


@dataclass
class Effect:
    """What an erasure did, or would do.

    Attributes:
        counts: what in words → how many.
        mentions: addresses of published entries that name the person in their text, which stays.
        account: she has an account of the desk, which stays: a site manager deletes it there.
    """

    counts: Counter = field(default_factory=Counter)
    mentions: list[str] = field(default_factory=list)
    account: bool = False


def erase(email: str, *, dry_run: bool = False) -> Effect:
    """Erase what is held of a person. What was published stays, without her contact; a restored backup is erased again.

    Args:
        dry_run: do all of it, tell what it was, and take it back.
    """
    email = email.strip()
    if not dry_run:
        # First, so that a crash in between leaves an erasure to be finished and not one forgotten.
        tombstones.bury(email)
    return _erase(email, dry_run=dry_run)


def erase_again(*, dry_run: bool = False) -> Counter:
    """Erase everybody anew whom a restored backup brought back. What somebody sent after the erasure stays.

    Finds people by hashing every address that is present. Safe to run at any time.
    """
    total: Counter = Counter()
    erased_at = tombstones.erased_at()
    for email in _addresses_present():
        if moment := erased_at(email):
            if submissions_of(email).filter(created_at__gt=moment).exists():
                effect = _erase_older(email, moment, dry_run=dry_run)
            else:
                effect = _erase(email, dry_run=dry_run)
            total[_("people")] += bool(+effect.counts)
            total += effect.counts
    return total


def _erase(email: str, *, dry_run: bool) -> Effect:
    effect = Effect(mentions=published_mentions(email), account=_has_account(email))
    with transaction.atomic():
        names, full_names = names_of(email), full_names_of(email)
        own = submissions_of(email)
        references = list(own.values_list("reference", flat=True))
        _erase_credits(own, names | {email}, effect.counts)
        _erase_submissions(own, effect.counts)
        _erase_ways_back(email, effect.counts)
        _erase_mails(email, references, effect.counts)
        _erase_contacts(email, effect.counts)
        _erase_provenance(references, effect.counts)
        _erase_sign_in_tries(email, effect.counts, keep=effect.account)
        _erase_removed(email, full_names, effect.counts)
        _erase_traces(email, full_names, effect.counts)
        if dry_run:
            transaction.set_rollback(True)
    if not dry_run:
        effect.counts[_("files of imports")] += forget_jobs_that_hold(email)
    return effect


def _erase_older(email: str, moment: datetime, *, dry_run: bool) -> Effect:
    """Erase what is older than the erasure of somebody who came back since: what she sent later is kept."""
    effect = Effect()
    with transaction.atomic():
        old = submissions_of(email).filter(created_at__lte=moment)
        _erase_credits(old, names_of(email) | {email}, effect.counts)
        _erase_submissions(old, effect.counts)
        links = links_to(email).filter(created_at__lte=moment)
        effect.counts[_("links by mail")] += links.delete()[1].get("submissions.MailedLink", 0)
        _forget_contact_in(revisions_with_contact(email).filter(created_at__lte=moment), effect.counts)
        # Who is the contact through something sent since stays it.
        newer = submissions_of(email).filter(created_at__gt=moment)
        entries = entries_with_contact(email).exclude(pk__in=newer.exclude(page=None).values("page"))
        entries = entries.exclude(pk__in=newer.exclude(target=None).values("target"))
        effect.counts[_("contacts of entries")] += entries.update(contact_name="", contact_email="")
        if dry_run:
            transaction.set_rollback(True)
    return effect


def _erase_submissions(own: models.QuerySet, counts: Counter) -> None:
    own = Submission.objects.filter(pk__in=list(own.select_for_update().values_list("pk", flat=True)))
    counts[_("browsers' keys")] += keys_that_open_only(own).delete()[1].get("submissions.DeviceKey", 0)
    unsent = own.filter(state__in=[State.DRAFT, State.UNCONFIRMED])
    sent = own.exclude(pk__in=unsent.values("pk"))
    counts[_("photos")] += sum(own.values_list(models.Count("photos"), flat=True))
    counts[_("drafts")] += unsent.count()
    open_ones = list(sent.filter(state__in=IN_QUEUE))
    sent.filter(state__in=IN_QUEUE).update(state=State.WITHDRAWN, decided_at=timezone.now())
    LogEntry.objects.bulk_create(LogEntry(submission=one, done=Done.WITHDRAWN) for one in open_ones)
    counts[_("submissions emptied")] += empty(sent)
    unsent.delete()


def _erase_ways_back(email: str, counts: Counter) -> None:
    counts[_("links by mail")] += links_to(email).delete()[1].get("submissions.MailedLink", 0)


def _erase_mails(email: str, references: list[str], counts: Counter) -> None:
    counts[_("mails")] += forget_person(email)
    # Mails to others about what she sent: only their words may speak of her.
    others = OutgoingMail.objects.filter(about__in=references).exclude(subject="", text="")
    counts[_("mails")] += others.update(subject="", text="", html="", about="")


def _erase_contacts(email: str, counts: Counter) -> None:
    _forget_contact_in(revisions_with_contact(email), counts)
    counts[_("contacts of entries")] += entries_with_contact(email).update(contact_name="", contact_email="")
    asked = Asking.objects.filter(asked_whom=whom(email))
    AskingLink.objects.filter(asking__in=asked).delete()
    asked.update(asked_whom="")


def _forget_contact_in(revisions: models.QuerySet, counts: Counter) -> None:
    for revision in revisions.iterator():
        revision.content |= {"contact_name": "", "contact_email": ""}
        revision.save(update_fields=["content"])
        counts[_("versions of entries")] += 1


def _erase_provenance(references: list[str], counts: Counter) -> None:
    """Take the numbers of her submissions out of the entries made from them: her old mails carry these numbers."""
    for reference in references:
        words = f"submission {reference}"
        entries = EntryPage.objects.filter(provenance=words)
        counts[_("notes of origin")] += entries.update(provenance="submission")
        for revision in Revision.objects.filter(content__provenance=words).iterator():
            revision.content["provenance"] = "submission"
            revision.save(update_fields=["content"])


def _erase_credits(own: models.QuerySet, names: Iterable[str], counts: Counter) -> None:
    for name in names:
        counts[_("credits of pictures")] += own_pictures(own).filter(credit__icontains=name).update(credit="")


def _erase_sign_in_tries(email: str, counts: Counter, *, keep: bool) -> None:
    if not keep:
        for model in (AccessAttempt, AccessFailureLog, AccessLog):
            counts[_("tries to sign in")] += model.objects.filter(username__iexact=email).delete()[0]


def _erase_removed(email: str, full_names: list[str], counts: Counter) -> None:
    """Forget removed entries that name her in title, address or reason: nothing published is left that would need them."""
    named = models.Q(pk__in=[])
    for text in (email, *full_names):
        named |= models.Q(title__icontains=text) | models.Q(note__icontains=text)
    for name in filter(None, map(slugify, full_names)):
        named |= models.Q(path__icontains=name)
    counts[_("addresses of removed entries")] += GoneAddress.objects.filter(named).delete()[0]


def _erase_traces(email: str, full_names: list[str], counts: Counter) -> None:
    """Take the address out of every text, and her name out of what was said about her. Published texts keep the name."""
    FormState.objects.filter(models.Q(data__icontains=quote(email, safe="")) | models.Q(data__icontains=email)).delete()
    changed = set()
    found = list(traces_of(email))
    found += [
        trace for name in full_names for trace in traces_of(name) if trace.model in {Message, LogEntry, OutgoingMail}
    ]
    for trace in found:
        row = trace.model._base_manager.filter(pk=trace.key)
        value = row.values_list(trace.field, flat=True).get()
        for text in (email, *full_names) if trace.model in {Message, LogEntry, OutgoingMail} else (email,):
            value = without(value, text)
        if isinstance(value, str):
            value = value[: trace.model._meta.get_field(trace.field).max_length]
        row.update(**{trace.field: value})
        counts[_("other texts")] += 1
        changed.add((trace.model, trace.key))
    _bring_up_to_date(changed)


def _bring_up_to_date(changed: set[tuple[type[models.Model], object]]) -> None:
    """Let both searches know of public texts that changed."""
    keys = set()
    for model, key in changed:
        row = model._base_manager.filter(pk=key)
        names = {one.name for one in model._meta.concrete_fields}
        if model._meta.label == "wagtailcore.Page" or "page_ptr" in names or "entrypage_ptr" in names:
            keys.add(key)
        for name in names & {"entry", "page", "commitment"}:
            keys |= set(row.values_list(name, flat=True))
    entries = EntryPage.objects.filter(pk__in=[key for key in keys if key])
    if entries:
        record_change([entry.pk for entry in entries])
    for entry in entries:
        index.insert_or_update_object(entry.specific)


def _has_account(email: str) -> bool:
    users = get_user_model().objects
    return users.filter(models.Q(email__iexact=email) | models.Q(username__iexact=email)).exists()


def _addresses_present() -> set[str]:
    """Return every e-mail address that the database holds in a column for one, or that somebody wrote into an answer."""
    columns = (
        (Submission, "contact_email"),
        (MailedLink, "email"),
        (EntryPage, "contact_email"),
        (OutgoingMail, "to"),
        (OutgoingMail, "reply_to"),
        (Revision, "content__contact_email"),
    )
    found = {
        email for model, name in columns for email in model.objects.values_list(name, flat=True).distinct() if email
    }
    for texts in (Answer.objects.values_list("data", flat=True), Message.objects.values_list("text", flat=True)):
        for text in texts.iterator():
            # Split, not searched for: a pattern for addresses takes hours over a word of 200,000 letters.
            found |= {word.strip(".!?") for word in BETWEEN_WORDS.split(str(text)) if "@" in word}
    return {email.strip() for email in found}
