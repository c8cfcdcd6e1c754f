"""Who may come back: the browsers that hold a key, and the links that were mailed."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission

LINK_LASTS = timedelta(hours=24)


def link_ends():
    return timezone.now() + LINK_LASTS


class DeviceKey(models.Model):
    """A browser, known by the hash of the secret in its cookie, and the submissions it may open."""

    secret_hash = models.CharField(max_length=64, unique=True)
    submissions = models.ManyToManyField(Submission, related_name="device_keys")
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("browser's key")
        verbose_name_plural = _("browsers' keys")

    def __str__(self):
        return self.secret_hash[:8]


class Purpose(models.TextChoices):
    RETURN = "return", _("Come back to it")
    CONFIRM = "confirm", _("Confirm the e-mail address")
    MY_DATA = "my_data", _("See and erase one's own data")
    BEGIN = "begin", _("Begin a draft")


class MailedLink(models.Model):
    """A link that was mailed: works once, for a day, and no longer when a newer one for the same purpose was made."""

    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    submission = models.ForeignKey(Submission, models.CASCADE, null=True, blank=True, related_name="mailed_links")
    email = models.EmailField()
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(default=link_ends)
    used_at = models.DateTimeField(null=True, blank=True)
    # Hash of the number on the page whose button used it: a double click is one use.
    used_with = models.CharField(max_length=64, blank=True, editable=False)
    # The browser that used it: whose address this is was proved there, and nowhere else.
    used_by = models.ForeignKey(DeviceKey, models.SET_NULL, null=True, editable=False, related_name="used_links")
    superseded_at = models.DateTimeField(null=True, blank=True)
    # The first page as it was typed, where a draft begins only when the address is confirmed. Emptied when the link ends.
    typed = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")
        indexes = [models.Index(fields=["email", "purpose"])]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.secret_hash[:8]}"

    @property
    def is_good(self) -> bool:
        return not self.used_at and not self.superseded_at and timezone.now() < self.ends_at
