"""The photos of a submission: their files, which no address leads to, and what is said of them."""

import hashlib
import logging

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _
from PIL import Image

from core.pictures import CleanPicture, one_at_a_time
from submissions.forms.photos import PhotoForm
from submissions.journeys import PHOTOS
from submissions.models import Submission, SubmissionPhoto
from submissions.models.photo import SMALL, photo_path, small_name

logger = logging.getLogger(__name__)
SMALL_QUALITY = 75
NOT_KEPT = _("We could not keep this file just now. Your other answers are safe. Please try again in a few minutes.")


def photo_forms(submission: Submission, *, is_checked: bool = False) -> list[PhotoForm]:
    """Return a form for each photo, in the order in which they came, with what was typed about it so far."""
    raw = submission.answers.get(PHOTOS, {})
    return [
        PhotoForm(photo, number, raw, is_checked=is_checked)
        for number, photo in enumerate(submission.photos.all(), start=1)
    ]


def photo_response(photo: SubmissionPhoto, *, is_small: bool = True) -> FileResponse:
    """Return the picture itself. Whoever calls this has made sure that the visitor may see it.

    Raises:
        Http404: when its file is gone.
    """
    name = small_name(photo.file.name) if is_small else photo.file.name
    try:
        file = photo.file.storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, filename=f"photo-{photo.pk}.{name.rpartition('.')[2]}")
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def digest_of(file: File) -> str:
    """Return what tells the same file sent again."""
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


def store(photo: SubmissionPhoto, picture: CleanPicture) -> None:
    """Write the picture and a small copy of it, and give the photo, which is not saved yet, its file.

    Raises:
        ValidationError: when it cannot be written, with a sentence for who sent it.
    """
    storage = photo.file.storage
    try:
        name = storage.save(photo_path(photo, picture.name), picture)
        photo.file.name = name
        storage.save(small_name(name), _small_copy(picture))
    except OSError as error:
        logger.exception("A photo could not be stored")
        discard(photo)
        raise ValidationError(NOT_KEPT, code="not_kept") from error


def discard(photo: SubmissionPhoto) -> None:
    """Delete the files of a photo that did not come to be."""
    if photo.file.name:
        for name in (photo.file.name, small_name(photo.file.name)):
            photo.file.storage.delete(name)


def _small_copy(picture: CleanPicture) -> ContentFile:
    output = ContentFile(b"")
    picture.seek(0)
    with one_at_a_time, Image.open(picture) as image:
        image.draft("RGB", (SMALL, SMALL))
        image.thumbnail((SMALL, SMALL))
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
        flat.save(output, "JPEG", quality=SMALL_QUALITY)
    return output
