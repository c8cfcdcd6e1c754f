"""InitiativePage: a place-based activity."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField

from connectors.choices import CostBand, ResidentsRole
from connectors.facts import Fact, cost, each_line, number, said, words_of
from connectors.models.entry import EntryPage
from core.models import TEXT_FEATURES


class InitiativePage(EntryPage):
    parent_page_types = ["connectors.DirectoryPage"]
    subpage_types = []
    page_description = _(
        "Something that people do in a place, such as a land trust, a community pub or a growing scheme."
    )

    entry_kind = "initiative"
    entry_kind_label = _("Initiative")
    entry_kind_plural = _("Initiatives")
    own_facts_template = "connectors/initiative_facts.html"
    body_fields = (
        *EntryPage.body_fields,
        "what_it_does",
        "why_it_started",
        "partners",
        "people_reached_note",
        "funders",
        "residents_decide",
        "what_did_not_work",
        "what_it_took",
        "what_to_copy",
        "what_to_change",
        "happy_to_hear_from",
    )

    what_it_does = RichTextField(
        _("what it does"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("In plain words, for somebody from another town. Two or three short paragraphs."),
    )
    why_it_started = RichTextField(_("why it started"), blank=True, features=TEXT_FEATURES)
    partners = models.TextField(_("partners"), blank=True, help_text=_("One on each line."))
    people_reached = models.PositiveIntegerField(_("people reached"), null=True, blank=True)
    people_reached_note = models.CharField(
        _("who they are and when"),
        max_length=255,
        blank=True,
        help_text=_("Such as “tenants and club members in 2024”."),
    )
    paid_staff = models.DecimalField(
        _("paid staff"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Full-time equivalents if you know them."),
    )
    volunteers = models.PositiveIntegerField(_("volunteers"), null=True, blank=True)
    setup_cost_band = models.CharField(_("cost to set up"), max_length=12, choices=CostBand, blank=True)
    setup_cost_amount = models.DecimalField(_("amount in £"), max_digits=14, decimal_places=2, null=True, blank=True)
    yearly_cost_band = models.CharField(_("cost in a year"), max_length=12, choices=CostBand, blank=True)
    yearly_cost_amount = models.DecimalField(
        _("amount in £ a year"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    cost_price_year = models.PositiveSmallIntegerField(
        _("prices of the year"),
        null=True,
        blank=True,
        help_text=_("Such as 2019: the year the amounts were spent or quoted."),
    )
    funders = models.TextField(_("who pays for it"), blank=True, help_text=_("One on each line."))
    residents_role = models.CharField(_("in decisions, residents"), max_length=12, choices=ResidentsRole, blank=True)
    residents_decide = models.TextField(_("how residents decide"), blank=True)
    what_did_not_work = RichTextField(
        _("what did not work"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_(
            "The most useful part for the next town. Say what was tried, what happened, and what you would do instead."
        ),
    )
    what_it_took = RichTextField(_("what it took"), blank=True, features=TEXT_FEATURES)
    what_to_copy = RichTextField(_("what to copy"), blank=True, features=TEXT_FEATURES)
    what_to_change = RichTextField(_("what to change"), blank=True, features=TEXT_FEATURES)
    happy_to_hear_from = models.TextField(
        _("happy to hear from"),
        blank=True,
        help_text=_("Topics they will gladly answer questions about, one on each line."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title"),
                    *EntryPage.about_panels,
                    FieldPanel("what_it_does"),
                    FieldPanel("why_it_started"),
                    FieldPanel("partners"),
                ],
                heading=_("What it is"),
            ),
            ObjectList(EntryPage.place_panels, heading=_("Places and themes")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("people_reached"), FieldPanel("people_reached_note")]),
                            FieldRowPanel([FieldPanel("paid_staff"), FieldPanel("volunteers")]),
                        ],
                        heading=_("People"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("setup_cost_band"), FieldPanel("setup_cost_amount")]),
                            FieldRowPanel([FieldPanel("yearly_cost_band"), FieldPanel("yearly_cost_amount")]),
                            FieldPanel("cost_price_year"),
                            FieldPanel("funders"),
                        ],
                        heading=_("Money"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("residents_role"), FieldPanel("residents_decide")],
                        heading=_("Decisions"),
                    ),
                ],
                heading=_("People and money"),
            ),
            ObjectList(
                [
                    FieldPanel("what_did_not_work"),
                    FieldPanel("what_it_took"),
                    FieldPanel("what_to_copy"),
                    FieldPanel("what_to_change"),
                    FieldPanel("happy_to_hear_from"),
                ],
                heading=_("Lessons"),
            ),
            ObjectList(EntryPage.evidence_panels, heading=_("Sources and links")),
            ObjectList(
                [*EntryPage.private_panels, *EntryPage.promote_panels, *EntryPage.settings_panels],
                heading=_("For editors"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def own_facts(self) -> list[Fact]:
        year = self.cost_price_year
        return [
            Fact(_("Who runs it"), said(self.organisation)),
            Fact(_("Partners"), each_line(self.partners)),
            Fact(_("People reached"), number(self.people_reached, self.people_reached_note)),
            Fact(_("Paid staff"), number(self.paid_staff)),
            Fact(_("Volunteers"), number(self.volunteers)),
            Fact(_("Cost to set up"), cost(self.setup_cost_amount, self.get_setup_cost_band_display(), year)),
            Fact(_("Cost in a year"), cost(self.yearly_cost_amount, self.get_yearly_cost_band_display(), year)),
            Fact(_("Who pays for it"), each_line(self.funders)),
            Fact(_("In decisions, residents"), said(self.get_residents_role_display(), detail=self.residents_decide)),
            Fact(_("What did not work"), words_of(self, "what_did_not_work")),
            Fact(_("What it took"), words_of(self, "what_it_took")),
            Fact(_("What to copy"), words_of(self, "what_to_copy")),
            Fact(_("What to change"), words_of(self, "what_to_change")),
        ]
