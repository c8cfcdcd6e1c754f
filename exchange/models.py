"""What an import remembers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class ImportedRow(models.Model):
    """What the file said about an entry when it was last imported, as one short digest a column.

    A cell that still says the same leaves the entry's field alone, whoever changed it since; a cell that says something
    new wins. Without this memory the same file, imported again, would undo the editors' work.
    """

    entry = models.OneToOneField(
        "connectors.EntryPage", models.CASCADE, primary_key=True, related_name="imported_row", db_index=True
    )
    digests = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    # The desk's "used by" lists are for editors; this row is bookkeeping.
    wagtail_reference_index_ignore = True

    def __str__(self):
        return f"row of entry {self.pk}"


class ImportKind(models.TextChoices):
    ENTRIES = "entries", _("Entries")
    COMMITMENTS = "commitments", _("Commitments")


class Import(models.Model):
    """A file that was brought in: whose, when, and how much it made, changed and refused."""

    kind = models.CharField(_("kind"), max_length=12, choices=ImportKind, default=ImportKind.ENTRIES)
    name = models.CharField(_("file"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    # The secret of the desk's job, so that one which was stopped and goes on is one import; none from the command line.
    token = models.CharField(max_length=32, blank=True)
    publishes = models.BooleanField(_("published at once"), default=False)
    made = models.PositiveIntegerField(_("made"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    keywords = models.JSONField(_("keys of keywords it made"), default=list)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    taking_back_at = models.DateTimeField(_("began to be taken back"), null=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept = models.JSONField(_("entries that were changed while it was taken back, and why they stayed"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token"], condition=~models.Q(token=""), name="import_once_per_job")
        ]

    def __str__(self):
        day = date_format(timezone.localtime(self.started_at), "j F Y, H:i")
        return ", ".join(filter(None, [self.name, day, self.by_name]))

    @property
    def by_name(self) -> str:
        """Who sent the file; empty from the command line, and when the account is deleted."""
        return _name_of(self.by)

    @property
    def taken_back_by_name(self) -> str:
        return _name_of(self.taken_back_by)

    @property
    def is_being_taken_back(self) -> bool:
        return bool(self.taking_back_at and not self.taken_back_at)


def _name_of(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


class ImportedEntry(models.Model):
    """An entry that an import made or changed: how it stood before and right after. Keys and dates, no words."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="entries")
    entry = models.ForeignKey("connectors.EntryPage", models.CASCADE, related_name="imports")
    made = models.BooleanField()
    before = models.JSONField(null=True)  # see importing/recording.py
    after = models.JSONField(default=list)
    is_back = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        constraints = [models.UniqueConstraint(fields=["of", "entry"], name="entry_once_per_import")]

    def __str__(self):
        return f"{self.of_id}: {self.entry_id}"
