"""Taking personal data out of submissions whose time is over, and of people who ask for it."""

from django.db.models import QuerySet
from django.utils import timezone

from submissions.models import LogEntry, MailedLink, Message, Submission
from submissions.models.thread import Done
from submissions.people import keys_that_open_only

NOTHING = {
    "contact_name": "",
    "contact_role": "",
    "contact_email": "",
    "begun_with": None,
    "before": {},
    "flags": [],
    "signs": {},
    "fingerprint": "",
    "likely_spam": False,
}


def empty(submissions: QuerySet[Submission]) -> int:
    """Delete name, answers, photos, thread, links and keys of submissions; that they came and what was decided stays.

    The entry that was made of one is not touched. Run it in a transaction.
    """
    chosen = Submission.objects.filter(pk__in=list(submissions.values_list("pk", flat=True)))
    for submission in chosen.prefetch_related("photos", "answer_set"):
        submission.photos.all().delete()
        submission.answer_set.all().delete()
        submission.arrivals.all().delete()
        submission.seen_by.all().delete()
    Message.objects.filter(submission__in=chosen).delete()
    LogEntry.objects.filter(submission__in=chosen).exclude(note="").update(note="")
    MailedLink.objects.filter(submission__in=chosen).delete()
    keys_that_open_only(chosen).delete()
    for submission in chosen:
        submission.device_keys.clear()
    LogEntry.objects.bulk_create(LogEntry(submission=submission, done=Done.ERASED) for submission in chosen)
    return chosen.update(emptied_at=timezone.now(), **NOTHING)
