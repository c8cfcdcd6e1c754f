"""What was said between moderators and sender, and what was done: nothing is decided without a line here."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from submissions.models.submission import Submission


class MessageKind(models.TextChoices):
    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    DECISION = "decision", _("Decision")
    NOTE = "note", _("Note among moderators")


class Message(models.Model):
    """One message of a submission's thread. Notes are never shown to the sender."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="thread", verbose_name=_("submission"))
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind)
    # Nobody: the sender wrote it.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class Done(models.TextChoices):
    BEGUN = "begun", _("begun")
    SENT = "sent", _("sent")
    CONFIRMED = "confirmed", _("e-mail confirmed")
    CHANGED = "changed", _("changed by the sender")
    ASKED = "asked", _("question asked")
    ANSWERED = "answered", _("question answered")
    DRAFTED = "drafted", _("draft of the page made")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    MERGED = "merged", _("merged")
    MARKED_SPAM = "spam", _("marked as spam")
    UNDONE = "undone", _("decision undone")
    WITHDRAWN = "withdrawn", _("withdrawn by the sender")
    EXPORTED = "exported", _("personal data given out")
    ERASED = "erased", _("personal data erased")


class LogEntry(models.Model):
    """Who did what when. Holds no personal data of the sender."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="log", verbose_name=_("submission"))
    done = models.CharField(_("what"), max_length=10, choices=Done)
    # Nobody: the sender, or a command.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=255, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_done_display()}"


class SeenBy(models.Model):
    """When a moderator last looked at a submission: what came after is new to her."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="seen_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("look at a submission")
        verbose_name_plural = _("looks at submissions")
        constraints = [models.UniqueConstraint(fields=["submission", "user"], name="one_look_per_moderator")]

    def __str__(self):
        return f"{self.user_id} {self.submission_id}"
