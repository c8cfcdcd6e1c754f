"""SubmissionPhoto: a picture that came with a submission, kept where no address leads until it is published."""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission

FOLDER = "photos"
SMALL = 480  # pixels of the longer side of the copy that is shown until it is published


def private_storage():
    return storages["private"]


def photo_path(photo: "SubmissionPhoto", name: str) -> str:
    return f"{FOLDER}/{photo.submission.reference}/{name}"


def small_name(name: str) -> str:
    """Return where the small copy of a stored photo is kept."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-small.jpeg"))


class PeopleShown(models.TextChoices):
    NOBODY = "nobody", _("Nobody can be recognised")
    AGREED = "agreed", _("Everybody who can be recognised agreed to be shown here")
    CHILDREN_AGREED = "children", _("Children can be recognised, and their parents or carers agreed")
    UNKNOWN = "unknown", _("I am not sure")


class SubmissionPhoto(models.Model):
    """One picture, cleaned like every picture of the site, with what is needed to publish it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="photos", verbose_name=_("submission"))
    file = models.FileField(_("file"), upload_to=photo_path, storage=private_storage, max_length=255)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Of the file as it was sent: the same picture sent again after a dropped connection is one picture.
    digest = models.CharField(max_length=64)
    original_name = models.CharField(_("name of the file"), max_length=120, blank=True)
    alt = models.CharField(_("what it shows"), max_length=255, blank=True)
    credit = models.CharField(_("who took it"), max_length=255, blank=True)
    people = models.CharField(_("people shown"), max_length=10, choices=PeopleShown, blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    # What it became when it was published: publishing again makes no second picture.
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "digest"], name="photo_once_per_submission")]

    def __str__(self):
        return self.original_name or self.digest[:8]

    @property
    def is_upright(self) -> bool:
        return self.height > self.width

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height in pixels of the small copy."""
        scale = min(1, SMALL / max(self.width, self.height, 1))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


@receiver(post_delete, sender=SubmissionPhoto)
def delete_files(sender, instance: SubmissionPhoto, **kwargs):
    """Delete the files once the row is gone for good. Also runs for each photo of a deleted submission."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: [storage.delete(each) for each in (name, small_name(name))])
