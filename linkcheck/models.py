"""The addresses elsewhere that live entries lead to, where each is used, and the hosts they are on."""

import hashlib
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 2_000
ERROR, SERVER_ERROR = 400, 500


class LinkState(models.TextChoices):
    NEW = "new", _("not checked yet")
    FINE = "fine", _("works")
    MOVED = "moved", _("moved")
    FAILING = "failing", _("does not answer")
    DEAD = "dead", _("dead")
    UNKNOWN = "unknown", _("cannot tell")


class Reason(models.TextChoices):
    """Why an address is in its state, where its HTTP status does not say it."""

    NO_SUCH_HOST = "no-such-host", _("There is no such site")
    NO_ANSWER = "no-answer", _("The site does not answer")
    BROKEN_OFF = "broken-off", _("The site broke off in the middle of its answer")
    TOO_SLOW = "too-slow", _("The site took too long")
    LOOP = "loop", _("It leads from address to address without an end")
    CERTIFICATE = "certificate", _("The site’s certificate is not accepted; look yourself")
    ROBOTS = "robots", _("The site asks programs not to look at this address")
    NO_ROBOTS = "no-robots", _("The site does not let us read its rules for programs")
    REFUSED = "refused", _("The site refuses programs, or asks to sign in")
    BUSY = "busy", _("The site asks programs to come back later")
    NOT_PUBLIC = "not-public", _("No address of the public web, so it is not asked")


class UseKind(models.TextChoices):
    WEBSITE = "website", _("website")
    SOURCE = "source", _("source")
    TEXT = "text", _("link in a text")
    STORY = "story", _("block of a story")


def key_of(url: str) -> str:
    """Return what tells addresses apart, short enough for an index on every database."""
    return hashlib.sha256(url.encode()).hexdigest()


def said_by_status(status: int | None) -> str:
    """Return what a number that a site answers with means to a reader; nothing for none."""
    match status:
        case None:
            return ""
        case 404 | 410:
            return gettext("The site says that there is no such page")
        case number if number >= SERVER_ERROR:
            return gettext("The site has a fault")
        case number if number >= ERROR:
            return gettext("The site does not give the page out")
    return gettext("The site answers")


class Host(models.Model):
    """A host, which is asked one thing at a time and not too often, whoever asks."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField(default=now)
    gap_seconds = models.PositiveSmallIntegerField(default=0)
    robots = models.TextField(blank=True)
    robots_answer = models.CharField(max_length=20, blank=True)
    robots_read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self):
        return self.name


class AddressQuerySet(models.QuerySet):
    def in_use(self):
        """Those that an entry which is on the site leads to."""
        return self.filter(models.Exists(Use.objects.filter(address=models.OuterRef("pk"), entry__live=True)))

    def due(self, moment: datetime):
        """Those in use that may be asked now, whose host is free, and that nobody is asking."""
        free = Q(taken_until__isnull=True) | Q(taken_until__lte=moment)
        return self.in_use().filter(free, next_check_at__lte=moment, host__free_at__lte=moment)


class Address(models.Model):
    """One address elsewhere, and what became of asking for it."""

    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    key = models.CharField(max_length=64, unique=True, editable=False)
    host = models.ForeignKey(Host, models.PROTECT, related_name="addresses", verbose_name=_("site"))
    state = models.CharField(_("state"), max_length=10, choices=LinkState, default=LinkState.NEW)
    status = models.PositiveSmallIntegerField(_("last answer"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    first_failed_at = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failed_days = models.PositiveIntegerField(_("days with failures"), default=0)
    last_failed_on = models.DateField(null=True, editable=False)
    redirected_to = models.CharField(_("moved to"), max_length=LONGEST_ADDRESS, blank=True)
    archived_url = models.CharField(_("archived copy"), max_length=LONGEST_ADDRESS, blank=True)
    next_check_at = models.DateTimeField(_("next check"), default=now)
    taken_until = models.DateTimeField(null=True, editable=False)
    found_at = models.DateTimeField(_("found"), default=now)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address elsewhere")
        verbose_name_plural = _("addresses elsewhere")
        indexes = [models.Index(fields=["next_check_at"]), models.Index(fields=["state", "host"])]

    def __str__(self):
        return self.url

    @property
    def archive_search(self) -> str:
        """Where the Internet Archive lists its copies of this address. Nobody asks it but whoever follows the link."""
        return f"https://web.archive.org/web/*/{self.url}"

    @property
    def why(self) -> str:
        """Why it is in its state, in words; with the number the site answered with, if it did."""
        words = str(self.get_reason_display()) if self.reason else said_by_status(self.status)
        return f"{words} ({self.status})" if words and self.status else words


class Use(models.Model):
    """Where an entry leads to an address."""

    address = models.ForeignKey(Address, models.CASCADE, related_name="uses")
    entry = models.ForeignKey("connectors.EntryPage", models.CASCADE, related_name="+")
    kind = models.CharField(_("used as"), max_length=10, choices=UseKind)
    place = models.CharField(_("where"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("use of an address")
        verbose_name_plural = _("uses of addresses")
        constraints = [
            models.UniqueConstraint(fields=["address", "entry", "kind", "place"], name="use_once_per_place"),
        ]

    def __str__(self):
        return self.place
