"""What hangs on a case study: results, documents to reuse, and what readers are told of changes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from casestudies.evidence import EvidenceLevel
from connectors.facts import Line
from core.fields import PartialDateField, display_partial_date

CASE_STUDY = "casestudies.CaseStudyPage"


class Outcome(Orderable):
    """One measured result. Values are text: "about 16%" must not become a number that nobody published."""

    case_study = ParentalKey(CASE_STUDY, on_delete=models.CASCADE, related_name="outcomes")
    indicator = models.CharField(_("what was measured"), max_length=255)
    baseline = models.CharField(_("before"), max_length=80, blank=True)
    result = models.CharField(_("after"), max_length=80)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    measured_on = PartialDateField(_("measured on"))
    how_sure = models.CharField(
        _("how sure anyone is"),
        max_length=10,
        choices=EvidenceLevel,
        blank=True,
        help_text=_("Empty: as sure as of the case study as a whole."),
    )
    source_title = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("What to keep in mind, such as who counted."))

    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("result"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("measured_on"), FieldPanel("how_sure")]),
        FieldPanel("source_title"),
        FieldPanel("source_url"),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return self.indicator

    def as_line(self) -> Line:
        """The result in one line: "Employers that signed: 60 → 91 (June 2023)"."""
        values = " → ".join(value for value in (self.baseline, f"{self.result} {self.unit}".strip()) if value)
        measured = display_partial_date(self.measured_on)
        return Line(f"{self.indicator}: {values}", self.source_url, measured)


class ReusableDocument(Orderable):
    """A document that another place may take over."""

    case_study = ParentalKey(CASE_STUDY, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, related_name="+")
    description = models.CharField(_("what it is for"), max_length=255, blank=True)

    panels = [FieldPanel("document", required_on_save=False), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.document.title


class PublicChange(models.Model):
    """A change since publication that readers should know of, in an editor's words."""

    case_study = ParentalKey(CASE_STUDY, on_delete=models.CASCADE, related_name="public_changes")
    changed_on = models.DateField(_("changed on"), default=timezone.localdate)
    what = models.CharField(
        _("what changed"),
        max_length=300,
        help_text=_(
            "One sentence. Good: “The number of homes was corrected from six to four.” Not: “Minor edits”. A spelling "
            "mistake is no change."
        ),
    )

    panels = [FieldPanel("changed_on", required_on_save=False), FieldPanel("what")]

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-changed_on", "-pk"]

    def __str__(self):
        return self.what
