"""Photos of a submission: adding, describing, removing and publishing them."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from core.licences import Licence
from core.models import CoreImage
from core.pictures import CleanPicture, clean_picture
from submissions.actions.drafts import keep_answer
from submissions.actions.thread import note_change
from submissions.forms.base import Raw, storable, tidy_line
from submissions.journeys import PHOTOS
from submissions.models import Submission, SubmissionPhoto
from submissions.photos import digest_of, discard, photo_forms, store
from submissions.states import ClosedError

MOST_PHOTOS = 6
TOO_MANY = _("You have 6 photos already, which is as many as an entry shows. Remove one to make room for this one.")
PUBLISHED_AS = "sent-"  # how names of files begin that were published from here: what nothing refers to is swept away


def add_photo(submission: Submission, upload: UploadedFile) -> SubmissionPhoto:
    """Add a picture, cleaned. The same file sent again, also at the same time, gives the same photo.

    Its files are written before its row: a crash in between leaves files that `sweep_photos` deletes, never a row without.

    Raises:
        ValidationError: when it cannot be used, with a sentence that says what to do.
        ClosedError: when the submission was decided meanwhile.
    """
    photo = SubmissionPhoto(submission=submission, original_name=tidy_line(storable(upload.name or ""))[:120])
    if upload.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:  # else it is refused below, unread
        photo.digest = digest_of(upload)
        if known := submission.photos.filter(digest=photo.digest).first():
            return known
    _check_room(submission)
    picture = clean_picture(upload)
    photo.width, photo.height = picture.picture_size
    store(photo, picture)
    try:
        kept = _keep(photo)
    except BaseException:
        discard(photo)
        raise
    if kept is not photo:
        discard(photo)
    return kept


@transaction.atomic
def _keep(photo: SubmissionPhoto) -> SubmissionPhoto:
    """Write the row, unless the same picture came at the same time, or others filled the places."""
    submission = _locked(photo.submission)
    if known := submission.photos.filter(digest=photo.digest).first():
        return known
    _check_room(submission)
    photo.save()
    note_change(submission)
    return photo


def _check_room(submission: Submission) -> None:
    if submission.photos.count() >= MOST_PHOTOS:
        raise ValidationError(TOO_MANY, code="too_many")


@transaction.atomic
def describe_photos(submission: Submission, raw: Raw, *, is_done: bool = False) -> None:
    """Keep what was typed about the photos, right or not. What is right is what will be published.

    Args:
        raw: name of a field → what was typed; photos it does not speak of keep what was said of them.

    Raises:
        ClosedError: when the submission was decided meanwhile.
    """
    locked = _locked(submission)
    names = tuple(f"{form.prefix}-" for form in photo_forms(locked))
    merged = {name: values for name, values in (locked.answers.get(PHOTOS, {}) | raw).items() if name.startswith(names)}
    keep_answer(submission, PHOTOS, merged, is_done=is_done)
    for form in photo_forms(submission, is_checked=True):
        form.full_clean()
        said = getattr(form, "cleaned_data", {})
        SubmissionPhoto.objects.filter(pk=form.photo.pk).update(
            **{name: said.get(name, "") for name in ("alt", "credit", "people")}
        )


@transaction.atomic
def remove_photo(submission: Submission, pk: int) -> None:
    """Remove a photo and its files. One that is gone already is gone.

    Raises:
        ClosedError: when the submission was decided meanwhile.
    """
    locked = _locked(submission)
    deleted, _by_model = locked.photos.filter(pk=pk).delete()
    if deleted:
        note_change(locked)


@transaction.atomic
def publish_photos(submission: Submission, chosen: Iterable[SubmissionPhoto]) -> list[CoreImage]:
    """Make pictures of the site from photos that were sent, in their order. Doing it again gives the same pictures.

    The file is taken as it is: it was cleaned when it came, and encoding it once more would only cost quality.
    """
    wanted = [photo.pk for photo in chosen]
    photos = SubmissionPhoto.objects.select_for_update(of=("self",)).filter(submission=submission, pk__in=wanted)
    return [photo.image or _published(photo, submission) for photo in photos]


def _published(photo: SubmissionPhoto, submission: Submission) -> CoreImage:
    with photo.file.open() as file:
        content = file.read()
    name = f"{PUBLISHED_AS}{photo.file.name.rpartition('/')[2]}"
    photo.image = CoreImage.objects.create(
        title=photo.alt or submission.name or submission.reference,
        description=photo.alt,
        credit=photo.credit,
        licence=submission.licence or Licence.CC_BY,
        collection=Collection.get_first_root_node(),
        file=CleanPicture(content, name=name, picture_size=(photo.width, photo.height)),
    )
    photo.save(update_fields=["image"])
    return photo.image


def _locked(submission: Submission) -> Submission:
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if not locked.can_change:
        raise ClosedError(locked.reference)
    return locked
