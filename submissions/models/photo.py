"""SubmissionPhoto: a picture that came with a submission, kept where no address leads until it is published."""

from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


def private_storage():
    return storages["private"]


def photo_path(photo: "SubmissionPhoto", name: str) -> str:
    return f"photos/{photo.submission.reference}/{name}"


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

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "digest"], name="photo_once_per_submission")]

    def __str__(self):
        return self.original_name or self.digest[:8]
