"""Telling the moderators what is odd."""

from submissions.flags import find_flags, fingerprint_of, is_likely_spam
from submissions.models import Submission


def flag(submission: Submission) -> None:
    """Find what is odd about a submission as it is now. When it reaches the queue, and after its sender corrected it.

    The caller holds the row's lock.
    """
    submission.forget_answers()
    submission.flags = find_flags(submission)
    submission.likely_spam = is_likely_spam(submission.flags)
    submission.fingerprint = fingerprint_of(submission)
    submission.save(update_fields=["flags", "likely_spam", "fingerprint"])
