"""CaseStudyPage: an edited story about one or more entries, with evidence."""

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from casestudies.blocks import StoryBlock
from casestudies.evidence import EvidenceLevel
from connectors.facts import Fact, Line, said, words_of
from connectors.models import EntryPage
from core.fields import PartialDateField, display_partial_date
from core.models import TEXT_FEATURES


class CaseStudyPage(EntryPage):
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types = []
    page_description = _(
        "A story about one or more entries: what was done, what it cost, what did not work, how sure we are."
    )

    entry_kind = "case-study"
    entry_kind_label = _("Case study")
    entry_kind_plural = _("Case studies")
    own_facts_template = "casestudies/case_study_facts.html"
    body_fields = (*EntryPage.body_fields, "question", "standfirst", "story", "what_did_not_work", "needed")

    question = models.CharField(
        _("the question it answers"),
        max_length=200,
        help_text=_("As a reader would ask it, such as “How can residents keep a pool that the council has to close?”"),
    )
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One to three sentences under the title that make somebody read on.")
    )
    authors = models.CharField(
        _("written by"), max_length=255, blank=True, help_text=_("Names as they want to be shown, parted by commas.")
    )
    story = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)
    evidence_level = models.CharField(_("level of evidence"), max_length=10, choices=EvidenceLevel)
    what_did_not_work = RichTextField(
        _("what did not work"),
        features=TEXT_FEATURES,
        help_text=_(
            "Required. Say what was tried, what happened and what they would do instead. If nobody knows, say who was asked."
        ),
    )
    untold_place = models.BooleanField(
        _("tell it without naming the place"),
        default=False,
        help_text=_("Shows what did not work as an experience of “one of the places we spoke to”."),
    )
    needed = RichTextField(_("what it needed to work"), blank=True, features=TEXT_FEATURES)
    time_to_first_result = models.CharField(
        _("time to the first result"),
        max_length=400,
        blank=True,
        help_text=_("Such as “14 months from the first meeting”."),
    )
    approved_on = models.DateField(_("approved by the people it is about on"), null=True, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title"),
                    FieldPanel("question"),
                    FieldPanel("standfirst"),
                    FieldPanel("authors"),
                    *EntryPage.about_panels,
                    FieldPanel("story"),
                ],
                heading=_("Story"),
            ),
            ObjectList(
                [
                    FieldPanel("evidence_level"),
                    InlinePanel("outcomes", heading=_("Outcomes"), label=_("outcome")),
                    MultiFieldPanel(
                        [FieldPanel("what_did_not_work"), FieldPanel("untold_place")],
                        heading=_("What did not work"),
                    ),
                    FieldPanel("needed"),
                    FieldPanel("time_to_first_result"),
                    InlinePanel("documents", heading=_("Documents to reuse"), label=_("document")),
                    FieldPanel("approved_on"),
                ],
                heading=_("Evidence"),
            ),
            ObjectList(EntryPage.place_panels, heading=_("Places and themes")),
            ObjectList(EntryPage.evidence_panels, heading=_("Sources and links")),
            ObjectList(
                [*EntryPage.private_panels, *EntryPage.promote_panels, *EntryPage.settings_panels],
                heading=_("For editors"),
            ),
        ]
    )

    search_fields = [*EntryPage.search_fields, index.SearchField("question"), index.FilterField("evidence_level")]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    @classmethod
    def evidence_choices(cls) -> list[tuple[str, str]]:
        return EvidenceLevel.choices

    def body_of_parts(self) -> list[str]:
        return [outcome.indicator for outcome in self.outcomes.all()]

    @classmethod
    def compared_parts(cls):
        return ["outcomes"]

    def own_facts(self) -> list[Fact]:
        approved = date_format(self.approved_on, "j F Y") if self.approved_on else ""
        return [
            Fact(_("The question it answers"), said(self.question)),
            Fact(_("Level of evidence"), said(self.get_evidence_level_display(), detail=self.evidence_meaning)),
            Fact(_("Results"), tuple(outcome.as_line() for outcome in self.outcomes.all())),
            Fact(_("Time to the first result"), said(self.time_to_first_result)),
            Fact(_("What did not work"), words_of(self, "what_did_not_work")),
            Fact(_("What it needed to work"), words_of(self, "needed")),
            Fact(_("Who runs it"), said(self.organisation)),
            Fact(_("Approved by the people it is about"), said(approved)),
        ]

    @property
    def evidence_meaning(self) -> str:
        return EvidenceLevel(self.evidence_level).meaning if self.evidence_level else ""


class Outcome(Orderable):
    """One measured result. Values are text: "about 16%" must not become a number that nobody published."""

    case_study = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="outcomes")
    indicator = models.CharField(_("what was measured"), max_length=255)
    baseline = models.CharField(_("before"), max_length=80, blank=True)
    result = models.CharField(_("after"), max_length=80)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    measured_on = PartialDateField(_("measured on"))
    source_title = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("What to keep in mind, such as who counted."))

    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("result"), FieldPanel("unit")]),
        FieldPanel("measured_on"),
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

    case_study = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, related_name="+")
    description = models.CharField(_("what it is for"), max_length=255, blank=True)

    panels = [FieldPanel("document"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.document.title
