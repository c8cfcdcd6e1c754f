"""What the site holds of a person, found by her e-mail address."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from connectors.models import EntryPage
from core.models import CoreImage
from outbox.actions import mails_to
from submissions.models import DeviceKey, LogEntry, MailedLink, Submission, SubmissionPhoto
from submissions.models.thread import Done, MessageKind

COLUMNS = (
    *("reference", "journey", "state", "contact_name", "contact_role", "contact_email"),
    *(
        "licence",
        "consented_at",
        "email_confirmed_at",
        "created_at",
        "updated_at",
        "sent_at",
        "queued_at",
        "decided_at",
    ),
    *("signs", "flags"),
)
SHORTEST_NAME = 2  # words: "Jo" alone stands in too many texts that mean somebody else


def submissions_of(email: str) -> QuerySet[Submission]:
    return Submission.objects.filter(contact_email__iexact=email)


def links_to(email: str) -> QuerySet[MailedLink]:
    return MailedLink.objects.filter(email__iexact=email)


def entries_with_contact(email: str) -> QuerySet[EntryPage]:
    """Return the entries, published or not, whose private contact she is."""
    return EntryPage.objects.filter(contact_email__iexact=email)


def revisions_with_contact(email: str) -> QuerySet[Revision]:
    """Return the versions of entries, old ones and drafts, whose private contact she is."""
    return Revision.objects.filter(content__contact_email__iexact=email)


def names_of(email: str) -> set[str]:
    """Return the names that she gave, or that editors noted of her."""
    noted = [
        *submissions_of(email).values_list("contact_name", flat=True),
        *entries_with_contact(email).values_list("contact_name", flat=True),
        *revisions_with_contact(email).values_list("content__contact_name", flat=True),
    ]
    return {" ".join(name.split()) for name in noted if name and name.split()}


def full_names_of(email: str) -> list[str]:
    """Return names of two words and more, the longest first: only these can be looked for in texts."""
    return sorted((name for name in names_of(email) if len(name.split()) >= SHORTEST_NAME), key=len, reverse=True)


def is_known(email: str) -> bool:
    """Tell whether anything is held under the address."""
    found = (submissions_of(email), links_to(email), entries_with_contact(email), mails_to(email))
    return any(rows.exists() for rows in found) or revisions_with_contact(email).exists()


def published_mentions(email: str) -> list[str]:
    """Return addresses of published entries whose texts name her. An erasure leaves them: they are for a person to judge."""
    named = Q(pk__in=[])
    for name in full_names_of(email):
        for field in ("title", "summary", "organisation", "last_confirmed_by", "provenance_note"):
            named |= Q(**{f"{field}__icontains": name})
        named |= Q(initiativepage__what_it_does__icontains=name) | Q(connectorpage__what_it_does__icontains=name)
    return [entry.full_url or entry.title for entry in EntryPage.objects.live().filter(named).distinct()]


def export_of(email: str) -> dict[str, Any]:
    """Return everything that is held of a person, ready for JSON. Notes among moderators are not hers and stay out."""
    own = submissions_of(email).prefetch_related("answer_set", "photos", "thread", "log", "device_keys")
    return {
        "email": email,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "submissions": [_submission(submission) for submission in own],
        "contact_of_entries": list(entries_with_contact(email).values("title", "contact_name", "contact_email")),
        "contact_in_versions_of_entries": revisions_with_contact(email).count(),
        "picture_credits": list(_credited(own).values("title", "credit")),
        "mails": list(mails_to(email).values("code", "to", "subject", "text", "state", "created_at", "sent_at")),
        "links_mailed": list(links_to(email).values("purpose", "email", "created_at", "ends_at", "used_at", "typed")),
    }


def own_pictures(submissions: QuerySet[Submission]) -> QuerySet[CoreImage]:
    """Return the pictures of the site that were made from photos of these submissions."""
    photos = SubmissionPhoto.objects.filter(submission__in=submissions, image__isnull=False)
    return CoreImage.objects.filter(pk__in=photos.values("image"))


def keys_that_open_only(submissions: QuerySet[Submission]) -> QuerySet[DeviceKey]:
    """Return the browsers that can open some of these and nothing else."""
    others = Submission.objects.exclude(pk__in=submissions.values("pk"))
    opening = DeviceKey.objects.filter(submissions__in=submissions)
    return DeviceKey.objects.filter(pk__in=opening.values("pk")).exclude(submissions__in=others)


def _credited(submissions: QuerySet[Submission]) -> QuerySet[CoreImage]:
    return own_pictures(submissions).exclude(credit="")


def _done_to_her(entry: LogEntry) -> str:
    """Return what was done, in a word. What moderators sort out is a note among them: she reads that it was closed."""
    return "closed" if entry.done == Done.MARKED_SPAM else entry.done


def _submission(submission: Submission) -> dict[str, Any]:
    return {name: getattr(submission, name) for name in COLUMNS} | {
        "state": submission.standing,
        "entry": submission.page.full_url if submission.page else None,
        "answers": submission.answers,
        "photos": [
            {name: getattr(photo, name) for name in ("original_name", "alt", "credit", "people", "created_at")}
            for photo in submission.photos.all()
        ],
        "thread": [
            {"from": "us" if message.author_id else "you", "text": message.text, "at": message.created_at}
            for message in submission.thread.all()
            if message.kind != MessageKind.NOTE
        ],
        "log": [{"what": _done_to_her(entry), "at": entry.at} for entry in submission.log.all()],
        "browsers": [{"first_used": key.created_at, "last_used": key.used_at} for key in submission.device_keys.all()],
    }
