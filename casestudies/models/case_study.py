"""CaseStudyPage: an edited story about one or more entries, with evidence."""

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from casestudies.blocks import StoryBlock
from casestudies.blocks.story import led_to
from casestudies.evidence import EvidenceLevel
from casestudies.forms import CaseStudyForm
from casestudies.models.authors import Author
from casestudies.untold import names_told
from connectors.facts import Fact, said, words_of
from connectors.models import EntryPage
from core.models import TEXT_FEATURES


class CaseStudyPage(EntryPage):
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    subpage_types = []
    page_description = _(
        "A story about one or more entries: what was done, what it cost, what did not work, how sure we are."
    )
    base_form_class = CaseStudyForm

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
        help_text=_(
            "Shows what did not work as an experience of “one of the places we spoke to”. The text must then name neither the "
            "entry’s places nor who runs it; while it does, the page leaves it out."
        ),
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
                    InlinePanel("bylines", heading=_("Written by"), label=_("author")),
                    *EntryPage.about_panels,
                    FieldPanel("story"),
                ],
                heading=_("Story"),
            ),
            ObjectList(
                [
                    FieldPanel(
                        "evidence_level",
                        help_text=_(
                            "Story: told, not measured. Monitored: those who run it count results and publish them. "
                            "Independently evaluated: somebody else has looked at the results. Compared: with places or "
                            "people that did not have it."
                        ),
                    ),
                    InlinePanel("outcomes", heading=_("Outcomes"), label=_("outcome")),
                    MultiFieldPanel(
                        [FieldPanel("what_did_not_work"), FieldPanel("untold_place")],
                        heading=_("What did not work"),
                    ),
                    FieldPanel("needed"),
                    FieldPanel("time_to_first_result"),
                    InlinePanel("documents", heading=_("Documents to reuse"), label=_("document")),
                    FieldPanel("approved_on"),
                    InlinePanel("public_changes", heading=_("Changes to tell readers about"), label=_("change")),
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
    def evidence_choices(cls) -> list[tuple[str, str, str]]:
        return [(level.value, level.label, level.meaning) for level in EvidenceLevel]

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
            Fact(_("What did not work"), () if self.names_given_away else words_of(self, "what_did_not_work")),
            Fact(_("What it needed to work"), words_of(self, "needed")),
            Fact(_("Who runs it"), said(self.organisation)),
            Fact(_("Approved by the people it is about"), said(approved)),
        ]

    def get_context(self, request, *args, **kwargs):
        from casestudies.story_pages import story_context  # noqa: PLC0415 - reads import models

        return {**super().get_context(request, *args, **kwargs), **story_context(self)}

    def shown_in_text(self) -> set[int]:
        return {entry.pk for entry in led_to(self.story)}

    def withheld_fields(self) -> set[str]:
        return {"what_did_not_work"} if self.names_given_away else set()

    @property
    def authors(self) -> list[Author]:
        """Who wrote it, in the order in which they are named."""
        return [byline.author for byline in self.bylines.all()]

    @cached_property
    def names_given_away(self) -> list[str]:
        """Its own names that stand in what did not work, although that is to be told without naming the place."""
        if not self.untold_place:
            return []
        places = self.entry_places.all()
        return names_told(self.what_did_not_work, organisation=self.organisation, website=self.website, places=places)

    @property
    def evidence_meaning(self) -> str:
        return EvidenceLevel(self.evidence_level).meaning if self.evidence_level else ""
