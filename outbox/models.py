"""The mails that leave the site, and the words that site managers changed."""

from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from outbox.addresses import LONGEST_ADDRESS, key_of
from outbox.kinds import label_of


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("bounced")


def new_message_id() -> str:
    """Return an identifier by which receivers recognise a repeat, in the domain that sends."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return make_msgid(domain=domain or "localhost")


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MailState.WAITING)

    def due(self, moment: datetime):
        """Those that may be sent now and that nobody is sending."""
        free = Q(taken_until__isnull=True) | Q(taken_until__lte=moment)
        return self.waiting().filter(free, next_try_at__lte=moment)

    def to_address(self, address: str):
        return self.filter(to_key=key_of(address))

    def undelivered(self):
        return self.filter(state__in=[MailState.FAILED, MailState.BOUNCED])


class OutgoingMail(models.Model):
    """One mail to one address. Its text is emptied as soon as it is sent: it may hold links that are keys."""

    code = models.CharField(_("kind"), max_length=50)
    to = models.CharField(_("to"), max_length=LONGEST_ADDRESS)
    to_key = models.CharField(max_length=LONGEST_ADDRESS, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)  # only of mail that brings its own; else made from the text
    reply_to = models.CharField(_("reply to"), max_length=LONGEST_ADDRESS, blank=True)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    message_id = models.CharField(max_length=255, unique=True, default=new_message_id, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=now)
    give_up_at = models.DateTimeField(editable=False)
    taken_until = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    asked_by_visitor = models.BooleanField(_("asked for by a visitor"), default=False)
    created_at = models.DateTimeField(_("created"), default=now, db_index=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["to_key", "asked_by_visitor"]),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    @property
    def kind_label(self) -> str:
        return label_of(self.code)

    @property
    def can_be_tried_again(self) -> bool:
        """Whether there is something to send: what bounced after it was sent has no text any more."""
        return self.state in {MailState.FAILED, MailState.BOUNCED} and bool(self.text) and bool(self.to)


class MailWords(models.Model):
    """The words of one kind of mail as a site manager changed them. Without a row the kind's own words are sent."""

    code = models.CharField(max_length=50, unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000)

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")

    def __str__(self):
        return label_of(self.code)
