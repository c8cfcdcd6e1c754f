"""Forgetting what nobody came back to, and files that belong to nothing."""

import datetime
from collections.abc import Iterator

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q

from core.models import CoreImage
from submissions.actions.photos import PUBLISHED_AS
from submissions.models import DeviceKey, MailedLink, Submission, SubmissionPhoto
from submissions.models.photo import FOLDER, small_name
from submissions.states import State

DRAFTS_KEPT = datetime.timedelta(days=30)
LINKS_KEPT = datetime.timedelta(days=30)  # an ended link tells why it ended, and offers another
UNFINISHED = datetime.timedelta(days=1)  # what is younger may be in the middle of being written


def prune_drafts(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete drafts, and what was sent and never confirmed, 30 days after the last answer. Return how many."""
    idle = Submission.objects.filter(
        state__in=[State.DRAFT, State.UNCONFIRMED], queued_at=None, updated_at__lt=now - DRAFTS_KEPT
    )
    if is_rehearsal:
        return idle.count()
    deleted = 0
    for pk in list(idle.values_list("pk", flat=True)):
        with transaction.atomic():
            # Looked at again under lock: somebody may just have come back to it.
            if submission := idle.select_for_update().filter(pk=pk).first():
                submission.delete()
                deleted += 1
    return deleted


def prune_links(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete links that ended more than 30 days ago. Return how many."""
    long_ago = now - LINKS_KEPT
    ended = Q(used_at__lt=long_ago) | Q(superseded_at__lt=long_ago) | Q(ends_at__lt=long_ago)
    return _deleted(MailedLink.objects.filter(ended), is_rehearsal)


def prune_devices(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete keys that open nothing any more. Return how many."""
    return _deleted(DeviceKey.objects.filter(submissions=None, created_at__lt=now - UNFINISHED), is_rehearsal)


def _deleted(rows, is_rehearsal: bool) -> int:
    return rows.count() if is_rehearsal else rows.delete()[1].get(rows.model._meta.label, 0)


def sweep_photos(now: datetime.datetime, *, is_rehearsal: bool = False) -> int:
    """Delete files older than a day that no photo and no published picture refers to. Return how many."""
    names = SubmissionPhoto.objects.values_list("file", flat=True)
    private = {each for name in names for each in (name, small_name(name))}
    published = set(CoreImage.objects.filter(file__contains=f"/{PUBLISHED_AS}").values_list("file", flat=True))
    photos, media = SubmissionPhoto._meta.get_field("file").storage, storages["default"]
    orphans = [(photos, name) for name in _files(photos, FOLDER) if name not in private]
    orphans += [
        (media, name)
        for name in _files(media, "original_images")
        if name.rpartition("/")[2].startswith(PUBLISHED_AS) and name not in published
    ]
    old = [(storage, name) for storage, name in orphans if storage.get_modified_time(name) < now - UNFINISHED]
    if not is_rehearsal:
        for storage, name in old:
            storage.delete(name)
        _remove_empty_folders(photos, now)
    return len(old)


def _files(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")


def _remove_empty_folders(storage: Storage, now: datetime.datetime) -> None:
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[0]:
        path = f"{FOLDER}/{name}"
        if not any(storage.listdir(path)) and storage.get_modified_time(path) < now - UNFINISHED:
            storage.delete(path)
