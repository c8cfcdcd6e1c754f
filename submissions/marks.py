"""What a moderator has seen of a submission, so that nobody decides about something else than she read."""

import hashlib
import json

from submissions.models import Submission


def mark_of(submission: Submission) -> str:
    """Return a short mark that changes with the answers, the photos, the sender and everything that was done.

    Forms carry it; a decision compares it under the lock.
    """
    seen = [
        list(submission.log.order_by("pk").values_list("pk", flat=True))[-1:],
        sorted(submission.answer_set.values_list("step", "version")),
        sorted(submission.photos.values_list("pk", "alt", "credit", "people")),
        [submission.contact_name, submission.contact_role, submission.contact_email],
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]
